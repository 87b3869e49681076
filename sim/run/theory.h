#pragma once

#include <memory>  // unique_ptr
#include <vector>  // vector

#include "sim/run/component.h"
#include "sim/run/flow_sheet.h"
#include "sim/run/scenario_plan.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// What the components of a run write down. Not analysable when the timeline changes something, or
/// when a component that calls others says nothing of itself.
[[nodiscard]] FlowSheet describe_flows(const ScenarioPlan& plan,
                                       const std::vector<std::unique_ptr<Component>>& components);

/// What queueing theory says of the components on the sheet, beside what the run measured: how busy
/// their servers are, and, where theory knows it, the mean time of a request there. Nothing where
/// users wait for their answers before they ask again, where the load changes, or where a component
/// is overloaded.
///
/// The traffic equations give the rates (sim/analysis/open_network.h). Exact for requests that
/// arrive at random at a station of exponential service or processor sharing, and for one server
/// with any law that hears from users directly; otherwise the line says that it is an approximation
/// (Allen and Cunneen).
[[nodiscard]] std::vector<TheoryResult> compare_with_theory(const FlowSheet& sheet,
                                                            const RunResult& result);

}  // namespace napkin
