#pragma once

#include <cstdint>     // uint64_t, uint32_t
#include <functional>  // function
#include <optional>    // optional
#include <vector>      // vector

#include "sim/kernel/time.h"
#include "sim/run/budget.h"
#include "sim/run/scenario_plan.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// Runs of one scenario that differ in their random numbers only, side by side on several threads.
///
/// A replication follows from the seed and its number alone, shares nothing with the others and
/// lives on one thread; results stand in the order of their numbers. So they are the same on any
/// number of threads.
class Replications {
 public:
  struct Options {
    std::uint64_t seed = 1;
    int threads = 1;  ///< at least one
    /// In place of the scenario's warm-up.
    std::optional<Duration> warm_up{};
    /// Asked a few thousand times by each replication, on its thread, with its number and the
    /// simulated time it has reached; false stops it with a partial result. Called from several
    /// threads at once.
    std::function<bool(std::uint32_t replication, Time reached)> go_on{};
    /// What all of them together have cost so far, for the budgets of wall time and memory; called
    /// from several threads at once. Empty: no such limit.
    std::function<MachineUse()> machine{};
  };

  /// `plan` must outlive it, and be without mistakes.
  Replications(const ScenarioPlan& plan, Options options)
      : plan_(plan), options_(std::move(options)) {}

  /// Runs `count` further ones. What one throws, this throws, the lowest number first.
  void run(std::uint32_t count);

  /// In order of their numbers, from 0 on; not yet concluded (see conclude.h).
  [[nodiscard]] const std::vector<RunResult>& results() const { return results_; }

  /// Whether `go_on` or a budget stopped any.
  [[nodiscard]] bool stopped() const;

  /// Those that a result can be made of: all; or, when some were stopped, those that were not, the
  /// first one telling so; or a part of the first.
  [[nodiscard]] std::vector<RunResult> usable() &&;

 private:
  const ScenarioPlan& plan_;
  Options options_;
  std::vector<RunResult> results_;
};

}  // namespace napkin
