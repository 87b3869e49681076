#pragma once

#include <map>          // map
#include <optional>     // optional
#include <stdexcept>    // invalid_argument
#include <string>       // string
#include <string_view>  // string_view
#include <vector>       // vector

#include "sim/kernel/law.h"

/// The laws a scenario may name. A law is added by writing one file in sim/kernel/laws that holds a
/// `LawRegistration`; the parser, the messages, the help and the schema derive from what it
/// declares.
namespace napkin {

/// Impossible parameters. The message names the parameter, its value and the range that is allowed.
class LawError final : public std::invalid_argument {
 public:
  /// `parameter` may be empty: the mistake is then one of the whole law.
  LawError(std::string parameter, const std::string& message)
      : std::invalid_argument(message), parameter_(std::move(parameter)) {}

  [[nodiscard]] const std::string& parameter() const { return parameter_; }

 private:
  std::string parameter_;
};

/// One key of a law.
struct LawParameter {
  enum class Kind {
    kValue,        // in the unit of the law's values: a time for a law of times
    kRatio,        // a probability or share in [0, 1]
    kShape,        // a number without unit
    kCount,        // a whole number, at least 1
    kPercentiles,  // stands for any number of keys p50, p99, p99.9 ..., each of kValue
    kValues,       // a list of values, or a file of them
    kWeights,      // a list of numbers without unit, one for each value or law
    kLaw,          // a law
    kLaws,         // a list of laws
  };

  std::string_view name;  // as written in a scenario
  Kind kind = Kind::kValue;
  std::string_view help;
  bool required = true;
  std::optional<double> otherwise =
      std::nullopt;  // what holds when a key that is not required is missing
};

/// What was written for a law. Values of kValue are in the law's own unit (nanoseconds for times).
struct LawArguments {
  std::map<std::string, double, std::less<>> numbers{};  // kValue, kRatio, kShape, kCount, p50 ...
  std::map<std::string, std::vector<double>, std::less<>> lists{};  // kValues, kWeights
  std::map<std::string, std::vector<Law>, std::less<>> laws{};      // kLaw (exactly one), kLaws

  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> names() const;

  /// What was written for `name`. Requires: it is there.
  [[nodiscard]] double number(std::string_view name) const;
  [[nodiscard]] const std::vector<double>& list(std::string_view name) const;
  [[nodiscard]] const Law& law(std::string_view name) const;

  /// The keys p50, p99 ... as (level in (0, 1), value), by level.
  [[nodiscard]] std::vector<std::pair<double, double>> percentiles() const;
};

/// One set of keys that determines the law, such as {median, sigma} or {mean, cv}.
struct LawForm {
  using Factory = Law (*)(const LawArguments&);

  std::vector<LawParameter> parameters;
  Factory make =
      nullptr;  // given all required keys, the missing others filled in, and no unknown key
};

struct LawKind {
  std::string_view name;  // as written in a scenario
  std::string_view help;
  std::vector<LawForm> forms;  // at least one; the first is the usual one

  /// The parameter that `key` names in one of the forms ("p99" finds kPercentiles), or null.
  [[nodiscard]] const LawParameter* find(std::string_view key) const;

  /// The parameter that a bare argument stands for, as in {exponential: 4ms}: the first of the
  /// first form. A law that needs more says so when it is made.
  [[nodiscard]] const LawParameter& bare() const { return forms.front().parameters.front(); }
};

/// The law of a map without a name, such as {p50: 2ms, p99: 20ms} or {mean: 5ms, cv: 2}: registered
/// under this name like any other.
inline constexpr std::string_view kSummaryLaw = "summary";

/// Every registered law, by name.
[[nodiscard]] const std::map<std::string_view, LawKind>& law_kinds();

/// Null if there is no law of that name.
[[nodiscard]] const LawKind* find_law_kind(std::string_view name);

/// Throws LawError for an unknown name, for keys that fit no form, and for impossible values.
[[nodiscard]] Law make_law(std::string_view name, const LawArguments& arguments);

/// 0.999 for "p99.9"; nothing if `key` is not a percentile strictly between p0 and p100.
[[nodiscard]] std::optional<double> percentile_level(std::string_view key);

/// Registers a law while the program loads. For namespace scope of the law's own file.
class LawRegistration final {
 public:
  explicit LawRegistration(LawKind kind);
};

}  // namespace napkin
