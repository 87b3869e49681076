#pragma once

#include "sim/run/scenario_plan.h"

namespace napkin {

/// Reads the entries of `components` and `groups` into the parts of a plan, and checks what they
/// call. Mistakes are reported.
void read_parts(ScenarioPlan& plan, const ReadContext& context);

}  // namespace napkin
