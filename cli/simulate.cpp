#include "cli/simulate.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <sys/resource.h>

#include "cli/interrupt.h"
#include "cli/machine.h"
#include "cli/progress.h"
#include "sim/run/study.h"

namespace napkin::cli {

namespace {

RunPerformance performance_of(const RunResult& result, double wall_seconds, int threads) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  RunPerformance performance;
  performance.wall_seconds = wall_seconds;
  performance.events_per_second =
      wall_seconds > 0 ? static_cast<double>(result.events) / wall_seconds : 0;
  performance.memory_peak_bytes = usage.ru_maxrss * 1024;
  performance.threads = threads;
  return performance;
}

int threads_of(const SimulateArguments& arguments) {
  return arguments.threads > 0 ? arguments.threads
                               : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// What all replications together have simulated, told by each from its own thread.
class SharedProgress {
 public:
  SharedProgress(const ScenarioPlan& plan, bool wanted)
      : replications_(plan.keys.run.replications),
        line_(plan.keys.name, plan.keys.run.duration, wanted) {
    nothing_to_save_.emplace();  // millions of users take seconds to be set up
  }

  void show(std::uint32_t replication, Time reached) {
    const std::lock_guard lock(mutex_);
    if (reached > Time{0}) {
      nothing_to_save_.reset();
    }
    if (replication >= reached_.size()) {
      reached_.resize(replication + 1);
    }
    simulated_ += reached - reached_[replication];
    reached_[replication] = reached;
    // What `until` adds was not known at the start.
    const auto known = std::max<std::size_t>(replications_, reached_.size());
    line_.show(simulated_, static_cast<std::int64_t>(known));
  }

 private:
  std::mutex mutex_;
  std::optional<Interrupt::AtOnce> nothing_to_save_;
  std::size_t replications_;
  std::vector<Time> reached_;
  Time simulated_{0};
  Progress line_;
};

}  // namespace

void add_simulate_options(CLI::App& command, SimulateArguments& arguments) {
  command.add_option("-j,--threads", arguments.threads, "Replications side by side (all cores)")
      ->type_name("NUMBER")
      ->check(CLI::Range(1, 1024));
  command.add_flag("-q,--quiet", arguments.quiet, "No progress line");
}

FinishedRun simulate(const ScenarioPlan& plan,
                     const std::string& file_name,
                     const SimulateArguments& arguments) {
  SharedProgress progress(plan, !arguments.quiet);
  const Machine machine;
  const auto go_on = [&progress](std::uint32_t replication, Time reached) {
    progress.show(replication, reached);
    return Interrupt::signal() == 0;
  };
  const int threads = threads_of(arguments);
  FinishedRun run;
  run.result = run_study(
      plan, {.seed = plan.keys.run.seed, .threads = threads, .go_on = go_on, .machine = [&machine] {
               return machine.use();
             }});
  run.performance = performance_of(run.result, to_seconds(machine.use().wall), threads);
  run.result.scenario.file_name = file_name;
  return run;
}

}  // namespace napkin::cli
