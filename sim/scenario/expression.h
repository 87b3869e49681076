#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/quantity.h"

namespace napkin {

/// What a name in an expression stands for, or nothing if it is unknown.
using NameLookup = std::function<std::optional<Quantity>(std::string_view name)>;

/// The value of an expression, or why it has none.
struct ExpressionResult {
  std::optional<Quantity> quantity;
  std::string message;
  std::string unknown_name;  ///< if that is the mistake
};

/// Computes a formula (see formula.h): `daily_users * 20 / 1d + 5/s`.
[[nodiscard]] ExpressionResult evaluate(std::string_view text, const NameLookup& lookup);

/// Whether the text is a single name.
[[nodiscard]] bool is_name(std::string_view text);

}  // namespace napkin
