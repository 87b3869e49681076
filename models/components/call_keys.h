#pragma once

#include <optional>  // optional
#include <string>    // string

#include "models/algorithms/resilience/circuit_breaker.h"
#include "models/algorithms/resilience/retry_budget.h"
#include "models/algorithms/resilience/retry_schedule.h"
#include "sim/run/call_reference.h"
#include "sim/scenario/declaration.h"

namespace napkin::components {

/// `retry` of a call.
struct RetryKeys {
  algorithms::RetrySchedule::Options schedule;
  std::optional<double> budget;  ///< retries per first try
};

void declare(Declaration<RetryKeys>& keys);

/// `breaker` of a call.
struct BreakerKeys {
  algorithms::CircuitBreaker::Options options;
};

void declare(Declaration<BreakerKeys>& keys);

/// How a call is made: the same keys wherever a scenario calls something.
struct PolicyKeys {
  Duration timeout{0};               ///< of one try
  std::optional<Duration> deadline;  ///< of the call with all its tries
  std::optional<RetryKeys> retry;
  std::optional<Duration> hedge_after;
  std::optional<BreakerKeys> breaker;
  std::optional<std::int64_t> limit;  ///< calls under way at once
};

void declare(Declaration<PolicyKeys>& keys);

}  // namespace napkin::components
