#pragma once

#include <chrono>   // nanoseconds
#include <cstdint>  // int64_t
#include <limits>   // numeric_limits

#include "sim/kernel/assert.h"

namespace napkin {

/// A span of simulated time. Integer nanoseconds: exact, and the same on every machine.
using Duration = std::chrono::nanoseconds;

/// A point in simulated time, as the span since the start of the run. Reaches 292 years.
using Time = std::chrono::nanoseconds;

// NOLINTNEXTLINE(google-build-using-namespace): `5ms` is how everyone writes time.
using namespace std::chrono_literals;

inline constexpr Time kTimeMax{std::numeric_limits<std::int64_t>::max()};

/// `time + span`. Leaving the range of the clock is an error, never a wrap.
[[nodiscard]] inline Time add_checked(Time time, Duration span) {
  std::int64_t sum = 0;
  const bool overflow = __builtin_add_overflow(time.count(), span.count(), &sum);
  NAPKIN_ASSERT(!overflow);
  return Time{sum};
}

/// Where times stay that no run reaches, 146 years after its start: the end of what takes too long
/// to ever end.
inline constexpr Time kNever{std::int64_t{1} << 62U};

/// `time + span`, at most kNever: for what the modelled world delays without bound. Requires: both
/// from 0 to kNever.
[[nodiscard]] inline Time add_saturating(Time time, Duration span) {
  NAPKIN_ASSERT(span >= Duration::zero() && span <= kNever && time <= kNever);
  return span < kNever - time ? time + span : kNever;
}

/// Seconds as a floating-point number. For reports only: models compute in nanoseconds.
[[nodiscard]] constexpr double to_seconds(Duration span) {
  return static_cast<double>(span.count()) * 1e-9;
}

}  // namespace napkin
