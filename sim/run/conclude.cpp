#include "sim/run/conclude.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/kernel/assert.h"
#include "sim/run/judge.h"
#include "sim/stats/analysis/clusters.h"
#include "sim/stats/pooled_result.h"

namespace napkin {

namespace {

std::vector<NamedEstimate> estimates_of(const ClusteredOperation& operation) {
  return {{"mean", "ns", operation.mean()},
          {"p50", "ns", operation.quantile(0.5)},
          {"p90", "ns", operation.quantile(0.9)},
          {"p99", "ns", operation.quantile(0.99)},
          {"p999", "ns", operation.quantile(0.999)},
          {"rate", "1/s", operation.rate()},
          {"error_ratio", "ratio", operation.error_ratio()}};
}

/// What each replication measured by itself: for comparing two scenarios pair by pair.
std::vector<NamedValue> values_of(const RunResult& replication) {
  std::vector<NamedValue> values;
  for (const OperationResult& operation : replication.operations) {
    const auto add = [&](std::string_view name, double value, std::string_view unit) {
      values.push_back({fmt::format("{}({})", name, operation.name), value, std::string(unit)});
    };
    const Histogram& latency = operation.latency;
    if (!latency.empty()) {
      add("mean", latency.mean(), "ns");
      add("p50", static_cast<double>(latency.value_at_quantile(0.5)), "ns");
      add("p99", static_cast<double>(latency.value_at_quantile(0.99)), "ns");
      add("p99.9", static_cast<double>(latency.value_at_quantile(0.999)), "ns");
    }
    add("rate", replication.per_second(operation.tally.completed), "1/s");
    add("error_rate", operation.tally.error_ratio(), "ratio");
  }
  values.insert(values.end(), replication.values.begin(), replication.values.end());
  return values;
}

/// "p99 and p999 of send: run 8 times as long"; empty when every estimate has its interval.
std::string shortage_of(const OperationResult& operation) {
  std::string names;
  double times = 0;
  for (const NamedEstimate& one : operation.estimates) {
    if (one.estimate.times_longer > 0) {
      names += (names.empty() ? "" : ", ") + (one.name == "p999" ? "p99.9" : one.name);
      times = std::max(times, one.estimate.times_longer);
    }
  }
  return names.empty() ? names
                       : fmt::format("{} of {}: about {:.0f} times as long would do",
                                     names,
                                     operation.name,
                                     std::max(2.0, times + 0.5));
}

}  // namespace

RunResult conclude(const ScenarioPlan& plan, std::span<const RunResult> replications) {
  RunResult result = pool_results(replications);
  for (OperationResult& operation : result.operations) {
    operation.estimates = estimates_of(ClusteredOperation(replications, operation.name));
    if (std::string shortage = shortage_of(operation); !shortage.empty()) {
      result.too_short.push_back(std::move(shortage));
    }
  }
  for (std::size_t index = 0; index < replications.size(); ++index) {
    result.replicated[index].values = values_of(replications[index]);
  }
  judge_expectations(plan.expectations, replications, result);
  judge_claims(plan.claims, replications, result);
  return result;
}

}  // namespace napkin
