#include "cli/simulate.h"

#include <chrono>
#include <optional>

#include <sys/resource.h>

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "sim/run/simulation.h"

namespace napkin::cli {

namespace {

RunPerformance performance_of(const RunResult& result, double wall_seconds) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  RunPerformance performance;
  performance.wall_seconds = wall_seconds;
  performance.events_per_second =
      wall_seconds > 0 ? static_cast<double>(result.events) / wall_seconds : 0;
  performance.memory_peak_bytes = usage.ru_maxrss * 1024;
  return performance;
}

}  // namespace

FinishedRun simulate(const ScenarioPlan& plan, const std::string& file_name, bool quiet) {
  Progress progress(plan.keys.name, plan.keys.run.duration, !quiet);
  const auto started = std::chrono::steady_clock::now();
  std::optional<Simulation> simulation;
  {
    const Interrupt::AtOnce nothing_to_save;  // millions of users take seconds to be set up
    const auto go_on = [&progress](Time simulated) {
      progress.show(simulated);
      return Interrupt::signal() == 0;
    };
    simulation.emplace(plan, Simulation::Options{.seed = plan.keys.run.seed, .go_on = go_on});
  }
  FinishedRun run{.result = simulation->run(), .performance = {}};
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started;
  run.performance = performance_of(run.result, wall.count());
  run.result.scenario.file_name = file_name;
  return run;
}

}  // namespace napkin::cli
