#include "tests/coverage/experiment.h"

#include <algorithm>
#include <span>

#include "sim/kernel/math.h"
#include "sim/kernel/random.h"
#include "sim/stats/analysis/clusters.h"

namespace napkin::coverage {

namespace {

constexpr double kWorkNs = 1e6;

double exponential(RandomStream& random) {
  return -math::log(1 - random.uniform()) * kWorkNs;
}

}  // namespace

RunResult run_experiment(const Experiment& experiment) {
  RandomStream arrivals(experiment.seed, "queue", "arrivals");
  RandomStream work(experiment.seed, "queue", "work");
  RunResult result;
  const double length = static_cast<double>(experiment.requests) * kWorkNs / experiment.load;
  result.duration = std::chrono::nanoseconds{static_cast<std::int64_t>(length / 0.9)};
  result.warm_up = result.duration / 10;
  OperationResult operation{.name = "serve"};
  operation.batches = BatchSeries(result.warm_up);
  const auto since = static_cast<double>(result.warm_up.count());
  const auto until = static_cast<double>(result.duration.count());
  double now = 0;
  double unfinished = 0;  // work that an arrival finds
  while (true) {
    const double pause = exponential(arrivals) / experiment.load;
    now += pause;
    if (now >= until) {
      break;
    }
    unfinished = std::max(unfinished - pause, 0.0) + exponential(work);
    const double left = now + unfinished;
    if (left >= since && left < until) {
      operation.batches.latencies.record(std::chrono::nanoseconds{static_cast<std::int64_t>(left)},
                                         static_cast<std::int64_t>(unfinished + 0.5));
    }
  }
  operation.batches.align();
  result.operations.push_back(std::move(operation));
  return result;
}

std::vector<Judged> judge(const Experiment& experiment) {
  const RunResult result = run_experiment(experiment);
  const ClusteredOperation operation(std::span(&result, 1), "serve");
  const double mean = kWorkNs / (1 - experiment.load);
  const auto quantile = [mean](double p) { return -math::log(1 - p) * mean; };
  return {{"mean", operation.mean(), mean},
          {"p50", operation.quantile(0.5), quantile(0.5)},
          {"p99", operation.quantile(0.99), quantile(0.99)},
          {"p99.9", operation.quantile(0.999), quantile(0.999)}};
}

}  // namespace napkin::coverage
