#include "sim/scenario/number_key.h"

#include <utility>

#include "sim/scenario/law_reader.h"

namespace napkin {
namespace {

std::optional<NumberKey> constant_of(const Node& node,
                                     const ValueInfo& value,
                                     const ReadContext& context) {
  const std::optional<Quantity> quantity = read_quantity(node, value, context);
  if (!quantity) {
    return std::nullopt;
  }
  return NumberKey{Law::constant(quantity->value), std::nullopt, value.unit, node};
}

/// A quantity of the workload is a constant, whatever else its name might mean.
bool names_a_constant(const Node& node, const ReadContext& context) {
  return context.names != nullptr && context.names->find(node.text()).has_value();
}

/// 5, 5ms or -1: nothing but digits and letters after a sign, and so a number with or without unit.
bool looks_like_quantity(const std::string& text) {
  return text.find_first_of("+*()") == std::string::npos && text.find(' ') == std::string::npos &&
         !text.empty() &&
         (text.front() == '-' || text.front() == '$' ||
          (text.front() >= '0' && text.front() <= '9'));
}

}  // namespace

std::optional<NumberKey> read_number_key(const Node& node,
                                         const ValueInfo& value,
                                         const ReadContext& context) {
  if (node.is_map()) {
    std::optional<Law> law = read_law(node, value.unit, context);
    return law ? std::optional(NumberKey{std::move(law), std::nullopt, value.unit, node})
               : std::nullopt;
  }
  if (!node.is_scalar() || node.is_null() || names_a_constant(node, context) ||
      parse_quantity(node.text(), value.unit).quantity) {
    return constant_of(node, value, context);
  }
  Formula::Result read = Formula::read(node.text());
  if (read.formula && !read.formula->names().empty()) {
    return NumberKey{std::nullopt, std::move(read.formula), value.unit, node};
  }
  if (read.formula || looks_like_quantity(node.text())) {
    return constant_of(node, value, context);
  }
  context.diagnostics.error(node, read.message, "expected " + description_of(value));
  return std::nullopt;
}

Value<NumberKey> values::number_key(QuantityKind unit) {
  return {ValueInfo{.type = ValueType::kFormula, .unit = unit}, read_number_key};
}

}  // namespace napkin
