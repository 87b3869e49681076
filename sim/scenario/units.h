#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/scenario/quantity.h"

namespace napkin {

/// One unit: a number followed by `suffix` counts `numerator / denominator` base units each.
struct Unit {
  std::string suffix;
  std::int64_t numerator = 1;
  std::int64_t denominator = 1;
  bool shown = true;  ///< whether help names it and format_quantity prints it
};

/// The units of a kind from the smallest to the largest; those not shown come last.
[[nodiscard]] std::span<const Unit> units_of(QuantityKind kind);

/// The unit of exactly this suffix, or null.
[[nodiscard]] const Unit* find_unit(QuantityKind kind, std::string_view suffix);

/// The suffix of this kind that was probably meant (`sec` → `s`, `rps` → `/s`), or empty.
[[nodiscard]] std::string nearest_suffix(QuantityKind kind, std::string_view wrong);

}  // namespace napkin
