#pragma once

#include "sim/run/scenario_plan.h"

namespace napkin::cli {

/// Tells on standard error what is no mistake in a scenario but probably not meant: components that
/// more is asked of than they can do.
void print_warnings(const ScenarioPlan& plan);

}  // namespace napkin::cli
