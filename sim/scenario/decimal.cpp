#include "sim/scenario/decimal.h"

#include <charconv>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr int kDigitsMax = 18;
constexpr int kExponentMax = 40;

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

std::size_t count_digits(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) {
    ++count;
  }
  return count;
}

DecimalResult refuse(std::string message, std::string hint) {
  return {false, {}, {}, std::move(message), std::move(hint)};
}

std::string without(std::string_view text, char separator) {
  std::string result;
  for (const char letter : text) {
    if (letter != separator) {
      result += letter;
    }
  }
  return result;
}

DecimalResult refuse_start(std::string_view text, std::string_view number) {
  if (text.empty()) {
    return refuse("an empty value is not a number", "");
  }
  if (text.front() == '+') {
    return refuse(quote(text) + " is not a number", "leave out the +");
  }
  if (number.size() > 1 && number.front() == '.' && is_digit(number[1])) {
    return refuse(quote(text) + " is not a number",
                  "write a zero before the point: 0" + std::string(number));
  }
  return refuse(quote(text) + " is not a number", "");
}

// What may not follow the digits, though people write it.
DecimalResult refuse_rest(std::string_view text, std::string_view rest) {
  const std::string shown = quote(text);
  if (rest.starts_with('_') || rest.starts_with(',') || rest.starts_with('\'')) {
    return refuse(shown + ": numbers take no separators", "write " + without(text, rest.front()));
  }
  if (rest.starts_with("x") || rest.starts_with("X")) {
    return refuse(shown + ": only decimal numbers are read", "");
  }
  return refuse(shown + ": a digit must follow the point", "");
}

// Splits off `e` and its exponent, if digits follow; `e` alone would be a unit.
bool read_exponent(std::string_view& rest, int& exponent) {
  if (rest.empty() || (rest.front() != 'e' && rest.front() != 'E')) {
    return true;
  }
  const bool negative = rest.size() > 1 && rest[1] == '-';
  const std::size_t start = negative || (rest.size() > 1 && rest[1] == '+') ? 2 : 1;
  const std::size_t count = count_digits(rest.substr(start));
  if (count == 0) {
    return true;
  }
  const std::string_view digits = rest.substr(start, count);
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  exponent += negative ? -value : value;
  rest.remove_prefix(start + count);
  return error == std::errc() && value <= kExponentMax;
}

// 1500e-3 as 15e-1: one form for one number, and small digits.
void strip_zeros(Decimal& decimal) {
  if (decimal.digits == 0) {
    decimal = {};
  }
  while (decimal.digits != 0 && decimal.digits % 10 == 0) {
    decimal.digits /= 10;
    ++decimal.exponent;
  }
}

DecimalResult accept(std::string_view text,
                     std::string digits,
                     Decimal decimal,
                     std::string_view rest) {
  const std::size_t significant = digits.find_first_not_of('0');
  digits.erase(0, significant == std::string::npos ? digits.size() - 1 : significant);
  if (digits.size() > kDigitsMax) {
    return refuse(quote(text) + " has more than 18 digits", "round it");
  }
  std::from_chars(digits.data(), digits.data() + digits.size(), decimal.digits);
  strip_zeros(decimal);
  if (decimal.exponent < -kExponentMax || decimal.exponent > kExponentMax) {
    return refuse(quote(text) + " is out of range", "");
  }
  return {true, decimal, rest, {}, {}};
}

}  // namespace

DecimalResult read_decimal(std::string_view text) {
  Decimal decimal;
  decimal.negative = text.starts_with('-');
  std::string_view rest = text.substr(decimal.negative ? 1 : 0);
  const std::size_t before = count_digits(rest);
  if (before == 0) {
    return refuse_start(text, rest);
  }
  if (before > 1 && rest.front() == '0') {
    return refuse(quote(text) + ": a number has no leading zeros", "");
  }
  std::string digits(rest.substr(0, before));
  rest.remove_prefix(before);
  if (rest.starts_with('.')) {
    const std::size_t after = count_digits(rest.substr(1));
    if (after == 0) {
      return refuse_rest(text, rest);
    }
    digits += rest.substr(1, after);
    decimal.exponent = after > 1000 ? -1000 : -static_cast<int>(after);
    rest.remove_prefix(after + 1);
  }
  const bool separated = rest.starts_with('_') || rest.starts_with('\'') ||
                         (rest.size() > 1 && rest.front() == ',' && is_digit(rest[1]));
  const bool hexadecimal = digits == "0" && (rest.starts_with('x') || rest.starts_with('X'));
  if (separated || hexadecimal) {
    return refuse_rest(text, rest);
  }
  if (!read_exponent(rest, decimal.exponent)) {
    return refuse(quote(text) + " is out of range", "");
  }
  return accept(text, std::move(digits), decimal, rest);
}

}  // namespace napkin
