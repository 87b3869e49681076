#include "sim/scenario/expression.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/scenario/formula.h"
#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr double kWholeMax = 9.2e18;  // below 2^63

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}

bool is_name_character(char letter) {
  return is_letter(letter) || (letter >= '0' && letter <= '9') || letter == '.';
}

ExpressionResult mistake(std::string message) {
  return {std::nullopt, std::move(message), {}};
}

}  // namespace

bool is_name(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, is_name_character);
}

ExpressionResult evaluate(std::string_view text, const NameLookup& lookup) {
  Formula::Result read = Formula::read(text);
  if (!read.formula) {
    return mistake(read.message);
  }
  std::vector<QuantityKind> kinds;
  std::vector<double> values;
  for (const std::string& name : read.formula->names()) {
    const std::optional<Quantity> known = lookup(name);
    if (!known) {
      return {std::nullopt, "unknown name " + quote(name), name};
    }
    kinds.push_back(known->kind);
    values.push_back(known->value);
  }
  const std::string unfit = read.formula->bind(kinds);
  if (!unfit.empty()) {
    return mistake(unfit);
  }
  const std::optional<double> value = read.formula->compute(values);
  if (!value) {
    return mistake("a division by zero");
  }
  const QuantityKind kind = read.formula->kind();
  if (!std::isfinite(*value) || (is_whole(kind) && std::abs(*value) > kWholeMax)) {
    return mistake("the result is out of range");
  }
  return {make_quantity(kind, *value), {}, {}};
}

}  // namespace napkin
