#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sim/scenario/formula.h"

namespace napkin {

/// Operands that a formula of at most 32 levels of parentheses holds at once: each level adds a
/// sum's and a product's left side.
inline constexpr std::size_t kFormulaStack = 128;

/// The unit of a kind in seconds, bits and dollars, and the value of a quantity in them.
[[nodiscard]] Formula::Unit unit_of_quantity(QuantityKind kind);
[[nodiscard]] double plain_value(const Quantity& quantity);

/// Reads a formula by recursive descent, and writes its instructions in the order of computation.
class FormulaReader final {
 public:
  explicit FormulaReader(std::string_view text) : rest_(text) {}

  /// Throws Mistake.
  Formula read();

  struct Mistake {
    std::string message;
  };

 private:
  void skip_spaces();
  bool take(char wanted);
  void sum(int depth);
  void product(int depth);
  void factor(int depth);
  void name();
  void literal();
  void add(Formula::Code code);

  std::string_view rest_;
  Formula formula_;
};

}  // namespace napkin
