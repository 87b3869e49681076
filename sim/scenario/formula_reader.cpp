#include "sim/scenario/formula_reader.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/decimal.h"
#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr int kDepthMax = 32;

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}

bool is_name_character(char letter) {
  return is_letter(letter) || (letter >= '0' && letter <= '9') || letter == '.';
}

bool is_unit_character(char letter) {
  return is_letter(letter) || letter == '%' || (static_cast<unsigned char>(letter) & 0x80U) != 0;
}

template <class Predicate>
std::size_t run_length(std::string_view text, Predicate predicate) {
  const auto end = std::ranges::find_if_not(text, predicate);
  return static_cast<std::size_t>(end - text.begin());
}

}  // namespace

Formula FormulaReader::read() {
  sum(0);
  skip_spaces();
  if (!rest_.empty()) {
    throw Mistake{fmt::format("{} is out of place", quote(rest_, 20))};
  }
  return std::move(formula_);
}

void FormulaReader::skip_spaces() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
}

bool FormulaReader::take(char wanted) {
  skip_spaces();
  const bool found = rest_.starts_with(wanted);
  rest_.remove_prefix(found ? 1 : 0);
  return found;
}

void FormulaReader::add(Formula::Code code) {
  formula_.instructions_.push_back({.code = code, .unit = {}});
}

void FormulaReader::sum(int depth) {
  product(depth);
  while (true) {
    const bool plus = take('+');
    if (!plus && !take('-')) {
      return;
    }
    product(depth);
    add(plus ? Formula::Code::kAdd : Formula::Code::kSubtract);
  }
}

void FormulaReader::product(int depth) {
  factor(depth);
  while (true) {
    const bool times = take('*');
    if (!times && !take('/')) {
      return;
    }
    factor(depth);
    add(times ? Formula::Code::kMultiply : Formula::Code::kDivide);
  }
}

void FormulaReader::factor(int depth) {
  if (depth > kDepthMax) {
    throw Mistake{"more than 32 levels of parentheses"};
  }
  if (take('-')) {
    factor(depth + 1);
    add(Formula::Code::kNegate);
    return;
  }
  if (take('(')) {
    sum(depth + 1);
    if (!take(')')) {
      throw Mistake{"a ) is missing"};
    }
    return;
  }
  if (rest_.empty()) {
    throw Mistake{"the expression ends too early"};
  }
  if (is_letter(rest_.front())) {
    name();
  } else {
    literal();
  }
}

void FormulaReader::name() {
  const std::string word(rest_.substr(0, run_length(rest_, is_name_character)));
  auto& names = formula_.names_;
  const auto known = std::ranges::find(names, word);
  const auto index = static_cast<std::uint32_t>(known - names.begin());
  if (known == names.end()) {
    names.push_back(word);
  }
  formula_.instructions_.push_back({.code = Formula::Code::kName, .name = index, .unit = {}});
  rest_.remove_prefix(word.size());
}

/// The longest text that is a quantity: in 100k/s the slash belongs to the unit, in 100k/2 not.
void FormulaReader::literal() {
  const std::size_t sign = rest_.starts_with('$') ? 1 : 0;
  const DecimalResult number = read_decimal(rest_.substr(sign));
  if (!number.valid) {
    throw Mistake{number.message};
  }
  const std::size_t digits = rest_.size() - number.rest.size();
  const std::size_t plain = digits + run_length(number.rest, is_unit_character);
  std::size_t length = plain;
  if (plain < rest_.size() && rest_[plain] == '/') {
    length = plain + 1 + run_length(rest_.substr(plain + 1), is_unit_character);
  }
  QuantityResult result = parse_any_quantity(rest_.substr(0, length));
  if (!result.quantity && length != plain) {
    length = plain;
    result = parse_any_quantity(rest_.substr(0, length));
  }
  if (!result.quantity) {
    throw Mistake{result.message + (result.hint.empty() ? "" : "; " + result.hint)};
  }
  rest_.remove_prefix(length);
  formula_.instructions_.push_back({.code = Formula::Code::kConstant,
                                    .constant = plain_value(*result.quantity),
                                    .unit = unit_of_quantity(result.quantity->kind)});
}

Formula::Result Formula::read(std::string_view text) {
  try {
    return {FormulaReader(text).read(), {}};
  } catch (const FormulaReader::Mistake& mistake) {
    return {std::nullopt, mistake.message};
  }
}

}  // namespace napkin
