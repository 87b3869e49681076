#pragma once

#include <optional>  // optional

#include "models/algorithms/resilience/retry_budget.h"
#include "models/algorithms/resilience/retry_schedule.h"
#include "models/components/call_keys.h"
#include "sim/kernel/random.h"

namespace napkin::components {

/// What a block of steps with `retry` keeps on its host.
struct StepRetries {
  StepRetries(const RetryKeys& keys, RandomStream stream)
      : schedule(keys.schedule), random(stream) {
    if (keys.budget) {
      budget.emplace(algorithms::RetryBudget::Options{.ratio = *keys.budget});
    }
  }

  algorithms::RetrySchedule schedule;
  std::optional<algorithms::RetryBudget> budget;
  RandomStream random;
};

}  // namespace napkin::components
