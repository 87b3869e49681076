#pragma once

#include <cstdint>   // uint8_t
#include <optional>  // optional

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// How the wait grows from one retry to the next.
enum class Backoff : std::uint8_t { kNone, kImmediate, kFixed, kIncremental, kExponential };

/// How the wait is blurred.
enum class Jitter : std::uint8_t { kNone, kFull, kEqual, kDecorrelated };

/// Where one call stands in its schedule. Starts empty.
struct RetryProgress {
  int retries = 0;       ///< further tries granted so far
  Duration backoff{};    ///< the plain wait of the latest retry
  Duration last_wait{};  ///< the wait of the latest retry, blurred
};

/// How long to wait before each further try of a failed call.
///
/// A schedule grows a plain wait (none, immediate, fixed, incremental, exponential) and blurs it
/// with jitter, so that callers that failed together do not come back together. It is a constant
/// that many calls share; the state of one call is its RetryProgress.
///
/// With u uniform in (0, 1), w the plain wait and l the previous wait of this call:
///   full          u * w
///   equal         w/2 + u * w/2
///   decorrelated  min(cap, base + u * (3*l - base)), l = base at first; exponential back-off only
///
/// O(1), no memory beyond the options.
/// Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
///
///     const RetrySchedule schedule({.backoff = Backoff::kExponential, .jitter = Jitter::kFull});
///     RetryProgress progress;
///     while (!call()) {
///       const auto wait = schedule.next(progress, random.uniform());
///       if (!wait) break;
///       sleep(*wait);
///     }
class RetrySchedule final {
 public:
  struct Options {
    Backoff backoff = Backoff::kExponential;
    Jitter jitter = Jitter::kFull;
    int retries_max = 3;         ///< further tries after the first, >= 0; kNone never retries
    Duration base = 100ms;       ///< the first plain wait, >= 0
    Duration increment = 100ms;  ///< incremental: added for each retry, >= 0
    double multiplier = 2.0;     ///< exponential: growth for each retry, >= 1
    Duration cap = 20s;          ///< the longest wait of the schedule's own, >= base
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit RetrySchedule(const Options& options);

  /// The wait before the next try, or nothing when the call must give up. `uniform` in (0, 1).
  /// `retry_after` is what the server asked for, if anything: the wait is never shorter, and may
  /// then exceed the cap.
  [[nodiscard]] std::optional<Duration> next(RetryProgress& progress,
                                             double uniform,
                                             Duration retry_after = Duration{0}) const;

  [[nodiscard]] const Options& options() const { return options_; }

 private:
  [[nodiscard]] Duration grow(const RetryProgress& progress) const;
  [[nodiscard]] Duration blur(Duration backoff, Duration last_wait, double uniform) const;

  Options options_;
};

}  // namespace napkin::algorithms
