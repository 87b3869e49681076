#include "models/algorithms/limiters/gcra.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

Gcra::Gcra(const Options& options) : schedule_(options.rate, options.burst) {
  require(options.burst >= 1, "burst must be at least 1");
}

Decision Gcra::decide(Time now, std::int64_t cost) {
  const Duration wait = schedule_.wait_for(now, cost);
  if (wait > 0ns) {
    return {.admitted = false, .retry_after = wait};
  }
  schedule_.add(now, cost);
  return {.admitted = true};
}

}  // namespace napkin::algorithms
