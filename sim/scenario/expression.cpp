#include "sim/scenario/expression.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/decimal.h"
#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr int kDepthMax = 32;
constexpr double kNanosecondsPerSecond = 1e9;
constexpr double kBitsPerByte = 8;
constexpr double kWholeMax = 9.2e18;  // below 2^63

// A number in seconds, bits and dollars, each to a power.
struct Term {
  double value = 0;
  int time = 0;
  int data = 0;
  int money = 0;

  [[nodiscard]] bool same_unit(const Term& other) const {
    return time == other.time && data == other.data && money == other.money;
  }
};

// The first mistake ends the reading.
struct Mistake {
  std::string message;
  std::string unknown_name{};
};

Term to_term(const Quantity& quantity) {
  switch (quantity.kind) {
    case QuantityKind::kDuration:
      return {.value = quantity.value / kNanosecondsPerSecond, .time = 1};
    case QuantityKind::kRate:
      return {.value = quantity.value, .time = -1};
    case QuantityKind::kBytes:
      return {.value = quantity.value * kBitsPerByte, .data = 1};
    case QuantityKind::kBandwidth:
      return {.value = quantity.value, .time = -1, .data = 1};
    case QuantityKind::kMoney:
      return {.value = quantity.value, .money = 1};
    case QuantityKind::kNumber:
    case QuantityKind::kCount:
    case QuantityKind::kRatio:
      return {.value = quantity.value};
  }
  return {};
}

Quantity to_quantity(const Term& term) {
  struct Form {
    QuantityKind kind;
    Term unit;
  };

  const Form forms[] = {
      {QuantityKind::kNumber, {.value = 1}},
      {QuantityKind::kDuration, {.value = kNanosecondsPerSecond, .time = 1}},
      {QuantityKind::kRate, {.value = 1, .time = -1}},
      {QuantityKind::kBytes, {.value = 1 / kBitsPerByte, .data = 1}},
      {QuantityKind::kBandwidth, {.value = 1, .time = -1, .data = 1}},
      {QuantityKind::kMoney, {.value = 1, .money = 1}},
  };
  const auto* form = std::ranges::find_if(
      forms, [&](const Form& candidate) { return candidate.unit.same_unit(term); });
  if (form == std::end(forms)) {
    throw Mistake{"the result has no usual unit"};
  }
  const double value = term.value * form->unit.value;
  if (!std::isfinite(value) || (is_whole(form->kind) && std::abs(value) > kWholeMax)) {
    throw Mistake{"the result is out of range"};
  }
  return make_quantity(form->kind, value);
}

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

bool is_name_character(char letter) {
  return is_letter(letter) || is_digit(letter) || letter == '.';
}

bool is_unit_character(char letter) {
  return is_letter(letter) || letter == '%' || (static_cast<unsigned char>(letter) & 0x80U) != 0;
}

template <class Predicate>
std::size_t run_length(std::string_view text, Predicate predicate) {
  const auto end = std::ranges::find_if_not(text, predicate);
  return static_cast<std::size_t>(end - text.begin());
}

class ExpressionReader {
 public:
  ExpressionReader(std::string_view text, const NameLookup& lookup)
      : rest_(text), lookup_(lookup) {}

  Term read() {
    const Term result = sum(0);
    skip_spaces();
    if (!rest_.empty()) {
      throw Mistake{fmt::format("{} is out of place", quote(rest_, 20))};
    }
    return result;
  }

 private:
  void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

  bool take(char wanted) {
    skip_spaces();
    const bool found = rest_.starts_with(wanted);
    rest_.remove_prefix(found ? 1 : 0);
    return found;
  }

  Term sum(int depth) {
    Term result = product(depth);
    while (true) {
      const bool plus = take('+');
      if (!plus && !take('-')) {
        return result;
      }
      const Term other = product(depth);
      if (!result.same_unit(other)) {
        throw Mistake{"only quantities of one kind can be added"};
      }
      result.value += plus ? other.value : -other.value;
    }
  }

  Term product(int depth) {
    Term result = factor(depth);
    while (true) {
      const bool times = take('*');
      if (!times && !take('/')) {
        return result;
      }
      const Term other = factor(depth);
      if (!times && other.value == 0) {
        throw Mistake{"a division by zero"};
      }
      const int sign = times ? 1 : -1;
      result = {times ? result.value * other.value : result.value / other.value,
                result.time + sign * other.time,
                result.data + sign * other.data,
                result.money + sign * other.money};
    }
  }

  Term factor(int depth) {
    if (depth > kDepthMax) {
      throw Mistake{"more than 32 levels of parentheses"};
    }
    if (take('-')) {
      Term result = factor(depth + 1);
      result.value = -result.value;
      return result;
    }
    if (take('(')) {
      const Term result = sum(depth + 1);
      if (!take(')')) {
        throw Mistake{"a ) is missing"};
      }
      return result;
    }
    if (rest_.empty()) {
      throw Mistake{"the expression ends too early"};
    }
    return is_letter(rest_.front()) ? name() : literal();
  }

  Term name() {
    const std::string_view word = rest_.substr(0, run_length(rest_, is_name_character));
    const std::optional<Quantity> known = lookup_(word);
    if (!known) {
      throw Mistake{"unknown name " + quote(word), std::string(word)};
    }
    rest_.remove_prefix(word.size());
    return to_term(*known);
  }

  // The longest text that is a quantity: in 100k/s the slash belongs to the unit, in 100k/2 not.
  Term literal() {
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
    return to_term(*result.quantity);
  }

  std::string_view rest_;
  const NameLookup& lookup_;
};

}  // namespace

bool is_name(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, is_name_character);
}

ExpressionResult evaluate(std::string_view text, const NameLookup& lookup) {
  try {
    return {to_quantity(ExpressionReader(text, lookup).read()), {}, {}};
  } catch (const Mistake& mistake) {
    return {std::nullopt, mistake.message, mistake.unknown_name};
  }
}

}  // namespace napkin
