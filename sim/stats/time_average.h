#pragma once

#include <chrono>
#include <cstdint>

#include "sim/kernel/assert.h"
#include "sim/stats/int128.h"

namespace napkin {

/// The average over simulated time of a level that jumps: a queue length, busy cores, connections,
/// users. The integral is an exact integer (level * nanoseconds), so the order of merging cannot
/// change a digit.
class TimeAverage {
 public:
  using Time = std::chrono::nanoseconds;

  /// The integral up to a moment; two marks give the average between them.
  struct Mark {
    Time at{};
    Int128 integral = 0;
  };

  explicit TimeAverage(Time start = {}, std::int64_t level = 0)
      : start_(start), changed_(start), level_(level), maximum_(level) {}

  /// The level is `level` from `now` on. Requires: `now` is not before the last change.
  void set(Time now, std::int64_t level) {
    NAPKIN_ASSERT(now >= changed_);
    integral_ += static_cast<Int128>(level_) * (now - changed_).count();
    changed_ = now;
    level_ = level;
    maximum_ = level > maximum_ ? level : maximum_;
  }

  void add(Time now, std::int64_t delta) { set(now, level_ + delta); }

  /// Forgets the past and keeps the level: for the end of a warm-up.
  void restart(Time now);

  [[nodiscard]] std::int64_t level() const { return level_; }

  [[nodiscard]] std::int64_t maximum() const { return maximum_; }

  /// level * nanoseconds from the start (or restart) to `now`. Requires: `now` is not before the
  /// last change.
  [[nodiscard]] Int128 integral(Time now) const;

  [[nodiscard]] Mark mark(Time now) const { return {now, integral(now)}; }

  /// Average level from the start (or restart), or from a mark, until `until`; the level itself if
  /// no time passed.
  [[nodiscard]] double average(Time until) const;
  [[nodiscard]] double average(const Mark& since, Time until) const;

 private:
  Time start_;
  Time changed_;
  std::int64_t level_;
  std::int64_t maximum_;
  Int128 integral_ = 0;
};

}  // namespace napkin
