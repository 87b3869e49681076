#pragma once

#include <map>     // map
#include <span>    // span
#include <string>  // string

#include "sim/scenario/measure.h"
#include "sim/stats/analysis/clusters.h"
#include "sim/stats/estimate.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// What replications say to a measure, in base units, and how exactly.
///
/// Latencies, rates and shares of an operation over the whole run are estimated from all its
/// requests (see ClusteredOperation). Anything else, also what is asked of a window of time, is
/// measured in each replication: the value is the mean, the interval Student's over replications,
/// withheld when there are fewer than kReplicationsMin. Maxima and minima are over all replications
/// and have no interval.
///
/// Requires: at least one replication, as Simulation::simulate gives them.
[[nodiscard]] Estimate estimate_measure(std::span<const RunResult> replications,
                                        const Measure& measure,
                                        double confidence = 0.95);

/// The same for several measures: what replications say of an operation is put together once, which
/// takes longer than all that is then asked of it.
class MeasureEstimator {
 public:
  /// `replications` must outlive the estimator.
  explicit MeasureEstimator(std::span<const RunResult> replications, double confidence = 0.95)
      : replications_(replications), confidence_(confidence) {}

  [[nodiscard]] Estimate estimate(const Measure& measure);

 private:
  std::span<const RunResult> replications_;
  double confidence_;
  std::map<std::string, ClusteredOperation> operations_;  // by name, those asked for
};

}  // namespace napkin
