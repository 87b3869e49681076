#pragma once

#include <functional>  // function
#include <memory>      // unique_ptr
#include <optional>    // optional
#include <vector>      // vector

#include "sim/run/directory.h"
#include "sim/run/guard.h"
#include "sim/run/load_watch.h"
#include "sim/run/scenario_plan.h"
#include "sim/run/throughput_meter.h"
#include "sim/run/timeline.h"
#include "sim/run/window_meter.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// The seed from which a replication draws its random numbers.
[[nodiscard]] std::uint64_t seed_of_replication(std::uint64_t seed, std::uint32_t replication);

/// One run of a scenario: the world built from its plan, and what came of it.
class Simulation {
 public:
  struct Options {
    std::uint64_t seed = 1;
    /// Which of the runs that differ in their random numbers only. Number 0 draws from `seed`
    /// itself, any other from a seed that follows from both (see seed_of_replication).
    std::uint32_t replication = 0;
    /// Asked every few milliseconds of a run with the simulated time reached; false stops the run,
    /// which then ends with a partial result.
    std::function<bool(Time)> go_on;
    /// What the run has cost so far, for the budgets of wall time and memory; empty: no such limit.
    std::function<MachineUse()> machine{};
    /// In place of the scenario's warm-up. Without it `auto` counts as none: who finds it out says
    /// it here.
    std::optional<Duration> warm_up{};
    /// False for a run whose traces nobody will look at.
    bool trace = true;
  };

  /// `plan` must outlive the simulation, and be without mistakes.
  Simulation(const ScenarioPlan& plan, Options options);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  /// Runs to the end and freezes what was measured: without intervals, and not judged. Once.
  RunResult simulate();

  /// As `simulate`, and concludes: a study of one replication. Once.
  RunResult run();

  [[nodiscard]] World& world() { return world_; }

  [[nodiscard]] const Directory& directory() const { return directory_; }

  [[nodiscard]] const std::vector<std::unique_ptr<Component>>& components() const {
    return components_;
  }

 private:
  void build_regions();
  void build_components();
  bool run_until(Time limit);
  void end_warm_up();
  [[nodiscard]] bool is_steady() const;

  const ScenarioPlan& plan_;
  Options options_;
  World world_;
  Directory directory_;
  Duration warm_up_;
  std::vector<std::unique_ptr<Component>> components_;
  ThroughputMeter throughput_{components_};
  std::unique_ptr<Timeline> timeline_;
  Duration step_;  // of run_until
  WindowMeter windows_;
  std::optional<Guard> guard_;
  LoadWatch load_watch_;
  std::size_t pending_max_ = 0;
};

}  // namespace napkin
