#pragma once

#include <cstdint>
#include <vector>

#include "sim/stats/histogram.h"

namespace napkin::reports {

/// A point of a percentile curve.
struct PercentilePoint {
  double quantile = 0.0;   // 0..1
  std::int64_t value = 0;  // highest value of the bucket that reaches it
  std::int64_t count = 0;  // values up to there
};

/// The curve as HdrHistogram prints it: five steps for each halving of the distance to 100 %, so
/// that the tail is as finely drawn as the rest. The last point is 100 %. Empty for an empty
/// histogram.
[[nodiscard]] std::vector<PercentilePoint> percentile_curve(const Histogram& histogram);

}  // namespace napkin::reports
