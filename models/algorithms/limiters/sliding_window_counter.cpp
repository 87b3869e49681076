#include "models/algorithms/limiters/sliding_window_counter.h"

#include <algorithm>  // max, min

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/wide.h"
#include "models/algorithms/limiters/windows.h"

namespace napkin::algorithms {

namespace {

/// How far into a window floor(before * overlap) falls to `room` or less, before >= 0, room >= 0:
/// the least e with before * (window - e) < (room + 1) * window. May be the whole window.
Duration time_into_window(std::int64_t before, std::int64_t room, Duration window) {
  if (before <= room) {
    return Duration{0};
  }
  const Wide reach = (Wide{room} + 1) * window.count();
  return Duration{static_cast<std::int64_t>(window.count() - divide_up(reach, before) + 1)};
}

}  // namespace

SlidingWindowCounter::SlidingWindowCounter(Rate rate) : rate_(rate) {
  require(rate.count >= 1, "rate.count must be at least 1");
  require(rate.per > 0ns, "rate.per must be positive");
}

Decision SlidingWindowCounter::decide(Time now, std::int64_t cost) {
  if (cost > count_remaining(now)) {
    return {.admitted = false, .retry_after = wait_for(now, cost)};
  }
  current_ += cost;
  return {.admitted = true};
}

std::int64_t SlidingWindowCounter::count_remaining(Time now) {
  roll_to(now);
  const Duration overlap = rate_.per - (now - window_start_);
  const Wide carried = Wide{previous_} * overlap.count() / rate_.per.count();
  return static_cast<std::int64_t>(rate_.count - carried - current_);
}

void SlidingWindowCounter::roll_to(Time now) {
  const Time start = window_start(now, rate_.per);
  if (start == window_start_) {
    return;
  }
  const bool is_next = window_start_ != Time::min() && start - window_start_ == rate_.per;
  previous_ = is_next ? current_ : 0;
  current_ = 0;
  window_start_ = start;
}

Duration SlidingWindowCounter::wait_for(Time now, std::int64_t cost) const {
  const Duration elapsed = now - window_start_;
  const std::int64_t room = rate_.count - cost - current_;
  if (room >= 0) {
    const Duration in_this = time_into_window(previous_, room, rate_.per);
    if (in_this < rate_.per) {
      return in_this - elapsed;
    }
  }
  return rate_.per - elapsed + time_into_window(current_, rate_.count - cost, rate_.per);
}

}  // namespace napkin::algorithms
