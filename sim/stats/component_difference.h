#pragma once

#include <chrono>
#include <vector>

#include "sim/stats/run_result.h"

namespace napkin {

/// Components as they were measured at a moment, since the end of the warm-up.
struct ComponentsAt {
  std::chrono::nanoseconds measured{};  ///< for how long
  std::vector<ComponentResult> components{};
};

/// What components did between two moments of a run. Instances that came in between began with
/// nothing. Of queues the mean is known, the maximum is not and counts as 0; values that instances
/// report by themselves are left out.
[[nodiscard]] std::vector<ComponentResult> component_difference(const ComponentsAt& before,
                                                                const ComponentsAt& after);

}  // namespace napkin
