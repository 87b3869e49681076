#pragma once

#include <cstdint>  // int64_t, uint8_t

#include "models/algorithms/base/time.h"
#include "models/algorithms/base/wide.h"
#include "models/algorithms/limiters/limiter.h"

namespace napkin::algorithms {

/// A bucket of tokens that fills at a steady rate; each call takes one, and is refused when there
/// is none.
///
/// Lets a burst of `capacity` through at once, and `rate` in the long run. In any span of t it
/// admits at most capacity + t * rate. Starts full.
///
/// Exact: fractions of tokens are kept as integers, so a million refills drift by nothing.
/// O(1); 80 bytes.
/// Source: A. Tanenbaum, "Computer Networks", 5th edition, section 5.4.2; RFC 2697, section 3.
///
///     TokenBucket bucket({.capacity = 10, .rate = {100, 1s}});
///     const Decision decision = bucket.take(now);
///     if (!decision.admitted) reply_429(decision.retry_after);
class TokenBucket final : public Limiter {
 public:
  enum class Refill : std::uint8_t {
    kSteady,   ///< one token each per/count
    kBatches,  ///< `count` tokens at once each `per`, counted from the first call
  };

  struct Options {
    std::int64_t capacity = 1;  ///< >= 1
    Rate rate = {};
    Refill refill = Refill::kSteady;
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit TokenBucket(const Options& options);

  [[nodiscard]] std::int64_t limit() const override { return capacity_; }

 private:
  Decision decide(Time now, std::int64_t cost) override;
  std::int64_t count_remaining(Time now) override;
  void refill(Time now);
  [[nodiscard]] Duration time_until(std::int64_t tokens) const;

  std::int64_t capacity_;
  std::int64_t period_ns_;  ///< progress that earns a batch
  std::int64_t steps_;      ///< progress made each nanosecond
  std::int64_t batch_;      ///< tokens earned at a time
  std::int64_t tokens_;
  std::int64_t progress_ = 0;  ///< towards the next batch, 0 <= progress_ < period_ns_
  Time refilled_at_{};
  bool is_steady_;
  bool started_ = false;
};

}  // namespace napkin::algorithms
