#include "sim/run/study.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/run/conclude.h"
#include "sim/run/estimate_measure.h"
#include "sim/run/simulation.h"
#include "sim/stats/analysis/warm_up.h"

namespace napkin {

namespace {

/// A run without warm-up, looked at for the length of one.
WarmUp explore_warm_up(const ScenarioPlan& plan, const Replications::Options& options) {
  std::function<bool(Time)> go_on;
  if (options.go_on) {
    go_on = [&options](Time reached) { return options.go_on(0, reached); };
  }
  Simulation pilot(
      plan, {.seed = options.seed, .go_on = go_on, .warm_up = Duration::zero(), .trace = false});
  const RunResult result = pilot.simulate();
  return result.complete ? find_warm_up(result) : WarmUp{.rule = "interrupted"};
}

/// Half of the interval over the value; nothing without an interval.
std::optional<double> precision_of(const Estimate& estimate) {
  if (!estimate.has_interval() || !estimate.value || *estimate.value == 0) {
    return std::nullopt;
  }
  return (*estimate.highest - *estimate.lowest) / 2 / std::abs(*estimate.value);
}

/// How many replications it will take in all: by the square root law, yet never more than twice as
/// many as there are, since the precision is itself only estimated.
std::uint32_t replications_for(double goal, std::optional<double> reached, std::uint32_t present) {
  const double times = reached ? (*reached / goal) * (*reached / goal) : 2;
  const double wanted = std::ceil(static_cast<double>(present) * std::clamp(times, 1.0, 2.0));
  return std::max(present + 1, static_cast<std::uint32_t>(wanted));
}

/// Adds replications until the goal is reached; what came of it, in words. `reached` tells.
std::string pursue(const PrecisionGoal& goal,
                   std::uint32_t most,
                   Replications& replications,
                   bool& reached) {
  while (true) {
    const auto present = static_cast<std::uint32_t>(replications.results().size());
    const std::optional<double> precision =
        precision_of(estimate_measure(replications.results(), goal.measure));
    reached = precision && *precision <= goal.relative_half_width;
    if (reached || present >= most || replications.stopped()) {
      const std::string known =
          precision ? fmt::format("known within {:.2g}%", 100 * *precision) : "no interval";
      return fmt::format("{}: {} after {} replications", goal.text, known, present);
    }
    const std::uint32_t wanted = replications_for(goal.relative_half_width, precision, present);
    replications.run(std::min(wanted, most) - present);
  }
}

}  // namespace

RunResult run_study(const ScenarioPlan& plan, const Replications::Options& options) {
  const RunKeys& keys = plan.keys.run;
  Replications::Options chosen = options;
  WarmUp warm_up;
  if (keys.warm_up.automatic) {
    warm_up = explore_warm_up(plan, options);
    chosen.warm_up = warm_up.end.value_or(Duration::zero());
  }
  Replications replications(plan, chosen);
  const auto first =
      plan.until ? std::max(keys.replications, std::uint32_t{kReplicationsMin}) : keys.replications;
  replications.run(first);
  bool reached = true;
  std::string stopping_rule;
  if (plan.until) {
    stopping_rule = pursue(*plan.until, keys.replications_max, replications, reached);
  }
  std::vector<RunResult> usable = std::move(replications).usable();
  for (RunResult& one : usable) {
    if (keys.warm_up.automatic) {
      one.warm_up_rule = warm_up.rule;
      one.warm_up_refused = !warm_up.end;
    }
    one.stopping_rule = stopping_rule;
    if (!reached && one.complete) {
      one.complete = false;
      one.incomplete_reason = "stopped by run.replications_max, " + stopping_rule;
    }
  }
  return conclude(plan, usable);
}

}  // namespace napkin
