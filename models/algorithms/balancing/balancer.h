#pragma once

#include <cstddef>   // size_t
#include <cstdint>   // int64_t, uint32_t, uint64_t
#include <optional>  // optional
#include <span>      // span

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// One server as a balancer sees it. What the policies remember of a server lives here, so that it
/// comes and goes with the server and nothing shifts when the list changes.
struct Backend {
  std::uint32_t weight = 1;     ///< share of the traffic; 0: draining, takes no new calls
  bool available = true;        ///< what the health checks say
  std::uint32_t in_flight = 0;  ///< calls started and not finished

  std::int64_t smooth_weight = 0;  ///< smooth weighted round robin's
  double latency_ns = 0.0;         ///< least latency's: a moving average, as of latency_at
  Time latency_at{};

  [[nodiscard]] bool is_eligible() const { return available && weight > 0; }
};

/// Chooses the server for each call.
///
///     const auto index = balancer->pick(backends, {.random = random.next(), .now = now});
///     if (!index) return no_healthy_upstream();
///     balancer->on_start(backends[*index]);
///     call();
///     balancer->on_finish(backends[*index], later, latency);
class Balancer {
 public:
  /// What a policy may use to decide; each reads only its own part.
  struct Call {
    std::uint64_t random = 0;  ///< 64 random bits, fresh for each call
    std::uint64_t hash = 0;    ///< of the client address or the URL
    Time now{};
  };

  virtual ~Balancer() = default;

  /// The index of an eligible backend, or nothing when there is none.
  [[nodiscard]] virtual std::optional<std::size_t> pick(std::span<Backend> backends,
                                                        const Call& call) = 0;

  void on_start(Backend& backend) { ++backend.in_flight; }

  /// Once for each on_start. `latency` of a failed call is what the caller waited for.
  void on_finish(Backend& backend, Time now, Duration latency);

 private:
  /// For policies that learn from latency.
  virtual void learn(Backend& /*backend*/, Time /*now*/, Duration /*latency*/) {}
};

}  // namespace napkin::algorithms
