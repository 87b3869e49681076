#pragma once

#include <cstdint>  // int64_t

#include "models/algorithms/base/time.h"
#include "models/algorithms/limiters/limiter.h"

namespace napkin::algorithms {

/// One counter for each fixed stretch of time, which starts again from zero at the next.
///
/// Cheapest and easiest to share (one INCR with an expiry). Its flaw is the boundary: the end of
/// one window and the start of the next let up to twice the limit through within one window's
/// length. Windows are aligned to the origin of time, so every node agrees on them.
///
/// O(1); 48 bytes.
/// Source: Redis documentation, "INCR", pattern: rate limiter 1.
///
///     FixedWindow limiter({100, 1s});
///     const Decision decision = limiter.take(now);
///     if (!decision.admitted) reply_429(decision.retry_after);
class FixedWindow final : public Limiter {
 public:
  /// At most rate.count calls in each window of rate.per.
  /// Throws std::invalid_argument when the rate is out of range.
  explicit FixedWindow(Rate rate);

  [[nodiscard]] std::int64_t limit() const override { return rate_.count; }

 private:
  Decision decide(Time now, std::int64_t cost) override;
  std::int64_t count_remaining(Time now) override;
  void roll_to(Time now);

  Rate rate_;
  Time window_start_ = Time::min();
  std::int64_t taken_ = 0;
};

}  // namespace napkin::algorithms
