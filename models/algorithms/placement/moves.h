#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// Which keys change their owner when a node joins or leaves: what a migration has to copy, from
/// where and to where. Source: Karger et al., "Consistent hashing and random trees", STOC 1997,
/// section 4, where moving none but the newcomer's keys is called monotonicity.
///
///     const MoveReport report = moves_on_join(ring, {.id = NodeId{9}});
///     report.moved;   // 0.1 for the tenth equal node of a good method, 0.9 for modulo
struct MoveReport {
  /// A run of positions that moves. Only from methods with segments().
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t last = 0;  // inclusive
    NodeId from{};
    NodeId to{};
  };

  /// What one node hands another, as a share of all keys.
  struct Flow {
    NodeId from{};
    NodeId to{};
    double share = 0;
  };

  double moved = 0;           // share of all keys that change owner
  double least = 0;           // the least that any placement balanced by weight would have to move
  bool exact = false;         // false: `moved` and `flows` are from sampled keys
  std::vector<Flow> flows;    // ascending by (from, to)
  std::vector<Range> ranges;  // ascending by first; empty unless exact
};

/// Compares two placements: exactly, in O(segments), if both have segments over the same space;
/// otherwise over `samples` keys, to within 1 / sqrt(samples).
/// Requires: neither is empty, samples > 0.
[[nodiscard]] MoveReport moves_between(const Placement& before,
                                       const Placement& after,
                                       std::size_t samples = 100'000);

/// What moves if `node` joined. Requires: not empty.
[[nodiscard]] MoveReport moves_on_join(const Placement& placement,
                                       const Node& node,
                                       std::size_t samples = 100'000);

/// What moves if the node left. Requires: it is there, and not the last.
[[nodiscard]] MoveReport moves_on_leave(const Placement& placement,
                                        NodeId id,
                                        std::size_t samples = 100'000);

}  // namespace napkin::algorithms
