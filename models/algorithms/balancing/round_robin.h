#pragma once

#include <cstddef>   // size_t
#include <optional>  // optional
#include <span>      // span

#include "models/algorithms/balancing/balancer.h"

namespace napkin::algorithms {

/// Each server in turn; the unavailable are passed over. Blind to weight and load.
/// O(1), O(n) past servers that are down.
///
///     RoundRobin balancer;
///     const auto index = balancer.pick(backends, {});
///     if (!index) return no_healthy_upstream();
class RoundRobin final : public Balancer {
 public:
  [[nodiscard]] std::optional<std::size_t> pick(std::span<Backend> backends,
                                                const Call& call) override;

 private:
  std::size_t next_ = 0;
};

/// Each server in turn as often as its weight says, and spread out: weights 5, 1, 1 give a a b a c
/// a a, not a a a a a b c.
///
/// Each pick raises every eligible server's standing by its weight, takes the highest, and lowers
/// that one by the sum of the weights. O(n). Source: nginx 1.3.1, ngx_http_upstream_round_robin.c
/// (commit 52327e0627f4).
///
///     SmoothWeightedRoundRobin balancer;
///     const auto index = balancer.pick(backends, {});
///     if (!index) return no_healthy_upstream();
class SmoothWeightedRoundRobin final : public Balancer {
 public:
  [[nodiscard]] std::optional<std::size_t> pick(std::span<Backend> backends,
                                                const Call& call) override;
};

}  // namespace napkin::algorithms
