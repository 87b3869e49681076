#pragma once

#include <cstdint>  // int64_t

#include "models/algorithms/base/time.h"
#include "models/algorithms/limiters/limiter.h"
#include "models/algorithms/limiters/virtual_schedule.h"

namespace napkin::algorithms {

/// A bounded first-in first-out queue that lets calls out at a fixed rate; what finds it full is
/// refused.
///
/// Turns any arrival pattern into a steady flow. An admitted call waits Decision::delay: the queue
/// itself stays with the caller (a sleep, an event), and only its length and its outflow are here.
/// A call that finds the bucket empty and idle leaves at once. Its weakness shows in delay: a burst
/// fills the queue with old calls, and fresh ones are refused.
///
/// O(1) and 64 bytes, whatever the capacity: departures are evenly spaced, so the last one tells
/// all. Source: J. Turner, "New directions in communications", IEEE Communications Magazine 24(10),
/// 1986.
///
///     LeakingBucket bucket({.capacity = 4, .rate = {10, 1s}});
///     const Decision decision = bucket.take(now);
///     decision.admitted ? run_after(decision.delay) : reply_429(decision.retry_after);
class LeakingBucket final : public Limiter {
 public:
  struct Options {
    std::int64_t capacity = 1;  ///< calls that wait, >= 0; 0: paces without a queue
    Rate rate = {};             ///< how fast they leave
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit LeakingBucket(const Options& options);

  /// The queue's capacity, and the one call that leaves at once.
  [[nodiscard]] std::int64_t limit() const override { return schedule_.burst(); }

 private:
  Decision decide(Time now, std::int64_t cost) override;

  std::int64_t count_remaining(Time now) override { return schedule_.room(now); }

  VirtualSchedule schedule_;
};

}  // namespace napkin::algorithms
