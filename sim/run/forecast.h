#pragma once

#include <string>  // string
#include <vector>  // vector

#include "sim/run/scenario_plan.h"

namespace napkin {

/// A component that more will be asked of than it can do, told before the run: from the mean rates
/// and costs of the scenario, so at least so much.
struct ForecastOverload {
  std::string component;
  Node node;  ///< where it is written
  double load = 0;
  double requests_per_second = 0;
  double work_seconds_per_second = 0;  ///< cores that the work would keep busy
  double cores = 0;                    ///< cores that there are

  /// "load 1.3 at api: 130 requests a second need 5.2 cores, it has 4".
  [[nodiscard]] std::string in_words() const;
};

/// Every component whose load is 1 or more, in the order of the scenario. Only what arrives by
/// itself counts: a closed loop adapts to what it gets.
[[nodiscard]] std::vector<ForecastOverload> forecast_overloads(const ScenarioPlan& plan);

/// Reports operations that cause themselves for certain: one of their requests would never end.
void check_circles(const ScenarioPlan& plan, Diagnostics& diagnostics);

}  // namespace napkin
