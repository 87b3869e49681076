#pragma once

#include <cstdint>  // int64_t

#include "models/algorithms/base/time.h"
#include "models/algorithms/limiters/limiter.h"
#include "models/algorithms/limiters/virtual_schedule.h"

namespace napkin::algorithms {

/// The generic cell rate algorithm: a limiter whose whole memory is one time stamp.
///
/// Each call moves a theoretical arrival time on by per/count; a call that would push it more than
/// `burst` intervals ahead of the clock is refused. Decides exactly as a token bucket of capacity
/// `burst` does, without counting tokens, which suits a shared store: one value for each key, and
/// one compare-and-set for each call.
///
/// O(1); 16 bytes of state.
/// Source: ITU-T I.371, annex A; redis-cell uses the same.
///
///     Gcra limiter({.burst = 10, .rate = {100, 1s}});
///     const Decision decision = limiter.take(now);
///     if (!decision.admitted) reply_429(decision.retry_after);
class Gcra final : public Limiter {
 public:
  struct Options {
    std::int64_t burst = 1;  ///< calls that may pass at one instant, >= 1
    Rate rate = {};
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit Gcra(const Options& options);

  [[nodiscard]] std::int64_t limit() const override { return schedule_.burst(); }

 private:
  Decision decide(Time now, std::int64_t cost) override;

  std::int64_t count_remaining(Time now) override { return schedule_.room(now); }

  VirtualSchedule schedule_;
};

}  // namespace napkin::algorithms
