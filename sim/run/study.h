#pragma once

#include "sim/run/replications.h"
#include "sim/run/scenario_plan.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// Carries out what a scenario asks of its runs, in one result: with `run.warm_up: auto` a pilot
/// run finds out how long the warm-up is; there are `run.replications` of them, and with
/// `run.until` more, until the value is known as exactly as asked or `run.replications_max` is
/// reached.
///
/// Everything follows from the scenario and the seed, nothing from the number of threads.
[[nodiscard]] RunResult run_study(const ScenarioPlan& plan, const Replications::Options& options);

}  // namespace napkin
