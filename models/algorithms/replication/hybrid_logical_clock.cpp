#include "models/algorithms/replication/hybrid_logical_clock.h"

#include <algorithm>
#include <limits>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

// The next stamp; carries into the physical part in the (unlikely) event of 2^32 in a nanosecond.
HybridTime successor(HybridTime time) {
  if (time.logical == std::numeric_limits<std::uint32_t>::max()) {
    return {time.physical + 1ns, 0};
  }
  return {time.physical, time.logical + 1};
}

}  // namespace

HybridLogicalClock::HybridLogicalClock(Duration ahead_max) : ahead_max_(ahead_max) {
  require(ahead_max >= 0ns, "hybrid logical clock: ahead_max must not be negative");
}

// The two rules of the paper are one: the wall clock's reading if that is larger than every stamp
// known, else the successor of the largest stamp known.
HybridTime HybridLogicalClock::now(Time wall) {
  latest_ = wall > latest_.physical ? HybridTime{wall, 0} : successor(latest_);
  return latest_;
}

std::optional<HybridTime> HybridLogicalClock::receive(HybridTime message, Time wall) {
  const bool is_bounded = wall <= Time::max() - ahead_max_;  // otherwise the sum would overflow
  if (is_bounded && message.physical > wall + ahead_max_) {
    return std::nullopt;
  }
  latest_ = std::max(latest_, message);
  return now(wall);
}

}  // namespace napkin::algorithms
