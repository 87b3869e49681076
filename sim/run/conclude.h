#pragma once

#include <span>  // span

#include "sim/run/scenario_plan.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// What replications of a scenario come to: pooled, with intervals, with what they are too short
/// for, and judged. Requires: at least one, in the order of their numbers.
[[nodiscard]] RunResult conclude(const ScenarioPlan& plan, std::span<const RunResult> replications);

}  // namespace napkin
