#pragma once

#include <memory>  // unique_ptr
#include <string>  // string
#include <vector>  // vector

#include "sim/run/component.h"
#include "sim/run/guard.h"

namespace napkin {

/// Why a run was stopped, in sentences: which budget, who spent it, what to type. "interrupted"
/// when nothing was wrong with it. Looks at the next events of the world, and runs them.
[[nodiscard]] std::string stop_reason(const Guard::Stop& stop,
                                      const BudgetKeys& budget,
                                      World& world,
                                      const std::vector<std::unique_ptr<Component>>& components);

}  // namespace napkin
