#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/quantity.h"

namespace napkin {

/// Arithmetic over quantities and names, read once and computed as often as needed:
/// `daily_users * 20 / 1d + 5/s`, `key * 10 + item`.
///
/// + - * / and parentheses, at most 32 levels; names are `[A-Za-z_][A-Za-z0-9_.]*`. Units take
/// part: a number per duration is a rate, a rate times a size is a bandwidth; adding a size to a
/// duration is refused. A ratio takes part as the number it is, 20% as 0.2. A result without unit
/// is a kNumber.
class Formula final {
 public:
  /// A formula, or why the text is none.
  struct Result;

  [[nodiscard]] static Result read(std::string_view text);

  /// The names in it, each once, in the order of their first use.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

  /// Says what each name measures; the message why the units do not go together, empty when they
  /// do. Requires: as many kinds as names.
  [[nodiscard]] std::string bind(std::span<const QuantityKind> kinds);

  /// What the result measures. Requires: bound.
  [[nodiscard]] QuantityKind kind() const { return kind_; }

  /// The result in base units of its kind, from the values of the names in base units of theirs;
  /// nothing for a division by zero. Requires: bound.
  [[nodiscard]] std::optional<double> compute(std::span<const double> values) const;

  /// The name, if the formula is nothing but one.
  [[nodiscard]] std::optional<std::string> lone_name() const;

  /// A unit as powers of second, bit and dollar.
  struct Unit {
    int time = 0;
    int data = 0;
    int money = 0;

    [[nodiscard]] bool operator==(const Unit&) const = default;
  };

 private:
  friend class FormulaReader;

  enum class Code : std::uint8_t { kConstant, kName, kNegate, kAdd, kSubtract, kMultiply, kDivide };

  /// One step of the computation, on a stack.
  struct Instruction {
    Code code = Code::kConstant;
    std::uint32_t name = 0;
    double constant = 0;  // in seconds, bits and dollars
    Unit unit;            // of the constant
  };

  std::vector<Instruction> instructions_;
  std::vector<std::string> names_;
  std::vector<double> scales_;  // base units of each name in one second, bit or dollar
  QuantityKind kind_ = QuantityKind::kNumber;
  double scale_ = 1;  // and back to the base units of the result
};

struct Formula::Result {
  std::optional<Formula> formula;
  std::string message;
};

}  // namespace napkin
