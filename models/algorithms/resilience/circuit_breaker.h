#pragma once

#include <cstdint>   // int64_t, uint32_t
#include <optional>  // optional

#include "models/algorithms/base/rolling_counts.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// A guard before a dependency that stops calling it while it fails, and probes when it may be
/// back.
///
/// Closed: calls pass. Too many failures in a row, or too large a share of failures over a rolling
/// window, opens the breaker. Open: every call is refused, for `open_for`. Half-open: up to
/// `probes_max` calls pass at a time; `successes_to_close` successes close it, one failure opens it
/// again. The result of a call that began before the latest change of state is ignored: it tells of
/// another time.
///
/// Every operation is O(1); about 300 bytes each.
/// Source: M. Nygard, "Release It!", 2nd edition, 2018, "Circuit Breaker"; the generations follow
/// sony/gobreaker.
///
///     CircuitBreaker breaker({.failures_max = 5, .open_for = 30s});
///     if (const auto permit = breaker.admit(now)) {
///       call() ? breaker.on_success(*permit, later) : breaker.on_failure(*permit, later);
///     }
class CircuitBreaker final {
 public:
  enum class State : std::uint8_t { kClosed, kOpen, kHalfOpen };

  struct Options {
    int failures_max = 5;  ///< failures in a row that open it; 0: never for this reason
    double failure_ratio =
        0.0;                  ///< share of failures in the window that opens it, (0, 1]; 0: never
    int calls_min = 20;       ///< results in the window before the share is judged, >= 1
    Duration window = 10s;    ///< > 0
    Duration open_for = 30s;  ///< > 0
    int probes_max = 1;       ///< calls at a time while half-open, >= 1
    int successes_to_close = 1;  ///< >= 1
  };

  /// A call that may proceed. Give it back exactly once: on_success, on_failure or on_abandoned.
  class Permit {
   private:
    friend class CircuitBreaker;

    explicit Permit(std::uint32_t generation) : generation_(generation) {}

    std::uint32_t generation_;
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit CircuitBreaker(const Options& options);

  /// Nothing when the breaker refuses the call. A time before the latest one counts as the latest.
  [[nodiscard]] std::optional<Permit> admit(Time now);

  void on_success(Permit permit, Time now);
  void on_failure(Permit permit, Time now);

  /// The call ended without telling anything about the dependency (cancelled, refused elsewhere).
  void on_abandoned(Permit permit);

  [[nodiscard]] State state(Time now);

  /// How long until a probe may pass; zero when the breaker is not open.
  [[nodiscard]] Duration retry_after(Time now);

  [[nodiscard]] std::int64_t times_opened() const { return times_opened_; }

 private:
  void advance(Time now);
  void enter(State state);
  void open();
  void judge_closed();

  [[nodiscard]] bool is_current(Permit permit) const { return permit.generation_ == generation_; }

  Options options_;
  State state_ = State::kClosed;
  std::uint32_t generation_ = 0;
  int failures_in_a_row_ = 0;
  int probes_in_flight_ = 0;
  int probes_succeeded_ = 0;
  Time latest_ = Time::min();
  Time opened_at_{};
  std::int64_t times_opened_ = 0;
  RollingCounts<2> results_;
};

[[nodiscard]] const char* to_string(CircuitBreaker::State state);

}  // namespace napkin::algorithms
