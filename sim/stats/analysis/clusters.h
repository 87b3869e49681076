#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "sim/stats/analysis/cluster_ratio.h"
#include "sim/stats/estimate.h"
#include "sim/stats/histogram.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// What all replications say of one operation, and how exactly they say it.
///
/// Requests that follow each other wait in the same queue, so they are no independent observations,
/// and the interval of a textbook is far too narrow. Here an observation is a *cluster*: a
/// replication, or, while these are few and the system does not change, a stretch of one that is
/// long enough to know little of its neighbours. Every property is a ratio of sums over clusters,
/// and its interval is Student's over them. An interval is withheld, with the reason, when the
/// clusters hold too little, depend on each other, or drift.
///
/// Sources: Law, "Simulation modeling and analysis", 5th ed., chapter 9 (batch means,
/// replications); Cochran, "Sampling techniques", 3rd ed., chapter 6 (ratios); Woodruff,
/// "Confidence intervals for medians and other position measures", JASA 47, 1952 (percentiles).
class ClusteredOperation {
 public:
  /// `confidence` is that of the intervals: above 0, below 1. Requires: a replication, and all
  /// measured over the same time.
  ClusteredOperation(std::span<const RunResult> replications,
                     std::string_view operation,
                     double confidence = 0.95);

  /// Whether any replication has such an operation.
  [[nodiscard]] bool found() const { return found_; }

  /// Of the latency of completed requests, in nanoseconds.
  [[nodiscard]] Estimate mean() const;
  /// Requires: 0 < quantile < 1.
  [[nodiscard]] Estimate quantile(double quantile) const;

  /// Completed requests per second; requests that arrived, per second.
  [[nodiscard]] Estimate rate() const;
  [[nodiscard]] Estimate arrival_rate() const;

  /// Failed requests, as a share of those that ended.
  [[nodiscard]] Estimate error_ratio() const;

 private:
  /// What was measured in a stretch of a replication.
  struct Stretch {
    Histogram latency{3};
    std::int64_t arrived = 0;
    std::int64_t failed = 0;
    double seconds = 0;
  };

  /// What an interval needs besides clusters.
  struct Demand {
    double worth = 0;   // independent observations that the clusters are as good as
    double needed = 0;  // and how many it takes
    std::string_view of_what = "requests";
    double highest_possible = std::numeric_limits<double>::max();
  };

  void add_replication(const RunResult& replication, std::string_view operation);

  [[nodiscard]] bool has_clusters() const;
  [[nodiscard]] ClusterRatio ratio_of_mean() const;
  /// Independent requests that the run is worth, for the mean.
  [[nodiscard]] double worth_of_mean(const ClusterRatio& ratio) const;
  /// `together` stretches of a replication make a cluster.
  template <class Amount, class Size>
  [[nodiscard]] ClusterRatio ratio_of(std::size_t together, Amount amount, Size size) const;
  template <class Count>
  [[nodiscard]] Estimate rate_of(Count count) const;

  /// The value alone, and why there is no interval; without a reason when there may be one.
  [[nodiscard]] Estimate judged(double value,
                                const ClusterRatio& ratio,
                                const Demand& demand) const;
  /// The ratio itself as the value, with its interval.
  [[nodiscard]] Estimate with_interval(const ClusterRatio& ratio, const Demand& demand) const;

  double confidence_;
  bool steady_;
  bool warmed_up_;         // as far as the rule could tell
  std::size_t stretches_;  // of each replication
  bool found_ = false;
  std::vector<Stretch> all_;  // replication by replication, in order of time
  Histogram latency_{3};      // of all
};

/// The mean of one value from each replication, with Student's interval over them; withheld when
/// there are fewer than kReplicationsMin. Requires: a value.
[[nodiscard]] Estimate estimate_over_replications(std::span<const double> values,
                                                  double confidence = 0.95);

/// Replications from which an interval over replications is made.
inline constexpr std::size_t kReplicationsMin = 5;

}  // namespace napkin
