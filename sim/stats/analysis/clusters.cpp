#include "sim/stats/analysis/clusters.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/kernel/assert.h"
#include "sim/kernel/math.h"

namespace napkin {

namespace {

/// Stretches of all replications together: enough for their spread to be known, few enough for each
/// to be long. Percentiles take each as a cluster; means, which remember their neighbours for
/// longer, two.
constexpr std::size_t kStretchesWanted = 64;
constexpr std::size_t kStretchesOfMean = 2;

/// With fewer independent observations a run knows neither its mean nor how well it knows it.
constexpr double kWorthMin = 300;

/// The same for observations beyond a percentile, or for failures.
constexpr double kWorthBeyondMin = 28;

/// Runs that just hold enough are those whose spread happens to look small: their intervals are
/// made wider, by this share at the limit and by a power of the distance from it beyond. Both were
/// found by experiments on M/M/1 queues (scripts/coverage), not by theory.
struct Caution {
  double share;
  double power;
};

constexpr Caution kCautionOfMean{.share = 0.3, .power = 2};
constexpr Caution kCautionBeyond{.share = 0.1, .power = 6};

/// Between neighbouring clusters; independent ones exceed it in one of a thousand runs.
constexpr double kCorrelationMax = 0.55;

/// Of later clusters over earlier ones; exceeded by chance in one of a thousand runs.
constexpr double kDriftMax = 3.5;

/// How many times as long to run when nothing tells better.
constexpr double kTimesLonger = 4;

std::size_t stretches_for(std::size_t replications, bool steady) {
  return steady ? (kStretchesWanted + replications - 1) / replications : 1;
}

/// A short rest at the end belongs to the window before it.
std::size_t whole_windows(const Windows& windows, std::chrono::nanoseconds until) {
  const auto measured = (until - windows.begin_of(0)).count();
  const auto width = windows.width().count();
  return static_cast<std::size_t>(std::max<std::int64_t>(1, (measured + width / 2) / width));
}

double wider_by(const Caution& caution, double needed, double worth) {
  return 1 + caution.share * math::pow(needed / worth, caution.power);
}

}  // namespace

ClusteredOperation::ClusteredOperation(std::span<const RunResult> replications,
                                       std::string_view operation,
                                       double confidence)
    : confidence_(confidence),
      steady_(replications.front().steady),
      warmed_up_(!replications.front().warm_up_refused),
      stretches_(stretches_for(replications.size(), steady_)) {
  NAPKIN_ASSERT(confidence > 0 && confidence < 1);
  for (const RunResult& replication : replications) {
    add_replication(replication, operation);
  }
  for (const Stretch& stretch : all_) {
    latency_.merge(stretch.latency);
  }
}

void ClusteredOperation::add_replication(const RunResult& replication, std::string_view operation) {
  const auto measured =
      std::find_if(replication.operations.begin(),
                   replication.operations.end(),
                   [operation](const OperationResult& one) { return one.name == operation; });
  const bool has_it = measured != replication.operations.end();
  found_ = found_ || has_it;
  const BatchSeries nothing(replication.warm_up);
  const BatchSeries& batches = has_it ? measured->batches : nothing;
  const Windows& windows = batches.latencies.windows();
  const std::size_t count = whole_windows(windows, replication.duration);
  for (std::size_t number = 0; number < stretches_; ++number) {
    const bool last = number + 1 == stretches_;
    const auto since = windows.begin_of(number * count / stretches_);
    const auto end = windows.begin_of((number + 1) * count / stretches_);
    const auto until = last ? std::max(since, replication.duration) : end;
    const auto beyond = last ? std::chrono::nanoseconds::max() : end;
    Stretch stretch;
    stretch.latency = batches.latencies.total(since, beyond);
    stretch.arrived = batches.arrivals.total(since, beyond);
    stretch.failed = batches.failures.total(since, beyond);
    stretch.seconds = static_cast<double>((until - since).count()) * 1e-9;
    all_.push_back(std::move(stretch));
  }
}

bool ClusteredOperation::has_clusters() const {
  return all_.size() >= kReplicationsMin;
}

template <class Amount, class Size>
ClusterRatio ClusteredOperation::ratio_of(std::size_t together, Amount amount, Size size) const {
  std::vector<Cluster> clusters;
  for (std::size_t index = 0; index < all_.size(); ++index) {
    if (index % stretches_ % together == 0) {
      clusters.emplace_back();
    }
    clusters.back().amount += static_cast<double>(amount(all_[index]));
    clusters.back().size += static_cast<double>(size(all_[index]));
  }
  return cluster_ratio(clusters, (stretches_ + together - 1) / together);
}

Estimate ClusteredOperation::judged(double value,
                                    const ClusterRatio& ratio,
                                    const Demand& demand) const {
  Estimate estimate{.value = value};
  if (!has_clusters()) {
    estimate.withheld = fmt::format(
        "the system changes while it is measured: it takes {} replications", kReplicationsMin);
  } else if (!warmed_up_) {
    estimate.withheld = "the end of the warm-up was not found";
    estimate.times_longer = kTimesLonger;
  } else if (demand.worth < demand.needed) {
    estimate.withheld = fmt::format("as good as {:.0f} independent {}, and it takes {:.0f}",
                                    std::floor(demand.worth),
                                    demand.of_what,
                                    demand.needed);
    estimate.times_longer = demand.needed / std::max(demand.worth, 1.0);
  } else if (std::abs(ratio.drift) > kDriftMax) {
    estimate.withheld = "it drifts from start to end: not warmed up, or overloaded";
    estimate.times_longer = kTimesLonger;
  } else if (ratio.correlation > kCorrelationMax) {
    estimate.withheld = "what happens in one part of the run still shows in the next";
    estimate.times_longer = kTimesLonger;
  }
  return estimate;
}

Estimate ClusteredOperation::with_interval(const ClusterRatio& ratio, const Demand& demand) const {
  Estimate estimate = judged(ratio.ratio, ratio, demand);
  if (estimate.withheld.empty()) {
    const ClusterRatio::Reach reach =
        ratio.reach(confidence_, wider_by(kCautionOfMean, demand.needed, demand.worth));
    estimate.lowest = std::max(ratio.ratio - reach.below, 0.0);
    estimate.highest = std::min(ratio.ratio + reach.above, demand.highest_possible);
  }
  return estimate;
}

ClusterRatio ClusteredOperation::ratio_of_mean() const {
  return ratio_of(
      kStretchesOfMean,
      [](const Stretch& one) { return one.latency.sum(); },
      [](const Stretch& one) { return one.latency.count(); });
}

double ClusteredOperation::worth_of_mean(const ClusterRatio& ratio) const {
  const double deviation = latency_.standard_deviation();
  return ratio.worth(deviation * deviation, static_cast<double>(latency_.count()));
}

Estimate ClusteredOperation::mean() const {
  if (latency_.empty()) {
    return {.withheld = "no samples"};
  }
  const ClusterRatio ratio = ratio_of_mean();
  return with_interval(ratio, {.worth = worth_of_mean(ratio), .needed = steady_ ? kWorthMin : 0});
}

Estimate ClusteredOperation::quantile(double quantile) const {
  NAPKIN_ASSERT(quantile > 0 && quantile < 1);
  if (latency_.empty()) {
    return {.withheld = "no samples"};
  }
  const std::int64_t value = latency_.value_at_quantile(quantile);
  const ClusterRatio share = ratio_of(
      1,
      [value](const Stretch& one) { return one.latency.count_at_or_below(value); },
      [](const Stretch& one) { return one.latency.count(); });
  const double of_share =
      share.worth(quantile * (1 - quantile), static_cast<double>(latency_.count()));
  // Requests beyond a percentile come in the bursts that make the mean uncertain: for them the run
  // is worth no more than for the mean. The tail itself tells badly whether it is known: where
  // hardly any run is long enough, those that look so are those in which too little happened.
  const double of_mean = worth_of_mean(ratio_of_mean());
  const double worth =
      (steady_ ? std::min(of_share, of_mean) : of_share) * std::min(quantile, 1 - quantile);
  Estimate estimate =
      judged(static_cast<double>(value),
             share,
             {.worth = worth,
              .needed = kWorthBeyondMin,
              .of_what = quantile < 0.5 ? "requests below it" : "requests beyond it"});
  if (!estimate.withheld.empty()) {
    return estimate;
  }
  // How far the share below the value may be off, turned into values.
  const ClusterRatio::Reach reach =
      share.reach(confidence_, wider_by(kCautionBeyond, kWorthBeyondMin, worth));
  if (quantile + reach.below >= 1) {
    estimate.withheld = "its upper end may lie beyond everything that was measured";
    estimate.times_longer = kTimesLonger;
    return estimate;
  }
  const std::int64_t lowest = latency_.value_at_quantile(std::max(quantile - reach.above, 0.0));
  const std::int64_t highest = latency_.value_at_quantile(quantile + reach.below);
  estimate.lowest = static_cast<double>(latency_.lowest_equivalent(lowest));
  estimate.highest = static_cast<double>(latency_.highest_equivalent(highest));
  return estimate;
}

template <class Count>
Estimate ClusteredOperation::rate_of(Count count) const {
  const ClusterRatio ratio =
      ratio_of(kStretchesOfMean, count, [](const Stretch& one) { return one.seconds; });
  double events = 0;
  for (const Stretch& stretch : all_) {
    events += static_cast<double>(count(stretch));
  }
  return with_interval(ratio, {.worth = events, .needed = kWorthBeyondMin, .of_what = "events"});
}

Estimate ClusteredOperation::rate() const {
  return rate_of([](const Stretch& one) { return one.latency.count(); });
}

Estimate ClusteredOperation::arrival_rate() const {
  return rate_of([](const Stretch& one) { return one.arrived; });
}

Estimate ClusteredOperation::error_ratio() const {
  const auto failed = [](const Stretch& one) { return one.failed; };
  const auto ended = [](const Stretch& one) { return one.failed + one.latency.count(); };
  double all = 0;
  for (const Stretch& stretch : all_) {
    all += static_cast<double>(ended(stretch));
  }
  if (all == 0) {
    return {.withheld = "no samples"};
  }
  const ClusterRatio ratio = ratio_of(kStretchesOfMean, failed, ended);
  const double share = ratio.ratio;
  if (share == 0 || share == 1) {
    return {.value = share, .withheld = share == 0 ? "nothing failed" : "everything failed"};
  }
  const double worth = ratio.worth(share * (1 - share), all) * std::min(share, 1 - share);
  return with_interval(ratio,
                       {.worth = worth,
                        .needed = kWorthBeyondMin,
                        .of_what = share < 0.5 ? "failures" : "answers",
                        .highest_possible = 1});
}

Estimate estimate_over_replications(std::span<const double> values, double confidence) {
  NAPKIN_ASSERT(!values.empty());
  double sum = 0;
  std::vector<Cluster> clusters;
  for (const double value : values) {
    sum += value;
    clusters.push_back({value, 1});
  }
  Estimate estimate{.value = sum / static_cast<double>(values.size())};
  if (values.size() < kReplicationsMin) {
    estimate.withheld = fmt::format("it takes {} replications", kReplicationsMin);
    return estimate;
  }
  const ClusterRatio::Reach reach = cluster_ratio(clusters, 1).reach(confidence);
  estimate.lowest = *estimate.value - reach.below;
  estimate.highest = *estimate.value + reach.above;
  return estimate;
}

}  // namespace napkin
