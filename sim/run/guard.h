#pragma once

#include <cstdint>     // int64_t, uint64_t
#include <functional>  // function
#include <optional>    // optional
#include <vector>      // vector

#include "sim/net/world.h"
#include "sim/run/budget.h"

namespace napkin {

/// Watches a run and ends it when a budget is spent, when events go round without time passing, or
/// when whoever started it says so.
///
/// Everything but wall time and memory is counted in events and simulated time: a run that one of
/// those ends, ends at the same event on every machine.
class Guard final : public World::Watch {
 public:
  struct Options {
    BudgetKeys budget;
    Duration duration{0};  ///< simulated time of the whole run
    /// False ends the run; asked with the simulated time that was reached. May be empty.
    std::function<bool(Time)> go_on;
    /// May be empty: then wall time and memory are not limited.
    std::function<MachineUse()> machine;
  };

  /// What ended the run, and where.
  struct Stop {
    StopCause cause = StopCause::kInterrupt;
    Region* region = nullptr;  ///< null when it is not about one of them
    Time limit{0};             ///< the end of the window in which it stopped
    std::uint64_t events = 0;  ///< of a storm: how many went by
    Duration passed{0};        ///< of a storm: in how much simulated time
  };

  Guard(World& world, Options options);

  std::uint64_t events_until_asked() override;
  bool may_go_on(Region& region, Time limit) override;

  [[nodiscard]] const std::optional<Stop>& stop() const { return stop_; }

 private:
  /// Since when a region has not made progress.
  struct Mark {
    Time instant{0};
    std::uint64_t events = 0;
    std::uint64_t events_max = 0;
    Time stretch{0};
    std::uint64_t stretch_events = 0;
    std::uint64_t stretch_events_max = 0;
  };

  [[nodiscard]] std::optional<StopCause> spent(Time now);
  void judge_progress(Region& region, Time limit);

  World& world_;
  Options options_;
  std::vector<Mark> marks_;  // by region
  std::uint64_t asked_at_event_ = 0;
  int questions_ = 0;
  std::optional<Stop> stop_;
};

}  // namespace napkin
