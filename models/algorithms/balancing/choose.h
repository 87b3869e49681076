#pragma once

#include <cstddef>   // size_t
#include <cstdint>   // uint64_t
#include <optional>  // optional
#include <span>      // span

#include "models/algorithms/balancing/balancer.h"
#include "models/algorithms/base/scale_down.h"

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

/// The eligible backend that `load` finds least, where equals share by weight. O(n).
template <typename Load>
[[nodiscard]] std::optional<std::size_t> choose_least(std::span<const Backend> backends,
                                                      std::uint64_t random,
                                                      Load&& load) {
  const Backend* least = nullptr;
  for (const Backend& backend : backends) {
    if (backend.is_eligible() && (least == nullptr || load(backend) < load(*least))) {
      least = &backend;
    }
  }
  if (least == nullptr) {
    return std::nullopt;
  }
  const auto least_load = load(*least);
  return choose_by_weight(backends, random, [&](const Backend& backend) {
    return backend.is_eligible() && !(least_load < load(backend));
  });
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
