#pragma once

#include "sim/run/scenario_plan.h"

namespace napkin {

/// Reports objectives and claims of something that is not there, but whose name is nearly one that
/// is: an operation that users are measured at, a component, or a region. What is named otherwise
/// may only show while the scenario runs.
void check_measure_targets(const ScenarioPlan& plan, Diagnostics& diagnostics);

/// Writes into each measure of a region which parts stand there: all but those that measure what
/// users see.
void resolve_regions(ScenarioPlan& plan);

}  // namespace napkin
