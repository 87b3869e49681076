#include "sim/stats/analysis/comparison.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "sim/kernel/assert.h"
#include "sim/stats/analysis/clusters.h"
#include "sim/stats/analysis/student.h"

namespace napkin {

namespace {

const NamedValue* find_value(const ReplicationResult& replication, std::string_view name) {
  const auto found = std::find_if(replication.values.begin(),
                                  replication.values.end(),
                                  [name](const NamedValue& one) { return one.name == name; });
  return found == replication.values.end() ? nullptr : &*found;
}

/// The value in each replication; nothing when one lacks it.
std::optional<std::vector<double>> values_of(const ComparedResult& result, std::string_view name) {
  std::vector<double> values;
  for (const ReplicationResult& replication : result.replications) {
    const NamedValue* const value = find_value(replication, name);
    if (value == nullptr) {
      return std::nullopt;
    }
    values.push_back(value->value);
  }
  return values;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

/// The squared standard error of the mean.
double squared_error_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  const auto count = static_cast<double>(values.size());
  return squares / (count - 1) / count;
}

/// Welch's interval for samples that know nothing of each other.
Estimate independent_difference(const std::vector<double>& first,
                                const std::vector<double>& second,
                                double confidence) {
  Estimate estimate{.value = mean_of(second) - mean_of(first)};
  if (std::min(first.size(), second.size()) < kReplicationsMin) {
    estimate.withheld = fmt::format("it takes {} replications", kReplicationsMin);
    return estimate;
  }
  const double one = squared_error_of(first);
  const double two = squared_error_of(second);
  const double both = one + two;
  const double spread = one * one / static_cast<double>(first.size() - 1) +
                        two * two / static_cast<double>(second.size() - 1);
  const double degrees = spread > 0 ? std::max(both * both / spread, 1.0) : 1;
  const double reach =
      both > 0 ? math::inverse_student(0.5 + confidence / 2, degrees) * std::sqrt(both) : 0;
  estimate.lowest = *estimate.value - reach;
  estimate.highest = *estimate.value + reach;
  return estimate;
}

Estimate paired_difference(const std::vector<double>& first,
                           const std::vector<double>& second,
                           double confidence) {
  std::vector<double> differences;
  for (std::size_t index = 0; index < first.size(); ++index) {
    differences.push_back(second[index] - first[index]);
  }
  return estimate_over_replications(differences, confidence);
}

ChangeVerdict verdict_of(const Estimate& difference, bool equal) {
  if (equal) {
    return ChangeVerdict::kEqual;
  }
  if (!difference.has_interval()) {
    return ChangeVerdict::kUndecided;
  }
  return *difference.lowest <= 0 && 0 <= *difference.highest ? ChangeVerdict::kNoise
                                                             : ChangeVerdict::kChange;
}

}  // namespace

std::string_view to_string(ChangeVerdict verdict) {
  switch (verdict) {
    case ChangeVerdict::kEqual:
      return "equal";
    case ChangeVerdict::kNoise:
      return "noise";
    case ChangeVerdict::kChange:
      return "change";
    case ChangeVerdict::kUndecided:
      return "undecided";
  }
  return "undecided";
}

bool are_paired(const ComparedResult& first, const ComparedResult& second) {
  return first.seed == second.seed &&
         std::equal(first.replications.begin(),
                    first.replications.end(),
                    second.replications.begin(),
                    second.replications.end(),
                    [](const ReplicationResult& one, const ReplicationResult& other) {
                      return one.number == other.number;
                    });
}

std::vector<Change> compare_results(const ComparedResult& first,
                                    const ComparedResult& second,
                                    double confidence) {
  NAPKIN_ASSERT(!first.replications.empty() && !second.replications.empty());
  const bool paired = are_paired(first, second);
  std::vector<Change> changes;
  for (const NamedValue& named : first.replications.front().values) {
    const auto before = values_of(first, named.name);
    const auto after = values_of(second, named.name);
    if (!before || !after) {
      continue;
    }
    Change change{.name = named.name,
                  .unit = named.unit,
                  .first = mean_of(*before),
                  .second = mean_of(*after),
                  .difference = paired ? paired_difference(*before, *after, confidence)
                                       : independent_difference(*before, *after, confidence)};
    change.verdict = verdict_of(change.difference, paired && *before == *after);
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace napkin
