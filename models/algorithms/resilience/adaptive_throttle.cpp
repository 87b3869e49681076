#include "models/algorithms/resilience/adaptive_throttle.h"

#include <algorithm>  // max

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

constexpr std::size_t kRequests = 0;
constexpr std::size_t kAccepts = 1;

}  // namespace

AdaptiveThrottle::AdaptiveThrottle(const Options& options)
    : options_(options), counts_(options.window) {
  require(options.k >= 1.0, "k must be at least 1");
}

bool AdaptiveThrottle::admit(Time now, double uniform) {
  const double rejection = rejection_probability(now);
  counts_.add(now, kRequests);
  return uniform >= rejection;
}

void AdaptiveThrottle::on_accepted(Time now) {
  counts_.add(now, kAccepts);
}

double AdaptiveThrottle::rejection_probability(Time now) {
  const auto requests = static_cast<double>(counts_.total(now, kRequests));
  const auto accepts = static_cast<double>(counts_.total(now, kAccepts));
  return std::max(0.0, (requests - options_.k * accepts) / (requests + 1));
}

}  // namespace napkin::algorithms
