#include "reports/percentiles.h"

namespace napkin::reports {

namespace {

// 0, 10, 20, 30, 40, 50, 55, 60, ... 75, 77.5, ... percent: all are exact in binary for long
// enough.
class Levels {
 public:
  [[nodiscard]] double percent() const { return percent_; }

  void advance() {
    percent_ += step_;
    if (++steps_ == kStepsPerHalf) {
      steps_ = 0;
      step_ /= 2;
    }
  }

 private:
  static constexpr int kStepsPerHalf = 5;

  double percent_ = 0.0;
  double step_ = 10.0;
  int steps_ = 0;
};

}  // namespace

std::vector<PercentilePoint> percentile_curve(const Histogram& histogram) {
  std::vector<PercentilePoint> curve;
  const auto total = static_cast<double>(histogram.count());
  std::int64_t count = 0;
  Levels levels;
  Histogram::Bucket last;
  histogram.for_each_bucket([&](const Histogram::Bucket& bucket) {
    count += bucket.count;
    last = bucket;
    const double percent = 100.0 * static_cast<double>(count) / total;
    // The last bucket gets the level that it reaches first, and then 100 %.
    const bool is_last = count == histogram.count();
    bool first = true;
    while (levels.percent() <= percent && levels.percent() < 100.0 && (first || !is_last)) {
      curve.push_back({levels.percent() / 100.0, bucket.highest, count});
      levels.advance();
      first = false;
    }
  });
  if (!histogram.empty()) {
    curve.push_back({1.0, last.highest, count});
  }
  return curve;
}

}  // namespace napkin::reports
