#pragma once

#include <cstddef>
#include <vector>

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// How evenly a placement spreads the keys: what each node owns beside what its weight says it
/// should. Source: Karger et al., "Consistent hashing and random trees", STOC 1997, section 4,
/// where it is called balance.
///
///     const BalanceReport report = balance_of(ring);
///     report.deviation;   // about 1 / sqrt(virtual nodes) on a ring
struct BalanceReport {
  struct Share {
    NodeId node{};
    double share = 0;  // of all keys
    double fair = 0;   // its weight over all weights
  };

  std::vector<Share> shares;  // ascending by node
  double deviation = 0;       // root mean square of share / fair - 1
  double largest = 0;  // the largest share / fair: the load of the busiest node over the mean
  bool exact = false;  // false: from sampled keys
};

/// Exact, in O(segments), if the placement has segments; otherwise over `samples` keys, where each
/// share is known to within about sqrt(share / samples). Requires: not empty, samples > 0.
[[nodiscard]] BalanceReport balance_of(const Placement& placement, std::size_t samples = 100'000);

}  // namespace napkin::algorithms
