#pragma once

#include <span>  // span

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

}  // namespace napkin
