#include "models/algorithms/balancing/round_robin.h"

namespace napkin::algorithms {

std::optional<std::size_t> RoundRobin::pick(std::span<Backend> backends, const Call& /*call*/) {
  for (std::size_t step = 0; step < backends.size(); ++step) {
    const std::size_t index = next_ < backends.size() ? next_ : 0;  // the list may have shrunk
    next_ = index + 1;
    if (backends[index].is_eligible()) {
      return index;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> SmoothWeightedRoundRobin::pick(std::span<Backend> backends,
                                                          const Call& /*call*/) {
  std::optional<std::size_t> best;
  std::int64_t total = 0;
  for (std::size_t index = 0; index < backends.size(); ++index) {
    Backend& backend = backends[index];
    if (!backend.is_eligible()) {
      continue;
    }
    backend.smooth_weight += backend.weight;
    total += backend.weight;
    if (!best || backend.smooth_weight > backends[*best].smooth_weight) {
      best = index;
    }
  }
  if (best) {
    backends[*best].smooth_weight -= total;
  }
  return best;
}

}  // namespace napkin::algorithms
