#pragma once

#include "sim/kernel/random.h"

namespace napkin::laws {

/// Draws from the gamma law of a fixed shape and scale 1, for every shape above 0.
///
/// Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3),
/// 2000; shapes below 1 by their boost, a draw of shape + 1 times u^(1/shape).
class GammaDraw final {
 public:
  /// Requires: 0 < shape, finite.
  explicit GammaDraw(double shape);

  [[nodiscard]] double sample(RandomStream& random) const;

 private:
  [[nodiscard]] double sample_from_one(RandomStream& random) const;

  double boost_exponent_;  // 0 where no boost is due
  double d_;
  double c_;
};

}  // namespace napkin::laws
