#pragma once

#include <cstdint>  // uint32_t, uint64_t
#include <span>     // span
#include <vector>   // vector

#include "models/algorithms/placement/hash_ring.h"

namespace napkin::components {

/// The N homes of every key, looked up instead of walked to: a ring gives all keys of one of its
/// segments the same preference list, so there are only as many lists as segments.
///
/// Memory: 8 + 4 N bytes a segment. Rebuild it when the ring changes.
class HomesTable {
 public:
  /// Requires: the ring has nodes.
  HomesTable(const algorithms::HashRing& ring, std::size_t copies);

  /// The homes of a key with this hash, the first one first; valid as long as the table.
  [[nodiscard]] std::span<const algorithms::NodeId> homes(std::uint64_t hash) const;

 private:
  static constexpr int kBucketBits = 12;

  std::size_t copies_;
  std::vector<std::uint64_t> firsts_;  // where each segment begins, ascending; the first one at 0
  std::vector<algorithms::NodeId> homes_;
  std::vector<std::uint32_t> segment_of_bucket_;  // by leading bits of the hash: where to start
};

}  // namespace napkin::components
