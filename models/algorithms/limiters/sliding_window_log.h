#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // int64_t
#include <vector>   // vector

#include "models/algorithms/base/time.h"
#include "models/algorithms/limiters/limiter.h"

namespace napkin::algorithms {

/// A log of when calls came: exact in every window, at the price of a time stamp for each call.
///
/// A call passes when fewer than rate.count logged calls lie in the window (now - per, now]. The
/// published version also logs refused calls, so that a caller that keeps hammering stays out;
/// choose it with `log_refused`.
///
/// Only the latest rate.count entries can matter, so the log is a ring of that size, and a call
/// costs O(cost) instead of a sweep over what expired. Memory: 8 bytes x rate.count at most.
/// Source: the sorted set in "Better Rate Limiting With Redis Sorted Sets", ClassDojo, 2015.
///
///     SlidingWindowLog limiter({.rate = {100, 1s}});
///     const Decision decision = limiter.take(now);
///     if (!decision.admitted) reply_429(decision.retry_after);
class SlidingWindowLog final : public Limiter {
 public:
  struct Options {
    Rate rate = {};
    bool log_refused = false;
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit SlidingWindowLog(const Options& options);

  [[nodiscard]] std::int64_t limit() const override { return options_.rate.count; }

  /// Entries now in memory.
  [[nodiscard]] std::size_t size() const { return ring_.size(); }

 private:
  Decision decide(Time now, std::int64_t cost) override;
  std::int64_t count_remaining(Time now) override;
  void log(Time now, std::int64_t times);
  [[nodiscard]] Duration wait_for(Time now, std::int64_t cost) const;
  [[nodiscard]] Time entry(std::size_t age_rank) const;

  Options options_;
  std::vector<Time> ring_;
  std::size_t oldest_ = 0;
};

}  // namespace napkin::algorithms
