#include <algorithm>
#include <utility>

#include "models/components/step.h"

namespace napkin::components {

namespace {

/// Adds what `part` costs and causes, so many times; `certain` when it is never left out.
void add_demand(Demand& sum, Demand part, double times, bool certain) {
  sum.work_ns += times * part.work_ns;
  for (Demand::Caused& caused : part.causes) {
    caused.times *= times;
    caused.certain = caused.certain && certain;
    sum.causes.push_back(std::move(caused));
  }
}

/// How often the steps of a step are done at least; of a formula nothing is known.
double times_of(const Step& step) {
  if (step.while_true) {
    return 0;
  }
  if (!step.for_each_of.empty()) {
    return static_cast<double>(step.for_each_of.size());
  }
  const std::optional<NumberKey>& times = step.for_each ? step.for_each : step.repeat;
  if (!times) {
    return 1;
  }
  return times->law ? std::max(times->law->mean(), 0.0) : 0;
}

/// What a step costs and causes.
Demand demand_of(const Step& step) {
  Demand sum{.work_ns = step.work ? step.work->mean() : 0, .causes = {}};
  for (const std::optional<CallReference>& call : {step.call, step.publish}) {
    if (call) {
      sum.causes.push_back({*call});
    }
  }
  if (step.parallel) {
    add_demand(sum, components::demand_of(*step.parallel), 1, true);
  }
  for (const Way& way : step.branch) {
    add_demand(sum, components::demand_of(way.steps), way.share.value_or(0), false);
  }
  const double times = times_of(step);
  add_demand(sum, components::demand_of(step.steps), times, times >= 1);
  return sum;
}

}  // namespace

std::size_t count_written(const Steps& steps) {
  std::size_t count = 0;
  for (const Step& step : steps) {
    count += 1 + count_written(step.steps) + count_written(step.not_found) +
             count_written(step.otherwise);
    count += step.parallel ? count_written(*step.parallel) : 0;
    for (const Way& way : step.branch) {
      count += count_written(way.steps);
    }
    for (const auto& [result, inner] : step.on) {
      count += count_written(inner);
    }
  }
  return count;
}

Demand demand_of(const Steps& steps) {
  Demand sum;
  for (const Step& step : steps) {
    add_demand(sum, demand_of(step), 1, true);
    if (step.fail || step.finish) {
      break;  // what follows is not reached
    }
  }
  return sum;
}

}  // namespace napkin::components
