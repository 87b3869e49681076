#pragma once

#include <cstdint>
#include <span>

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// The cut of a space of as many positions as the table has entries, each owned by its entry.
[[nodiscard]] inline Segments segments_of_table(std::span<const NodeId> table) {
  Segments segments{.space = table.size(), .list = {}};
  for (std::uint64_t position = 0; position < table.size(); ++position) {
    if (position == 0 || table[position] != table[position - 1]) {
      segments.list.push_back({position, table[position]});
    }
  }
  return segments;
}

}  // namespace napkin::algorithms
