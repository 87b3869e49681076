#include "sim/run/estimate_measure.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "sim/run/judge.h"
#include "sim/stats/analysis/clusters.h"

namespace napkin {

namespace {

/// 1 - x, with the ends of the interval in their order.
Estimate complement(const Estimate& share) {
  const auto rest = [](const std::optional<double>& x) {
    return x ? std::optional(1 - *x) : std::nullopt;
  };
  Estimate result = share;
  result.value = rest(share.value);
  result.lowest = rest(share.highest);
  result.highest = rest(share.lowest);
  return result;
}

bool is_estimated_from_requests(const Measure& measure) {
  constexpr std::string_view kFunctions[] = {
      "mean", "rate", "throughput", "arrival_rate", "error_rate", "availability"};
  return measure.window.is_whole() &&
         (measure.quantile ||
          std::find(std::begin(kFunctions), std::end(kFunctions), measure.function) !=
              std::end(kFunctions));
}

Estimate estimate_operation(const ClusteredOperation& operation, const Measure& measure) {
  if (measure.quantile) {
    return operation.quantile(*measure.quantile);
  }
  if (measure.function == "mean") {
    return operation.mean();
  }
  if (measure.function == "arrival_rate") {
    return operation.arrival_rate();
  }
  if (measure.function == "error_rate") {
    return operation.error_ratio();
  }
  if (measure.function == "availability") {
    return complement(operation.error_ratio());
  }
  return operation.rate();
}

Estimate extreme(const std::vector<double>& values, bool largest) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return {.value = largest ? *most : *least, .withheld = "an extreme value has no interval"};
}

Estimate estimate_values(const std::vector<double>& values,
                         const Measure& measure,
                         double confidence) {
  if (values.empty()) {
    return {.withheld = "no samples"};
  }
  const std::string& function = measure.function;
  if (function == "max" || function == "queue_max" || function == "min") {
    return extreme(values, function != "min");
  }
  return estimate_over_replications(values, confidence);
}

}  // namespace

Estimate estimate_measure(std::span<const RunResult> replications,
                          const Measure& measure,
                          double confidence) {
  return MeasureEstimator(replications, confidence).estimate(measure);
}

Estimate MeasureEstimator::estimate(const Measure& measure) {
  if (is_estimated_from_requests(measure)) {
    const std::string name = measure.target.text();
    const ClusteredOperation& operation =
        operations_.try_emplace(name, replications_, name, confidence_).first->second;
    if (operation.found()) {
      return estimate_operation(operation, measure);
    }
  }
  std::vector<double> values;
  for (const RunResult& replication : replications_) {
    if (const std::optional<Measured> value = measure_result(replication, measure)) {
      values.push_back(value->value);
    }
  }
  return estimate_values(values, measure, confidence_);
}

}  // namespace napkin
