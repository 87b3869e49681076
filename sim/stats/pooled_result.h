#pragma once

#include <span>

#include "sim/stats/run_result.h"

namespace napkin {

/// Replications of one scenario as one result. Counts and distributions are added up; shares and
/// means over time (utilisation, queue lengths, values) are averaged; maxima are the largest of
/// all. An audit line holds when it holds in every replication. Texts, timeline and traces are
/// those of the first.
///
/// Requires: at least one, in the order of their numbers.
[[nodiscard]] RunResult pool_results(std::span<const RunResult> replications);

}  // namespace napkin
