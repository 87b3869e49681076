#pragma once

#include <optional>  // optional

#include "models/components/call_keys.h"
#include "sim/kernel/random.h"
#include "sim/net/call.h"
#include "sim/run/directory.h"
#include "sim/station/pool.h"

namespace napkin::components {

/// One place from which a host calls something, with the policy in force there: how long it waits,
/// whether it tries again, what it keeps from happening.
///
/// Breaker, budget, limit and connections are this host's own view, as in a client library. Each
/// attempt is a call of its own, routed anew, away from the instance that has just failed.
class alignas(64) Caller {
 public:
  /// `host` and the target's component must outlive it.
  Caller(Host& host, CallTarget target, const PolicyKeys& policy, RandomStream random);

  /// Awaitable: the reply, or the failure of the last attempt. A request's own deadline is never
  /// exceeded.
  ///
  ///     const Reply reply = co_await threads.call(request);
  [[nodiscard]] Task<Reply> call(Request request);

  /// Whether the policy is a time-out and nothing else; then `attempt` does the same as `call`, and
  /// spares a coroutine.
  [[nodiscard]] bool is_plain() const { return is_plain_; }

  [[nodiscard]] Call attempt(const Request& request);

  /// When one try sent now stops waiting.
  [[nodiscard]] Time deadline_of(const Request& request) const;

  [[nodiscard]] const CallTarget& target() const { return target_; }

 private:
  [[nodiscard]] Request prepare(const Request& request, Time deadline) const;
  Task<Reply> attempt_guarded(Request request, const Endpoint*& tried);
  Task<Reply> attempt_hedged(Request request, const Endpoint*& tried);
  [[nodiscard]] bool may_retry();
  [[nodiscard]] bool may_send();
  [[nodiscard]] bool is_final(Status status) const;

  // What a plain call needs comes first, in one cache line.
  Host& host_;
  CallTarget target_;
  Duration timeout_;
  bool is_plain_;
  PolicyKeys policy_;
  RandomStream random_;
  std::optional<algorithms::RetrySchedule> schedule_;
  std::optional<algorithms::RetryBudget> budget_;
  std::optional<algorithms::CircuitBreaker> breaker_;
  std::optional<algorithms::AdaptiveThrottle> throttle_;
  std::optional<Pool> connections_;
  std::int64_t under_way_ = 0;
};

}  // namespace napkin::components
