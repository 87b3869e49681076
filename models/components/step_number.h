#pragma once

#include <functional>  // function
#include <optional>    // optional
#include <string>      // string
#include <vector>      // vector

#include "models/components/step_scope.h"
#include "sim/kernel/random.h"
#include "sim/scenario/number_key.h"

namespace napkin::components {

/// Where mistakes in steps go: the node, what is wrong, what to write instead.
using StepReporter = std::function<void(const Node&, std::string, std::string)>;

/// A number of a step, ready to be computed for a request: a law, or a formula whose names have
/// their places.
class StepNumber {
 public:
  StepNumber() = default;

  /// Unknown names and units that do not fit are reported; the number is then 0.
  StepNumber(const NumberKey& key, StepScope& scope, const StepReporter& report);

  /// The same from a formula of whatever unit.
  StepNumber(const Formula& formula,
             const Node& node,
             StepScope& scope,
             const StepReporter& report);

  [[nodiscard]] QuantityKind kind() const { return kind_; }

  /// In base units of its kind. What is divided by zero is 0.
  [[nodiscard]] double number(const StepFrame& frame, Time now, RandomStream& random) const;

  /// Down to a whole number, from 0 to 2^63; a name alone gives all of its 64 bits.
  [[nodiscard]] std::uint64_t whole(const StepFrame& frame, Time now, RandomStream& random) const;

  /// Whether it is this name of the request, and nothing else.
  [[nodiscard]] bool is_lone(StepSlot::Place place) const {
    return lone_ && slots_.front().place == place;
  }

 private:
  std::optional<Law> law_;
  std::optional<Formula> formula_;
  std::vector<StepSlot> slots_;  // of the formula's names
  bool lone_ = false;            // the formula is a name
  QuantityKind kind_ = QuantityKind::kNumber;
};

/// A condition of a step, ready to be asked for a request: comparisons of formulas, and questions
/// about results, joined by `and` or by `or`.
class StepCondition {
 public:
  StepCondition() = default;
  /// Mistakes are reported; the condition is then not to be asked.
  StepCondition(const std::string& text,
                const Node& node,
                StepScope& scope,
                const StepReporter& report);

  [[nodiscard]] bool holds(const StepFrame& frame, Time now, RandomStream& random) const;

 private:
  struct Clause {
    // Of a comparison.
    StepNumber left;
    StepNumber right;
    std::string_view operation;
    // Of a question about a result.
    std::optional<std::uint32_t> reply;
    std::optional<Status> status;  // none: any failure
    bool negated = false;

    [[nodiscard]] bool holds(const StepFrame& frame, Time now, RandomStream& random) const;
  };

  [[nodiscard]] static std::optional<Clause> read_clause(std::string_view text,
                                                         const Node& node,
                                                         StepScope& scope,
                                                         const StepReporter& report);
  [[nodiscard]] static std::optional<Clause> read_result(std::string_view name,
                                                         std::string_view result,
                                                         const Node& node,
                                                         StepScope& scope,
                                                         const StepReporter& report);

  std::vector<Clause> clauses_;
  bool any_ = false;  // joined by `or`
};

}  // namespace napkin::components
