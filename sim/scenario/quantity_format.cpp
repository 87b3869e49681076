#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/quantity.h"
#include "sim/scenario/units.h"

namespace napkin {
namespace {

constexpr std::size_t kFractionDigitsMax = 3;  // 1.024MB reads well, 1.048576MB does not
constexpr std::size_t kPlainRateLength = 8;    // a longer rate per second may read better per day

bool is_power_of_ten(std::int64_t value) {
  while (value % 10 == 0) {
    value /= 10;
  }
  return value == 1;
}

// 1500 in thousands: "1.5". Empty if it has no short exact form in this unit.
std::string exact_text(std::uint64_t magnitude, std::int64_t unit) {
  const auto divisor = static_cast<std::uint64_t>(unit);
  const std::string before = fmt::format("{}", magnitude / divisor);
  if (magnitude % divisor == 0) {
    return before;
  }
  if (!is_power_of_ten(unit) || magnitude < divisor) {
    return {};
  }
  const std::size_t digits = fmt::format("{}", unit).size() - 1;
  std::string fraction = fmt::format("{:0{}}", magnitude % divisor, digits);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return fraction.size() > kFractionDigitsMax ? std::string() : before + "." + fraction;
}

std::string format_whole(const Quantity& quantity) {
  const bool negative = quantity.whole < 0;
  const auto bits = static_cast<std::uint64_t>(quantity.whole);
  const std::uint64_t magnitude = negative ? 0 - bits : bits;
  std::string best;
  for (const Unit& unit : units_of(quantity.kind)) {
    const bool fits = unit.shown && magnitude >= static_cast<std::uint64_t>(unit.numerator);
    const std::string number = fits ? exact_text(magnitude, unit.numerator) : "";
    const std::string text = number + unit.suffix;
    if (!number.empty() && (best.empty() || text.size() <= best.size())) {
      best = text;
    }
  }
  if (best.empty()) {
    best = quantity.kind == QuantityKind::kDuration ? "0s"
           : quantity.kind == QuantityKind::kBytes  ? "0B"
                                                    : "0";
  }
  return (negative ? "-" : "") + best;
}

std::string with_unit(const Quantity& quantity, const std::string& number, const Unit& unit) {
  if (quantity.kind != QuantityKind::kMoney) {
    return number + unit.suffix;
  }
  return number.starts_with('-') ? "-$" + number.substr(1) + unit.suffix
                                 : "$" + number + unit.suffix;
}

// The shortest decimal first; then more digits, since dividing by the unit may have rounded.
std::vector<std::string> number_texts(double value) {
  std::vector<std::string> texts;
  std::array<char, 64> buffer{};
  const auto add = [&](std::to_chars_result end) { texts.emplace_back(buffer.data(), end.ptr); };
  const double magnitude = std::abs(value);
  if (magnitude < 1e15 && (magnitude >= 1e-6 || magnitude == 0)) {
    add(std::to_chars(
        buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed));
  }
  for (const int precision : {15, 16, 17}) {
    add(std::to_chars(buffer.data(),
                      buffer.data() + buffer.size(),
                      value,
                      std::chars_format::general,
                      precision));
  }
  return texts;
}

// In this unit, if reading it gives back the very same value.
std::string faithful_text(const Quantity& quantity, const Unit& unit) {
  const double value =
      quantity.value * static_cast<double>(unit.denominator) / static_cast<double>(unit.numerator);
  for (const std::string& number : number_texts(value)) {
    const std::string text = with_unit(quantity, number, unit);
    const QuantityResult read = parse_quantity(text, quantity.kind);
    if (read.quantity && read.quantity->value == quantity.value) {
      return text;
    }
  }
  return {};
}

bool is_considered(const Quantity& quantity, const Unit& unit, const std::string& best) {
  const double magnitude = std::abs(quantity.value);
  const bool base = unit.numerator == 1 && unit.denominator == 1;
  const double size = static_cast<double>(unit.numerator) / static_cast<double>(unit.denominator);
  const bool rate_per_other = quantity.kind == QuantityKind::kRate && unit.denominator != 1;
  const bool plain_is_fine = rate_per_other && magnitude >= 1 && best.size() <= kPlainRateLength;
  return unit.shown && !plain_is_fine && (magnitude >= size || base || best.empty());
}

std::string format_real(const Quantity& quantity) {
  std::string best;
  const std::span<const Unit> units = units_of(quantity.kind);
  for (const Unit& unit : units) {
    if (!is_considered(quantity, unit, best)) {
      continue;
    }
    const std::string text = faithful_text(quantity, unit);
    if (!text.empty() && (best.empty() || text.size() < best.size())) {
      best = text;
    }
  }
  return best.empty() ? with_unit(quantity, fmt::format("{:.17g}", quantity.value), units.front())
                      : best;
}

// A ratio reads best as a percentage, unless that has a long tail of zeros: 0.0001% is 1ppm.
std::string format_ratio(const Quantity& quantity) {
  const std::string percentage = faithful_text(quantity, *find_unit(QuantityKind::kRatio, "%"));
  const std::string parts = faithful_text(quantity, *find_unit(QuantityKind::kRatio, "ppm"));
  const bool tiny = quantity.value != 0 && std::abs(quantity.value) < 1e-5;
  if (percentage.empty() || (tiny && !parts.empty())) {
    return parts.empty() ? fmt::format("{:.17g}%", quantity.value * 100) : parts;
  }
  return percentage;
}

}  // namespace

std::string format_quantity(const Quantity& quantity) {
  if (is_whole(quantity.kind)) {
    return format_whole(quantity);
  }
  return quantity.kind == QuantityKind::kRatio ? format_ratio(quantity) : format_real(quantity);
}

std::string_view pattern_of(QuantityKind kind) {
  // As read_decimal reads a number, followed by what units_of holds for the kind.
  switch (kind) {
    case QuantityKind::kNumber:
    case QuantityKind::kCount:
      return "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?[kMGT]?$";
    case QuantityKind::kRatio:
      return "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?(%|ppm)$";
    case QuantityKind::kDuration:
      return "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?(ns|us|µs|μs|ms|s|min|h|d|y)$";
    case QuantityKind::kRate:
      return "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?"
             "([kMGT]?/(s|min|h|d|day|month|y)|/ms|/us)$";
    case QuantityKind::kBytes:
      return "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?(B|[kMGTP]B|[KMGTP]iB)$";
    case QuantityKind::kBandwidth:
      return "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?([kMGT]?bps|(B|[kMGTP]B|[KMGTP]iB)/"
             "s)$";
    case QuantityKind::kMoney:
      return "^-?\\$(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?[kMGT]?$";
  }
  return "";
}

}  // namespace napkin
