#pragma once

#include <string>

#include "sim/run/scenario_plan.h"
#include "sim/stats/run_result.h"

namespace CLI {
class App;
}

namespace napkin::cli {

/// A run as a command sees it: what it found, and what it took.
struct FinishedRun {
  RunResult result;
  RunPerformance performance;
};

/// How a command simulates: `-j THREADS --quiet`.
struct SimulateArguments {
  int threads = 0;  ///< 0: as many as the machine has cores
  bool quiet = false;
};

/// Adds `-j` and `--quiet`; `arguments` outlive the command line.
void add_simulate_options(CLI::App& command, SimulateArguments& arguments);

/// Runs the plan with its replications, with a line of progress on the terminal unless it is to be
/// quiet. Ctrl-C ends it with what it has so far. `file_name` goes into the result.
[[nodiscard]] FinishedRun simulate(const ScenarioPlan& plan,
                                   const std::string& file_name,
                                   const SimulateArguments& arguments);

}  // namespace napkin::cli
