#include "models/algorithms/identifiers/base62.h"

#include <algorithm>  // max, reverse

namespace napkin::algorithms {

namespace {

constexpr std::string_view kDigits =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::uint64_t kBase = 62;
static_assert(kDigits.size() == kBase);

std::optional<std::uint64_t> digit_value(char digit) {
  if (digit >= '0' && digit <= '9') {
    return static_cast<std::uint64_t>(digit - '0');
  }
  if (digit >= 'a' && digit <= 'z') {
    return static_cast<std::uint64_t>(digit - 'a' + 10);
  }
  if (digit >= 'A' && digit <= 'Z') {
    return static_cast<std::uint64_t>(digit - 'A' + 36);
  }
  return std::nullopt;
}

}  // namespace

std::string to_base62(std::uint64_t number, std::size_t digits_min) {
  std::string text;
  for (; number > 0; number /= kBase) {
    text += kDigits[number % kBase];
  }
  text.resize(std::max({text.size(), digits_min, std::size_t{1}}), '0');
  std::ranges::reverse(text);
  return text;
}

std::optional<std::uint64_t> from_base62(std::string_view text) {
  if (text.empty()) {
    return std::nullopt;
  }
  std::uint64_t number = 0;
  for (const char digit : text) {
    const auto value = digit_value(digit);
    if (!value || __builtin_mul_overflow(number, kBase, &number) ||
        __builtin_add_overflow(number, *value, &number)) {
      return std::nullopt;
    }
  }
  return number;
}

}  // namespace napkin::algorithms
