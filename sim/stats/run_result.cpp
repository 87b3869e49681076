#include "sim/stats/run_result.h"

#include <algorithm>

namespace napkin {

std::int64_t Tally::failed_total() const {
  std::int64_t total = 0;
  for (const auto& [kind, count] : failed) {
    total += count;
  }
  return total;
}

double Tally::error_ratio() const {
  const std::int64_t all = finished();
  return all == 0 ? 0.0 : static_cast<double>(all - completed) / static_cast<double>(all);
}

void Tally::merge(const Tally& other) {
  arrived += other.arrived;
  completed += other.completed;
  for (const auto& [kind, count] : other.failed) {
    failed[kind] += count;
  }
  dropped += other.dropped;
  in_flight += other.in_flight;
}

void Tally::subtract(const Tally& earlier) {
  arrived -= earlier.arrived;
  completed -= earlier.completed;
  for (const auto& [kind, count] : earlier.failed) {
    failed[kind] -= count;
  }
  dropped -= earlier.dropped;
}

const ResourceResult* InstanceResult::busiest_resource() const {
  const auto busiest =
      std::max_element(resources.begin(),
                       resources.end(),
                       [](const ResourceResult& left, const ResourceResult& right) {
                         return left.utilisation < right.utilisation;
                       });
  return busiest == resources.end() ? nullptr : &*busiest;
}

Tally InstanceResult::tally() const {
  Tally sum;
  for (const InstanceOperation& operation : operations) {
    sum.merge(operation.tally);
  }
  return sum;
}

Verdict ClaimResult::checked() const {
  if (verdict == ClaimVerdict::kInconclusive) {
    return Verdict::kInconclusive;
  }
  const bool passes = known ? verdict == *known : verdict != ClaimVerdict::kRefuted;
  return passes ? Verdict::kMet : Verdict::kMissed;
}

const Estimate* OperationResult::find_estimate(std::string_view estimate) const {
  const auto found = std::find_if(estimates.begin(), estimates.end(), [estimate](const auto& one) {
    return one.name == estimate;
  });
  return found == estimates.end() ? nullptr : &found->estimate;
}

std::string_view to_string(TraceReason reason) {
  switch (reason) {
    case TraceReason::kSlowest:
      return "slowest";
    case TraceReason::kFailed:
      return "failed";
    case TraceReason::kSampled:
      return "sampled";
  }
  return "sampled";
}

std::chrono::nanoseconds RunResult::measured() const {
  return std::max(duration - warm_up, std::chrono::nanoseconds{0});
}

double RunResult::per_second(std::int64_t count) const {
  const std::int64_t nanoseconds = measured().count() * replications;
  return nanoseconds == 0 ? 0.0
                          : static_cast<double>(count) * 1e9 / static_cast<double>(nanoseconds);
}

}  // namespace napkin
