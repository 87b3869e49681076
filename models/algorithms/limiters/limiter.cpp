#include "models/algorithms/limiters/limiter.h"

#include <algorithm>  // max

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

Decision Limiter::take(Time now, std::int64_t cost) {
  NAPKIN_CONTRACT(cost >= 1);
  if (cost > limit()) {
    return {.admitted = false, .retry_after = kNever};
  }
  return decide(advance(now), cost);
}

std::int64_t Limiter::remaining(Time now) {
  return count_remaining(advance(now));
}

Time Limiter::advance(Time now) {
  latest_ = std::max(latest_, now);
  return latest_;
}

}  // namespace napkin::algorithms
