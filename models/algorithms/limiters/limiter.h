#pragma once

#include <cstdint>  // int64_t

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// So many calls per so much time, for example {100, 1s}.
struct Rate {
  std::int64_t count = 1;  ///< >= 1
  Duration per = 1s;       ///< > 0
};

/// The span in place of "when to come back" for a call that can never pass.
inline constexpr Duration kNever = Duration::max();

/// What a limiter says about one call.
struct Decision {
  bool admitted = false;
  Duration delay{};        ///< admitted: how long the call waits in the limiter's own queue
  Duration retry_after{};  ///< refused: when the same call would pass if no other came; or kNever
};

/// A bound on how many calls may pass in a stretch of time.
///
/// Time is the caller's, and never runs backwards inside: a time earlier than the latest one counts
/// as the latest. The headers of HTTP follow: X-Ratelimit-Limit is limit(), X-Ratelimit-Remaining
/// is remaining(), X-Ratelimit-Retry-After is Decision::retry_after, beside status 429.
class Limiter {
 public:
  virtual ~Limiter() = default;

  /// Takes `cost` >= 1 units of the allowance, all or none.
  [[nodiscard]] Decision take(Time now, std::int64_t cost = 1);

  /// Units that a call could take now.
  [[nodiscard]] std::int64_t remaining(Time now);

  /// The most units that can ever be taken at one instant.
  [[nodiscard]] virtual std::int64_t limit() const = 0;

 protected:
  Limiter() = default;
  Limiter(const Limiter&) = default;
  Limiter& operator=(const Limiter&) = default;

 private:
  [[nodiscard]] Time advance(Time now);

  /// `now` never decreases from call to call; 1 <= cost <= limit().
  virtual Decision decide(Time now, std::int64_t cost) = 0;
  virtual std::int64_t count_remaining(Time now) = 0;

  Time latest_ = Time::min();
};

}  // namespace napkin::algorithms
