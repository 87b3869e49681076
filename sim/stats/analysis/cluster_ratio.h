#pragma once

#include <cstddef>
#include <span>

namespace napkin {

/// Sums over one stretch of a run: its latencies and its requests, its failures and its requests.
struct Cluster {
  double amount = 0;
  double size = 0;
};

/// A ratio of sums over clusters, and how far it may be from what endless clusters would show.
struct ClusterRatio {
  double ratio = 0;
  double standard_error = 0;
  double skewness = 0;     // of the clusters
  double count = 0;        // of clusters
  double correlation = 0;  // between neighbours in time, -1..1
  double drift = 0;        // of the later half over the earlier one, in its standard errors

  /// How many independent observations of this variance would know their mean as exactly. Never
  /// more than `observations`.
  [[nodiscard]] double worth(double variance, double observations) const;

  /// How far below and above the ratio the truth may lie.
  struct Reach {
    double below = 0;
    double above = 0;
  };

  [[nodiscard]] Reach reach(double confidence, double times_wider = 1) const;
};

/// `clusters` stand replication by replication, `stretches` for each, in order of time. Requires: a
/// cluster. Where all sizes are 0 the ratio is 0; of fewer than three clusters only the ratio is
/// known.
///
/// Sources: Cochran, "Sampling techniques", 3rd ed., section 6.4, for the standard error; Willink,
/// "A confidence interval and test for the mean of an asymmetric distribution", Communications in
/// Statistics 34(4), 2005, for the interval.
[[nodiscard]] ClusterRatio cluster_ratio(std::span<const Cluster> clusters, std::size_t stretches);

}  // namespace napkin
