#include "models/algorithms/limiters/leaking_bucket.h"

#include <limits>  // numeric_limits

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

std::int64_t burst_of(std::int64_t capacity) {
  require(capacity >= 0 && capacity < std::numeric_limits<std::int64_t>::max(),
          "capacity must be at least 0, and less than 2^63 - 1");
  return capacity + 1;
}

}  // namespace

LeakingBucket::LeakingBucket(const Options& options)
    : schedule_(options.rate, burst_of(options.capacity)) {}

Decision LeakingBucket::decide(Time now, std::int64_t cost) {
  const Duration wait = schedule_.wait_for(now, cost);
  if (wait > 0ns) {
    return {.admitted = false, .retry_after = wait};
  }
  const Duration delay = schedule_.backlog(now);
  schedule_.add(now, cost);
  return {.admitted = true, .delay = delay};
}

}  // namespace napkin::algorithms
