#include "models/algorithms/limiters/fixed_window.h"

#include "models/algorithms/base/contract.h"
#include "models/algorithms/limiters/windows.h"

namespace napkin::algorithms {

FixedWindow::FixedWindow(Rate rate) : rate_(rate) {
  require(rate.count >= 1, "rate.count must be at least 1");
  require(rate.per > 0ns, "rate.per must be positive");
}

Decision FixedWindow::decide(Time now, std::int64_t cost) {
  roll_to(now);
  if (cost > rate_.count - taken_) {
    return {.admitted = false, .retry_after = rate_.per - (now - window_start_)};
  }
  taken_ += cost;
  return {.admitted = true};
}

std::int64_t FixedWindow::count_remaining(Time now) {
  roll_to(now);
  return rate_.count - taken_;
}

void FixedWindow::roll_to(Time now) {
  const Time start = window_start(now, rate_.per);
  if (start != window_start_) {
    window_start_ = start;
    taken_ = 0;
  }
}

}  // namespace napkin::algorithms
