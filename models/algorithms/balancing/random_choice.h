#pragma once

#include <cstddef>   // size_t
#include <optional>  // optional
#include <span>      // span

#include "models/algorithms/balancing/balancer.h"

namespace napkin::algorithms {

/// Any server, in proportion to its weight. Needs no memory shared between balancers. O(n).
///
///     RandomChoice balancer;
///     const auto index = balancer.pick(backends, {.random = random.next()});
///     if (!index) return no_healthy_upstream();
class RandomChoice final : public Balancer {
 public:
  [[nodiscard]] std::optional<std::size_t> pick(std::span<Backend> backends,
                                                const Call& call) override;
};

/// The same server for the same client address or URL: Call::hash decides, in proportion to weight.
///
/// While a server is down its share is hashed again over all, so the other clients keep theirs. A
/// changed list or weight moves most clients; where that matters, place by a consistent hash
/// instead. O(n). Source: nginx, ngx_http_upstream_ip_hash_module.c.
///
///     HashChoice balancer;
///     const auto index = balancer.pick(backends, {.hash = xxh64(client_address)});
///     if (!index) return no_healthy_upstream();
class HashChoice final : public Balancer {
 public:
  [[nodiscard]] std::optional<std::size_t> pick(std::span<Backend> backends,
                                                const Call& call) override;
};

}  // namespace napkin::algorithms
