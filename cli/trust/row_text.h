#pragma once

#include <optional>     // optional
#include <string>       // string
#include <string_view>  // string_view
#include <utility>      // pair
#include <vector>       // vector

namespace napkin::cli {

/// The parameters of a reference row, "lambda=0.7 per server;mu=1", to be looked up by name.
class RowText {
 public:
  explicit RowText(std::string_view parameters);

  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }

  /// Empty when there is none.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// The number a value begins with; "2^10" is 1024. Nothing when it does not begin with one.
  [[nodiscard]] std::optional<double> number(std::string_view name) const;
  [[nodiscard]] double number_or(std::string_view name, double otherwise) const;
  /// "0.005/0.030/0.027 s"
  [[nodiscard]] std::vector<double> numbers(std::string_view name) const;

  /// The entries without a name, "M/D/1 per server".
  [[nodiscard]] const std::vector<std::string>& rest() const { return rest_; }

 private:
  [[nodiscard]] const std::string* find(std::string_view name) const;

  std::vector<std::pair<std::string, std::string>> entries_;
  std::vector<std::string> rest_;
};

/// The number at the front of a text, which is moved behind it.
[[nodiscard]] std::optional<double> take_number(std::string_view& text);

/// The number behind a word: 0.5 for `mean` in "lognormal mean 0.5 SCV 10".
[[nodiscard]] std::optional<double> number_after(std::string_view text, std::string_view word);

/// A span of the table's time, as a scenario has it: a unit is a millisecond there.
[[nodiscard]] std::string span_text(double units);
/// So many per unit of time.
[[nodiscard]] std::string rate_text(double per_unit);
[[nodiscard]] std::string number_text(double number);
[[nodiscard]] std::string exponential_text(double mean_units);
[[nodiscard]] std::string poisson_text(double per_unit);

/// Any law with this mean and squared coefficient of variation: constant, gamma, exponential, or
/// hyperexponential with balanced means.
[[nodiscard]] std::string law_with(double mean, double squared_variation);

/// A law in the words of the table, "H2 mean 1 SCV 4"; nothing when they are not understood.
[[nodiscard]] std::optional<std::string> law_text(std::string_view words);

}  // namespace napkin::cli
