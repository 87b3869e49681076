#pragma once

#include <optional>  // optional
#include <string>    // string

#include "models/algorithms/resilience/adaptive_throttle.h"
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
  bool conflicts = false;        ///< a conflict is tried again, too
};

void declare(Declaration<RetryKeys>& keys);

/// `breaker` of a call.
struct BreakerKeys {
  algorithms::CircuitBreaker::Options options;
};

void declare(Declaration<BreakerKeys>& keys);

/// `throttle` of a call.
struct ThrottleKeys {
  algorithms::AdaptiveThrottle::Options options;
};

void declare(Declaration<ThrottleKeys>& keys);

/// `connections` of a call.
struct ConnectionKeys {
  std::int64_t minimum = 0;
  std::int64_t maximum = 1;
  Duration open{0};
  Duration timeout{0};
};

void declare(Declaration<ConnectionKeys>& keys);

/// How a call is made: the same keys wherever a scenario calls something.
struct PolicyKeys {
  Duration timeout{0};               ///< of one try
  std::optional<Duration> deadline;  ///< of the call with all its tries
  std::optional<RetryKeys> retry;
  std::optional<Duration> hedge_after;
  std::optional<BreakerKeys> breaker;
  std::optional<ThrottleKeys> throttle;
  std::optional<std::int64_t> limit;  ///< calls under way at once
  std::optional<ConnectionKeys> connections;

  /// Whether a call is exactly one request: nothing tries again or keeps it back.
  [[nodiscard]] bool is_single_try() const {
    return !retry && !hedge_after && !breaker && !throttle && !limit && !connections;
  }

  /// Whether it is a time-out and nothing else.
  [[nodiscard]] bool is_plain() const { return is_single_try() && !deadline; }
};

void declare(Declaration<PolicyKeys>& keys);

}  // namespace napkin::components
