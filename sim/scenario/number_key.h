#pragma once

#include <optional>

#include "sim/kernel/law.h"
#include "sim/scenario/formula.h"
#include "sim/scenario/value.h"

namespace napkin {

/// A number that is known only while the scenario runs: a constant, a law, or a formula over names
/// that the reader of the scenario gives a meaning, `value + 1`.
struct NumberKey {
  std::optional<Law> law;  ///< a constant, too; in base units
  std::optional<Formula> formula;
  QuantityKind unit = QuantityKind::kNumber;
  Node node;  ///< where it was written, for messages
};

/// Reads one; a mistake is reported and gives nothing. Bounds hold for constants.
[[nodiscard]] std::optional<NumberKey> read_number_key(const Node& node,
                                                       const ValueInfo& value,
                                                       const ReadContext& context);

namespace values {

[[nodiscard]] Value<NumberKey> number_key(QuantityKind unit = QuantityKind::kCount);

}  // namespace values
}  // namespace napkin
