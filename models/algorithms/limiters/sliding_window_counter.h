#pragma once

#include <cstdint>  // int64_t

#include "models/algorithms/base/time.h"
#include "models/algorithms/limiters/limiter.h"

namespace napkin::algorithms {

/// Two counters that stand for a sliding window: the current fixed window's, and the share of the
/// previous one that the sliding window still covers.
///
/// Estimates the calls in the last `per` as floor(previous * overlap) + current, as if the previous
/// window's calls had come evenly. It smooths the boundary of the fixed window; what it errs by is
/// how uneven they were.
///
/// Exact integers, O(1), 56 bytes.
/// Source: "How we built rate limiting capable of scaling to millions of domains", Cloudflare,
/// 2017; A. Xu, "System Design Interview", chapter 4, whose rounding down is kept.
///
///     SlidingWindowCounter limiter({7, 60s});
///     const Decision decision = limiter.take(now);
///     if (!decision.admitted) reply_429(decision.retry_after);
class SlidingWindowCounter final : public Limiter {
 public:
  /// At most rate.count calls in any window of rate.per, by the estimate above.
  /// Throws std::invalid_argument when the rate is out of range.
  explicit SlidingWindowCounter(Rate rate);

  [[nodiscard]] std::int64_t limit() const override { return rate_.count; }

 private:
  Decision decide(Time now, std::int64_t cost) override;
  std::int64_t count_remaining(Time now) override;
  void roll_to(Time now);
  [[nodiscard]] Duration wait_for(Time now, std::int64_t cost) const;

  Rate rate_;
  Time window_start_ = Time::min();
  std::int64_t previous_ = 0;
  std::int64_t current_ = 0;
};

}  // namespace napkin::algorithms
