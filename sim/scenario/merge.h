#pragma once

#include "sim/scenario/node.h"

namespace napkin {

/// `base` with `above` laid over it: maps are merged key by key, in the order of the base with new
/// keys behind; scalars and lists are replaced. `key: null` (or `~`) takes the key out. Two maps
/// that say different things are not mixed but replaced: components of different `kind`, and laws.
[[nodiscard]] Node merge(const Node& base, const Node& above);

}  // namespace napkin
