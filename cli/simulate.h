#pragma once

#include <string>

#include "sim/run/scenario_plan.h"
#include "sim/stats/run_result.h"

namespace napkin::cli {

/// A run as a command sees it: what it found, and what it took.
struct FinishedRun {
  RunResult result;
  RunPerformance performance;
};

/// Runs the plan, with a line of progress on the terminal unless `quiet`. Ctrl-C ends it with what
/// it has so far. `file_name` goes into the result.
[[nodiscard]] FinishedRun simulate(const ScenarioPlan& plan,
                                   const std::string& file_name,
                                   bool quiet);

}  // namespace napkin::cli
