#pragma once

#include "sim/run/scenario_plan.h"

namespace napkin {

/// Checks what the timeline of a plan names: hosts, regions, settings, instances; and reads new
/// values of settings by their units. Mistakes are reported.
void check_timeline(ScenarioPlan& plan, const ReadContext& context);

}  // namespace napkin
