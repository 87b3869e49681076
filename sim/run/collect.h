#pragma once

#include <memory>  // unique_ptr
#include <vector>  // vector

#include "sim/run/component.h"
#include "sim/run/scenario_plan.h"
#include "sim/run/throughput_meter.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// The components as they stand now, in their order.
[[nodiscard]] std::vector<ComponentResult> collect_components(
    World& world, const std::vector<std::unique_ptr<Component>>& components);

/// Freezes what a run has measured, at the time its world has reached: operations, components,
/// traces, fingerprint. Changes nothing.
[[nodiscard]] RunResult collect(const ScenarioPlan& plan,
                                World& world,
                                const std::vector<std::unique_ptr<Component>>& components,
                                const ThroughputMeter& throughput);

}  // namespace napkin
