#include "sim/scenario/quantity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/decimal.h"
#include "sim/scenario/printable.h"
#include "sim/scenario/units.h"

namespace napkin {
namespace {

__extension__ using Wide = __int128;

constexpr std::array kKindsByUnit = {QuantityKind::kNumber,
                                     QuantityKind::kDuration,
                                     QuantityKind::kRate,
                                     QuantityKind::kBytes,
                                     QuantityKind::kBandwidth,
                                     QuantityKind::kRatio};

struct KindWords {
  std::string_view name;
  std::string_view description;
  std::string_view examples;  // with {} for the number
};

const KindWords& words_of(QuantityKind kind) {
  static constexpr std::array<KindWords, 8> kWords = {{
      {"number", "a number such as 2.5", "{}"},
      {"count", "a whole number such as 100 or 10k", "{}"},
      {"ratio", "a percentage such as 20%", "{}%"},
      {"duration", "a duration such as 5ms", "{0}s or {0}ms"},
      {"rate", "a rate such as 100k/s", "{0}/s or {0}k/s"},
      {"size", "a size such as 4MiB", "{0}B or {0}KiB"},
      {"bandwidth", "a bandwidth such as 10Gbps", "{0}Mbps or {0}Gbps"},
      {"money", "an amount such as $0.02", "${}"},
  }};
  return kWords[static_cast<std::size_t>(kind)];
}

QuantityResult refuse(std::string message, std::string hint) {
  return {std::nullopt, std::move(message), std::move(hint)};
}

// The value as an exact fraction of base units; false if it does not fit.
bool scale(const Decimal& decimal, const Unit& unit, Wide& numerator, Wide& denominator) {
  constexpr Wide kMax = std::numeric_limits<Wide>::max() / 10;
  numerator = static_cast<Wide>(decimal.digits) * unit.numerator;
  denominator = unit.denominator;
  for (int exponent = decimal.exponent; exponent != 0; exponent += exponent > 0 ? -1 : 1) {
    Wide& grown = exponent > 0 ? numerator : denominator;
    Wide& other = exponent > 0 ? denominator : numerator;
    if (other % 10 == 0) {
      other /= 10;
    } else if (grown > kMax) {
      return false;
    } else {
      grown *= 10;
    }
  }
  return true;
}

QuantityResult to_whole(std::string_view text,
                        QuantityKind kind,
                        Wide numerator,
                        Wide denominator) {
  if (numerator % denominator != 0) {
    const bool time = kind == QuantityKind::kDuration;
    return refuse(quote(text) + (time                           ? " is finer than a nanosecond"
                                 : kind == QuantityKind::kBytes ? " is not a whole number of bytes"
                                                                : " is not a whole number"),
                  "");
  }
  const Wide whole = numerator / denominator;
  if (whole > std::numeric_limits<std::int64_t>::max()) {
    return refuse(quote(text) + " is too large",
                  kind == QuantityKind::kDuration ? "the longest duration is 292y" : "");
  }
  const auto value = static_cast<std::int64_t>(whole);
  return {Quantity{kind, static_cast<double>(value), value}, {}, {}};
}

QuantityResult to_quantity(std::string_view text,
                           QuantityKind kind,
                           const Decimal& decimal,
                           const Unit& unit) {
  Wide numerator = 0;
  Wide denominator = 1;
  if (!scale(decimal, unit, numerator, denominator)) {
    return refuse(quote(text) + " is out of range", "");
  }
  QuantityResult result{Quantity{kind, 0, 0}, {}, {}};
  if (is_whole(kind)) {
    result = to_whole(text, kind, numerator, denominator);
  } else {
    result.quantity->value = static_cast<double>(numerator) / static_cast<double>(denominator);
  }
  if (result.quantity && decimal.negative && numerator != 0) {
    result.quantity->value = -result.quantity->value;
    result.quantity->whole = -result.quantity->whole;
  }
  return result;
}

std::string number_part(std::string_view text, std::string_view suffix) {
  return std::string(text.substr(0, text.size() - suffix.size()));
}

// 0.2 is meant as 20%: the fix should not change what was meant.
std::string as_percentage(std::string_view number) {
  const DecimalResult read = read_decimal(number);
  if (read.valid && read.decimal.exponent < 0 && number.starts_with("0.")) {
    return parse_quantity(std::string(number) + "%", QuantityKind::kRatio).quantity
               ? format_quantity({QuantityKind::kRatio,
                                  parse_quantity(number, QuantityKind::kNumber).quantity->value,
                                  0})
               : std::string(number) + "%";
  }
  return std::string(number) + "%";
}

QuantityResult refuse_bare(std::string_view text, QuantityKind kind) {
  const std::string fix = kind == QuantityKind::kRatio
                              ? as_percentage(text)
                              : fmt::format(fmt::runtime(words_of(kind).examples), text);
  return refuse(quote(text) + " has no unit", "write " + fix);
}

const Unit* unit_of_other_kind(std::string_view suffix, QuantityKind kind, QuantityKind& other) {
  for (const QuantityKind candidate : kKindsByUnit) {
    const Unit* unit = candidate == kind ? nullptr : find_unit(candidate, suffix);
    if (unit != nullptr) {
      other = candidate;
      return unit;
    }
  }
  return nullptr;
}

QuantityResult refuse_unit(std::string_view text, std::string_view suffix, QuantityKind kind) {
  const std::string number = number_part(text, suffix);
  if (suffix.front() == ' ') {
    const std::size_t unit = std::min(suffix.find_first_not_of(' '), suffix.size());
    return refuse(quote(text) + ": no space stands before a unit",
                  "write " + number + printable(suffix.substr(unit)));
  }
  const std::string near = nearest_suffix(kind, suffix);
  const std::string fix = near.empty() ? fmt::format("expected {}", description_of(kind))
                                       : fmt::format("did you mean {}{}?", number, near);
  QuantityKind other = kind;
  if (unit_of_other_kind(suffix, kind, other) != nullptr) {
    return refuse(fmt::format("{} is a {}, not a {}", quote(text), name_of(other), name_of(kind)),
                  fix);
  }
  return refuse(fmt::format("unknown unit {} in {}", quote(suffix, 20), quote(text)), fix);
}

QuantityResult parse_money(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view amount = text.substr(negative ? 1 : 0);
  if (!amount.starts_with('$')) {
    const DecimalResult read = read_decimal(text);
    return read.valid ? refuse_bare(text, QuantityKind::kMoney) : refuse(read.message, read.hint);
  }
  const DecimalResult read = read_decimal(amount.substr(1));
  if (!read.valid || read.decimal.negative) {
    return refuse(quote(text) + " is not an amount of money", "write it such as $0.02 or $150k");
  }
  const Unit* unit = find_unit(QuantityKind::kMoney, read.rest);
  if (unit == nullptr) {
    return refuse_unit(amount, read.rest, QuantityKind::kMoney);
  }
  Decimal decimal = read.decimal;
  decimal.negative = negative;
  return to_quantity(text, QuantityKind::kMoney, decimal, *unit);
}

}  // namespace

QuantityResult parse_quantity(std::string_view text, QuantityKind kind) {
  if (kind == QuantityKind::kMoney) {
    return parse_money(text);
  }
  const DecimalResult read = read_decimal(text);
  if (!read.valid) {
    const std::string hint =
        read.hint.empty() ? fmt::format("expected {}", description_of(kind)) : read.hint;
    return refuse(read.message, hint);
  }
  if (const Unit* unit = find_unit(kind, read.rest); unit != nullptr) {
    return to_quantity(text, kind, read.decimal, *unit);
  }
  return read.rest.empty() ? refuse_bare(text, kind) : refuse_unit(text, read.rest, kind);
}

QuantityResult parse_any_quantity(std::string_view text) {
  if (text.starts_with('$') || text.starts_with("-$")) {
    return parse_money(text);
  }
  const DecimalResult read = read_decimal(text);
  if (!read.valid) {
    return refuse(read.message, read.hint);
  }
  for (const QuantityKind kind : kKindsByUnit) {
    if (const Unit* unit = find_unit(kind, read.rest); unit != nullptr) {
      return to_quantity(text, kind, read.decimal, *unit);
    }
  }
  for (const QuantityKind kind : kKindsByUnit) {
    if (!nearest_suffix(kind, read.rest).empty()) {
      return refuse_unit(text, read.rest, kind);
    }
  }
  return refuse_unit(text, read.rest, QuantityKind::kNumber);
}

Quantity make_quantity(QuantityKind kind, double value) {
  if (!is_whole(kind)) {
    return {kind, value, 0};
  }
  const auto whole =
      static_cast<std::int64_t>(value < 0 ? std::ceil(value - 0.5) : std::floor(value + 0.5));
  return {kind, static_cast<double>(whole), whole};
}

bool is_whole(QuantityKind kind) {
  return kind == QuantityKind::kCount || kind == QuantityKind::kDuration ||
         kind == QuantityKind::kBytes;
}

std::string_view name_of(QuantityKind kind) {
  return words_of(kind).name;
}

std::string_view description_of(QuantityKind kind) {
  return words_of(kind).description;
}

}  // namespace napkin
