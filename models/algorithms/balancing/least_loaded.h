#pragma once

#include <cstddef>   // size_t
#include <cstdint>   // uint8_t
#include <optional>  // optional
#include <span>      // span

#include "models/algorithms/balancing/balancer.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// The server with the fewest calls in flight for its weight; equals share by weight.
///
/// Slow servers get less by themselves. A server that fails fast looks idle and attracts
/// everything: pair it with health checks. O(n). Source: nginx,
/// ngx_http_upstream_least_conn_module.c.
///
///     LeastConnections balancer;
///     const auto index = balancer.pick(backends, {.random = random.next()});
///     if (!index) return no_healthy_upstream();
class LeastConnections final : public Balancer {
 public:
  [[nodiscard]] std::optional<std::size_t> pick(std::span<Backend> backends,
                                                const Call& call) override;
};

/// A moving average of a server's latency that rises at once and falls slowly: a slow answer counts
/// immediately, and trust comes back over `decay`.
///
/// load = average x (in flight + 1); a server that never answered and has a call in flight counts
/// as slower than any other, so that it is tried by one call, not by all. Source: Twitter Finagle,
/// PeakEwma.
class PeakLatency final {
 public:
  /// `decay` > 0: the average falls by a factor e over it. Throws std::invalid_argument otherwise.
  explicit PeakLatency(Duration decay);

  void learn(Backend& backend, Time now, Duration latency) const;

  [[nodiscard]] double load(const Backend& backend, Time now) const;

 private:
  [[nodiscard]] double fading(const Backend& backend, Time now) const;

  double decay_ns_;
};

/// The server with the least peak latency x calls in flight, for its weight. O(n).
class LeastLatency final : public Balancer {
 public:
  struct Options {
    Duration decay = 10s;  ///< > 0
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit LeastLatency(const Options& options) : latency_(options.decay) {}

  [[nodiscard]] std::optional<std::size_t> pick(std::span<Backend> backends,
                                                const Call& call) override;

 private:
  void learn(Backend& backend, Time now, Duration latency) override;

  PeakLatency latency_;
};

/// The less loaded of `choices` servers drawn at random.
///
/// Two choices already turn the exponential tail of the queue lengths into a doubly exponential
/// one, without looking at every server and without the herd that follows a stale minimum.
/// O(choices); O(n) when most servers are down. Source: M. Mitzenmacher, "The power of two choices
/// in randomized load balancing", 1996.
class PowerOfChoices final : public Balancer {
 public:
  enum class Measure : std::uint8_t { kInFlight, kLatency };

  static constexpr std::size_t kChoicesMax = 8;

  struct Options {
    std::size_t choices = 2;  ///< 1..kChoicesMax
    Measure measure = Measure::kInFlight;
    Duration decay = 10s;  ///< kLatency: see PeakLatency
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit PowerOfChoices(const Options& options);

  [[nodiscard]] std::optional<std::size_t> pick(std::span<Backend> backends,
                                                const Call& call) override;

 private:
  void learn(Backend& backend, Time now, Duration latency) override;
  [[nodiscard]] bool is_less_loaded(const Backend& a, const Backend& b, Time now) const;
  [[nodiscard]] std::optional<std::size_t> pick_of_all(std::span<Backend> backends,
                                                       const Call& call) const;

  Options options_;
  PeakLatency latency_;
};

}  // namespace napkin::algorithms
