#pragma once

#include "sim/run/scenario_plan.h"

namespace napkin {

/// Refuses what would not fit into the memory budget, where it stands, instead of building it.
void check_memory(const ScenarioPlan& plan, Diagnostics& diagnostics);

/// A region is a part of addresses, as a component is: its name has to be one.
void check_region_names(const ScenarioPlan& plan, Diagnostics& diagnostics);

/// A line between two regions joins two, and is long enough: messages are handed over window by
/// window, each as long as the shortest of them.
void check_line(const LinkKeys& link, const Node& node, Diagnostics& diagnostics);

}  // namespace napkin
