#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/stats/estimate.h"
#include "sim/stats/run_result.h"

namespace napkin::coverage {

/// A single server with Poisson arrivals and exponential work of 1 ms, first come first served:
/// every law of its latency is known. It starts empty, and the first tenth is its warm-up.
struct Experiment {
  double load = 0.5;               ///< arrivals per service, below 1
  std::int64_t requests = 10'000;  ///< on average
  std::uint64_t seed = 1;
};

/// The result of a run by Lindley's recursion instead of events: fifty times as fast, and from
/// there on the same code as for any other run.
///
/// Source: Lindley, "The theory of queues with a single server", 1952.
[[nodiscard]] RunResult run_experiment(const Experiment& experiment);

/// A value with an interval, and the theory that the interval should cover.
struct Judged {
  std::string_view name;  ///< "mean", "p50", "p99", "p99.9"
  Estimate estimate;
  double exact_ns = 0;

  [[nodiscard]] bool covers() const {
    return estimate.has_interval() && *estimate.lowest <= exact_ns && exact_ns <= *estimate.highest;
  }
};

/// Mean, p50, p99 and p99.9 of an experiment. The latency of this queue is exponential with mean
/// 1 ms / (1 - load).
[[nodiscard]] std::vector<Judged> judge(const Experiment& experiment);

}  // namespace napkin::coverage
