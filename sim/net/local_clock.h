#pragma once

#include <cstdint>  // int64_t

#include "sim/kernel/time.h"

namespace napkin {

/// The clock of a machine, which may be off, run fast or slow, and be set while it runs.
/// A right clock unless told otherwise.
class LocalClock {
 public:
  /// What it shows at true time `now`.
  [[nodiscard]] Time at(Time now) const {
    const __int128_t drifted_ns =
        static_cast<__int128_t>((now - since_).count()) * drift_ppb_ / 1'000'000'000;
    return now + offset_ + Duration{static_cast<std::int64_t>(drifted_ns)};
  }

  /// From `now` on it gains `drift_ppb` nanoseconds a second (loses, when negative).
  void set_drift(Time now, std::int64_t drift_ppb) {
    offset_ = at(now) - now;
    since_ = now;
    drift_ppb_ = drift_ppb;
  }

  /// Jumps by `step`, forwards or backwards.
  void step(Duration step) { offset_ += step; }

 private:
  Duration offset_{0};
  Time since_{0};
  std::int64_t drift_ppb_ = 0;
};

}  // namespace napkin
