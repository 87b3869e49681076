#pragma once

#include <algorithm>  // max
#include <cstdint>    // int64_t

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/time.h"
#include "models/algorithms/base/wide.h"
#include "models/algorithms/limiters/limiter.h"

namespace napkin::algorithms {

/// The moment when everything admitted so far would be through at the steady rate, and how far
/// ahead of the clock it may run. The whole state is one number, the theoretical arrival time.
///
/// Time is counted in ticks of 1/count nanoseconds, so that the interval between two calls,
/// per/count, is the integer `per`: nothing is ever rounded. O(1). Source: ITU-T I.371, annex A,
/// "virtual scheduling algorithm".
///
///     VirtualSchedule schedule({100, 1s}, /*burst=*/10);
///     if (schedule.wait_for(now, 1) == 0ns) schedule.add(now, 1);
class VirtualSchedule {
 public:
  /// `burst` >= 1: the calls that may pass at one instant.
  VirtualSchedule(Rate rate, std::int64_t burst)
      : count_(rate.count), interval_(rate.per.count()), burst_(burst) {
    require(rate.count >= 1, "rate.count must be at least 1");
    require(rate.per > 0ns, "rate.per must be positive");
  }

  [[nodiscard]] std::int64_t burst() const { return burst_; }

  /// How long until the schedule has caught up with everything admitted so far.
  [[nodiscard]] Duration backlog(Time now) const {
    return Duration{saturated(divide_up(start(now) - ticks(now), count_))};
  }

  /// Zero when `cost` calls fit now; otherwise how long until they do.
  [[nodiscard]] Duration wait_for(Time now, std::int64_t cost) const {
    const Wide excess = start(now) + (Wide{cost} - burst_) * interval_ - ticks(now);
    return Duration{saturated(divide_up(std::max<Wide>(0, excess), count_))};
  }

  void add(Time now, std::int64_t cost) {
    arrival_ = start(now) + Wide{cost} * interval_;
    started_ = true;
  }

  [[nodiscard]] std::int64_t room(Time now) const {
    return static_cast<std::int64_t>(burst_ - divide_up(start(now) - ticks(now), interval_));
  }

 private:
  [[nodiscard]] Wide ticks(Time time) const { return Wide{time.count()} * count_; }

  [[nodiscard]] Wide start(Time now) const {
    return started_ ? std::max(arrival_, ticks(now)) : ticks(now);
  }

  std::int64_t count_;
  std::int64_t interval_;
  std::int64_t burst_;
  bool started_ = false;
  Wide arrival_ = 0;
};

}  // namespace napkin::algorithms
