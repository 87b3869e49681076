#include "sim/run/judge.h"

#include <algorithm>
#include <filesystem>

#include "sim/run/estimate_measure.h"
#include "sim/run/measure_parts.h"

namespace napkin {

namespace {

const OperationResult* find_operation(const RunResult& result, const std::string& name) {
  const auto found = std::find_if(result.operations.begin(),
                                  result.operations.end(),
                                  [&name](const OperationResult& one) { return one.name == name; });
  return found == result.operations.end() ? nullptr : &*found;
}

/// Latencies of an operation in a window; windows are as wide as the run's series, and an edge
/// within one takes the whole of it.
Histogram latencies(const OperationResult& operation, const TimeWindow& window) {
  if (window.is_whole()) {
    return operation.latency;
  }
  return operation.latencies.total(window.start.value_or(Time{0}), window.end.value_or(kTimeMax));
}

struct Counts {
  std::int64_t completed = 0;
  std::int64_t failed = 0;
  std::int64_t arrived = 0;
  double seconds = 0;
};

Counts counts_of(const RunResult& result,
                 const OperationResult& operation,
                 const TimeWindow& window) {
  if (window.is_whole()) {
    return {operation.tally.completed,
            operation.tally.failed_total() + operation.tally.dropped,
            operation.tally.arrived,
            to_seconds(result.measured())};
  }
  const Time start = window.start.value_or(result.warm_up);
  const Time end = std::min(window.end.value_or(result.duration), result.duration);
  return {operation.completions.total(start, end),
          operation.failures.total(start, end),
          operation.arrivals.total(start, end),
          to_seconds(end - start)};
}

/// The highest rate in any window of a series that lies wholly in the span and behind the warm-up.
std::optional<Measured> highest_rate(const RunResult& result,
                                     const CounterSeries& series,
                                     const TimeWindow& span) {
  const Windows& windows = series.windows();
  const Time since = std::max(span.start.value_or(Time{0}), result.warm_up);
  const Time until = std::min(span.end.value_or(result.duration), result.duration);
  std::int64_t highest = 0;
  bool is_known = false;
  for (std::size_t index = 0; windows.begin_of(index) + windows.width() <= until; ++index) {
    if (windows.begin_of(index) >= since) {
      highest = std::max(highest, series.at(index));
      is_known = true;
    }
  }
  return is_known
             ? std::optional(Measured(static_cast<double>(highest) / to_seconds(windows.width())))
             : std::nullopt;
}

std::optional<Measured> measure_operation(const RunResult& result,
                                          const OperationResult& operation,
                                          const Measure& measure) {
  const Counts counts = counts_of(result, operation, measure.window);
  const std::int64_t finished = counts.completed + counts.failed;
  if (measure.function == "error_rate" || measure.function == "availability") {
    if (finished == 0) {
      return std::nullopt;
    }
    const double failed = static_cast<double>(counts.failed) / static_cast<double>(finished);
    return Measured(measure.function == "error_rate" ? failed : 1 - failed);
  }
  if (measure.function == "rate" || measure.function == "throughput") {
    return counts.seconds <= 0
               ? std::nullopt
               : std::optional(Measured(static_cast<double>(counts.completed) / counts.seconds));
  }
  if (measure.function == "max_throughput") {
    return highest_rate(result, operation.completions, measure.window);
  }
  if (measure.function == "arrival_rate") {
    return counts.seconds <= 0
               ? std::nullopt
               : std::optional(Measured(static_cast<double>(counts.arrived) / counts.seconds));
  }
  if (measure.function == "completed") {
    return Measured(static_cast<double>(counts.completed));
  }
  if (measure.function == "failed") {
    return Measured(static_cast<double>(counts.failed));
  }
  const Histogram histogram = latencies(operation, measure.window);
  if (histogram.count() == 0) {
    return std::nullopt;
  }
  if (measure.quantile) {
    return Measured(static_cast<double>(histogram.value_at_quantile(*measure.quantile)));
  }
  if (measure.function == "mean") {
    return Measured(histogram.mean());
  }
  if (measure.function == "max") {
    return Measured(static_cast<double>(histogram.max()));
  }
  if (measure.function == "min") {
    return Measured(static_cast<double>(histogram.min()));
  }
  return std::nullopt;
}

/// `value(push.connections)`: what instances report under the last name of the address, added up.
std::optional<Measured> measure_reported(const RunResult& result, const Measure& measure) {
  std::vector<AddressStep> steps = measure.target.steps();
  const std::string name = steps.back().name;
  steps.pop_back();
  std::optional<double> sum;
  for (const InstanceResult* const instance : instances_at(result.components, Address(steps))) {
    for (const NamedValue& reported : instance->values) {
      if (reported.name == name) {
        sum = sum.value_or(0) + reported.value;
      }
    }
  }
  return sum ? std::optional(Measured(*sum)) : std::nullopt;
}

/// Of all that an address names together, second by second.
std::optional<Measured> measure_max_throughput(const RunResult& result, const Measure& measure) {
  std::optional<CounterSeries> sum;
  for (const InstanceResult* const instance : parts_of(result.components, measure).instances) {
    if (sum) {
      sum->merge(instance->completions);
    } else {
      sum = instance->completions;
    }
  }
  return sum ? highest_rate(result, *sum, measure.window) : std::nullopt;
}

std::string unit_of(QuantityKind kind) {
  switch (kind) {
    case QuantityKind::kDuration:
      return "ns";
    case QuantityKind::kRatio:
      return "ratio";
    case QuantityKind::kRate:
      return "1/s";
    case QuantityKind::kBytes:
      return "B";
    case QuantityKind::kBandwidth:
      return "bit/s";
    case QuantityKind::kMoney:
      return "$";
    case QuantityKind::kNumber:
    case QuantityKind::kCount:
      return "";
  }
  return "";
}

/// The name of the file alone: a result is the same in whatever folder its scenario lies.
SourcePosition position_of(const Mark& mark) {
  return {std::filesystem::path(mark.file()).filename().string(),
          static_cast<int>(mark.line),
          static_cast<int>(mark.column)};
}

bool demands_equality(Comparison comparison) {
  return comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
}

/// What is to be equal has to be so in every replication, and in none if it is not to be: the first
/// value that tells.
std::optional<Measured> first_other_than(double limit,
                                         std::span<const RunResult> replications,
                                         const Measure& measure) {
  std::optional<Measured> told;
  for (const RunResult& replication : replications) {
    const std::optional<Measured> value = measure_result(replication, measure);
    if (value && (!told || told->value == limit)) {
      told = value;
    }
  }
  return told;
}

std::optional<Measured> measured(const Estimate& estimate) {
  if (!estimate.value) {
    return std::nullopt;
  }
  return estimate.has_interval() ? Measured(*estimate.value, *estimate.lowest, *estimate.highest)
                                 : Measured(*estimate.value);
}

}  // namespace

std::optional<Measured> measure_result(const RunResult& result, const Measure& measure) {
  // What a component says of itself, `lost(messages)`, stands among the values under its own name.
  const std::string named = measure.function + "(" + measure.target.text() + ")";
  for (const NamedValue& value : result.values) {
    if (value.name == named) {
      return Measured(value.value);
    }
  }
  if (const OperationResult* const operation = find_operation(result, measure.target.text())) {
    return measure_operation(result, *operation, measure);
  }
  if (measure.function == "max_throughput") {
    return measure_max_throughput(result, measure);
  }
  return measure.function == "value" ? measure_reported(result, measure)
                                     : measure_parts(result, measure);
}

void judge_claims(const std::vector<Claim>& claims,
                  std::span<const RunResult> replications,
                  RunResult& result) {
  MeasureEstimator estimator(replications);
  for (const Claim& claim : claims) {
    const ClaimJudgement judgement =
        judge(claim, [&](const Measure& measure) { return measured(estimator.estimate(measure)); });
    ClaimResult judged;
    judged.says = claim.says;
    judged.source = claim.from;
    judged.measure = to_text(claim.measure);
    judged.position = position_of(claim.node.mark());
    judged.relation = name_of(claim.relation);
    judged.claimed = claim.value.value;
    judged.tolerance = claim.within;
    judged.unit = unit_of(claim.measure.kind);
    judged.verdict = judgement.verdict;
    judged.reason = judgement.reason;
    judged.known = claim.known;
    if (judgement.measured) {
      judged.value = judgement.measured->value;
      judged.lowest = judgement.measured->low;
      judged.highest = judgement.measured->high;
    }
    result.claims.push_back(std::move(judged));
  }
}

void judge_expectations(const std::vector<Expectation>& expectations,
                        std::span<const RunResult> replications,
                        RunResult& result) {
  MeasureEstimator estimator(replications);
  for (const Expectation& expectation : expectations) {
    const Judgement judgement = judge(expectation, [&](const Measure& measure) {
      return demands_equality(expectation.comparison)
                 ? first_other_than(expectation.limit.value, replications, measure)
                 : measured(estimator.estimate(measure));
    });
    ExpectationResult judged;
    judged.text = expectation.text;
    judged.position = position_of(expectation.mark);
    judged.comparison = symbol_of(expectation.comparison);
    judged.limit = expectation.limit.value;
    judged.unit = unit_of(expectation.measure.kind);
    judged.verdict = judgement.verdict;
    judged.reason = judgement.reason;
    if (judgement.measured) {
      judged.value = judgement.measured->value;
      judged.lowest = judgement.measured->low;
      judged.highest = judgement.measured->high;
    }
    result.expectations.push_back(std::move(judged));
  }
}

}  // namespace napkin
