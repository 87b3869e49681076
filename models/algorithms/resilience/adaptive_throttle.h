#pragma once

#include "models/algorithms/base/rolling_counts.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// A client that stops sending what its overloaded server would refuse anyway.
///
/// Over the last `window` it counts the requests its application made and the ones the server
/// accepted, and refuses locally with probability max(0, (requests - k * accepts) / (requests +
/// 1)). The server then sees about k times what it can accept; at least some requests always pass,
/// so the client notices when it recovers.
///
/// O(1); about 200 bytes.
/// Source: Google SRE book, chapter 21, "Client-Side Throttling", equation 21-1.
///
///     AdaptiveThrottle throttle({.k = 2.0});
///     if (throttle.admit(now, random.uniform()) && send()) throttle.on_accepted(later);
class AdaptiveThrottle final {
 public:
  struct Options {
    double k = 2.0;          ///< how many requests per accepted one are let through, >= 1
    Duration window = 120s;  ///< > 0
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit AdaptiveThrottle(const Options& options);

  /// Counts the request; false when it must be refused without sending it. `uniform` in (0, 1).
  [[nodiscard]] bool admit(Time now, double uniform);

  /// The server took the request: anything but a refusal for overload.
  void on_accepted(Time now);

  [[nodiscard]] double rejection_probability(Time now);

 private:
  Options options_;
  RollingCounts<2> counts_;
};

}  // namespace napkin::algorithms
