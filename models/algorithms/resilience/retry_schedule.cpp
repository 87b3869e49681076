#include "models/algorithms/resilience/retry_schedule.h"

#include <algorithm>  // min, max

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

double nanoseconds(Duration span) {
  return static_cast<double>(span.count());
}

/// Rounds to the nearest nanosecond; what lies beyond the cap is the cap.
Duration capped(double span_ns, Duration cap) {
  return span_ns >= nanoseconds(cap) ? cap : Duration{static_cast<std::int64_t>(span_ns + 0.5)};
}

}  // namespace

RetrySchedule::RetrySchedule(const Options& options) : options_(options) {
  require(options.retries_max >= 0, "retries_max must be at least 0");
  require(options.base >= 0ns, "base must not be negative");
  require(options.increment >= 0ns, "increment must not be negative");
  require(options.multiplier >= 1.0, "multiplier must be at least 1");
  require(options.cap >= options.base, "cap must be at least base");
  require(options.jitter != Jitter::kDecorrelated || options.backoff == Backoff::kExponential,
          "decorrelated jitter needs exponential back-off: it replaces the growth");
}

std::optional<Duration> RetrySchedule::next(RetryProgress& progress,
                                            double uniform,
                                            Duration retry_after) const {
  if (options_.backoff == Backoff::kNone || progress.retries >= options_.retries_max) {
    return std::nullopt;
  }
  progress.backoff = grow(progress);
  progress.last_wait = blur(progress.backoff, progress.last_wait, uniform);
  ++progress.retries;
  return std::max(progress.last_wait, retry_after);
}

Duration RetrySchedule::grow(const RetryProgress& progress) const {
  if (options_.backoff == Backoff::kImmediate) {
    return Duration{0};
  }
  if (progress.retries == 0) {
    return options_.base;
  }
  switch (options_.backoff) {
    case Backoff::kIncremental:
      return options_.increment > options_.cap - progress.backoff
                 ? options_.cap
                 : progress.backoff + options_.increment;
    case Backoff::kExponential:
      return capped(nanoseconds(progress.backoff) * options_.multiplier, options_.cap);
    default:
      return progress.backoff;
  }
}

Duration RetrySchedule::blur(Duration backoff, Duration last_wait, double uniform) const {
  switch (options_.jitter) {
    case Jitter::kNone:
      return backoff;
    case Jitter::kFull:
      return capped(uniform * nanoseconds(backoff), backoff);
    case Jitter::kEqual: {
      const double half = nanoseconds(backoff) / 2;
      return capped(half + uniform * half, backoff);
    }
    case Jitter::kDecorrelated: {
      const double base = nanoseconds(options_.base);
      const double last = std::max(base, nanoseconds(last_wait));
      return capped(base + uniform * (3 * last - base), options_.cap);
    }
  }
  return backoff;
}

}  // namespace napkin::algorithms
