#pragma once

#include <cstddef>   // size_t
#include <cstdint>   // uint64_t
#include <optional>  // optional
#include <span>      // span

#include "models/algorithms/balancing/balancer.h"
#include "models/algorithms/base/scale_down.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

/// The backend among those that `counts` admits on which 64 random bits fall when each takes room
/// in proportion to its weight; nothing when their weights sum to zero. O(n).
template <typename Counts>
[[nodiscard]] std::optional<std::size_t> choose_by_weight(std::span<const Backend> backends,
                                                          std::uint64_t random,
                                                          Counts&& counts) {
  std::uint64_t total = 0;
  for (const Backend& backend : backends) {
    total += counts(backend) ? backend.weight : 0;
  }
  if (total == 0) {
    return std::nullopt;
  }
  std::uint64_t rest = scale_down(random, total);
  std::size_t index = 0;
  for (; !counts(backends[index]) || rest >= backends[index].weight; ++index) {
    rest -= counts(backends[index]) ? backends[index].weight : 0;
  }
  return index;
}

/// The eligible backend that `load` finds least, where equals share by weight. One pass, O(n).
template <typename Load>
[[nodiscard]] std::optional<std::size_t> choose_least(std::span<const Backend> backends,
                                                      std::uint64_t random,
                                                      Load&& load) {
  using LoadOf = decltype(load(backends.front()));
  std::optional<std::size_t> chosen;
  std::optional<LoadOf> least;
  std::uint64_t tied_weight = 0;
  for (std::size_t index = 0; index < backends.size(); ++index) {
    const Backend& backend = backends[index];
    if (!backend.is_eligible()) {
      continue;
    }
    const LoadOf current = load(backend);
    if (least && *least < current) {
      continue;
    }
    const bool is_tied = least && !(current < *least);
    tied_weight = (is_tied ? tied_weight : 0) + backend.weight;
    // Of k equals each stays with its share: the k-th takes over with weight / weights so far.
    if (!is_tied || scale_down(mix64(random, index), tied_weight) < backend.weight) {
      chosen = index;
    }
    least = current;
  }
  return chosen;
}

/// Calls in flight for each unit of weight, compared without division.
struct WeightedInFlight {
  std::uint64_t in_flight;
  std::uint64_t weight;

  friend bool operator<(const WeightedInFlight& a, const WeightedInFlight& b) {
    return a.in_flight * b.weight < b.in_flight * a.weight;
  }
};

[[nodiscard]] inline WeightedInFlight weighted_in_flight(const Backend& backend) {
  return {backend.in_flight, backend.weight};
}

}  // namespace napkin::algorithms
