#pragma once

#include <string>  // string

#include "sim/kernel/random.h"

namespace napkin {

/// How a `Law` may draw without a virtual call.
struct QuickDraw {
  enum class Kind { kNone, kConstant, kExponential };

  Kind kind = Kind::kNone;
  double mean = 0;
};

/// A probability distribution of real numbers. Immutable: all state of a draw is in the stream, so
/// one distribution may be drawn from by any number of streams and threads.
///
/// Times are distributed in nanoseconds; the distribution itself knows no unit.
class Distribution {
 public:
  Distribution() = default;
  Distribution(const Distribution&) = delete;
  Distribution& operator=(const Distribution&) = delete;
  virtual ~Distribution() = default;

  /// One value. By inversion (one uniform number, growing with it) unless the distribution says
  /// otherwise.
  [[nodiscard]] virtual double sample(RandomStream& random) const = 0;

  /// Infinity where the integral diverges, as for a Pareto law of shape 1 or less.
  [[nodiscard]] virtual double mean() const = 0;

  /// Infinity where the integral diverges.
  [[nodiscard]] virtual double variance() const = 0;

  /// P(X <= x), in [0, 1].
  [[nodiscard]] virtual double cdf(double x) const = 0;

  /// The smallest x with P(X <= x) >= p. Requires: 0 < p < 1. Searches the cdf unless overridden.
  [[nodiscard]] virtual double quantile(double p) const;

  /// Name and parameters as a person would write them: "lognormal {median: 2e6, sigma: 0.99}".
  [[nodiscard]] virtual std::string describe() const = 0;

  [[nodiscard]] virtual QuickDraw quick_draw() const { return {}; }
};

}  // namespace napkin
