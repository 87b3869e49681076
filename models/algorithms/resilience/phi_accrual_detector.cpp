#include "models/algorithms/resilience/phi_accrual_detector.h"

#include <algorithm>  // clamp, max
#include <cmath>      // sqrt

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/deterministic_math.h"

namespace napkin::algorithms {

namespace {

constexpr double kNaturalLogOfTen = 2.302585092994046;

/// Longer silences count as this one, so that sums of squares fit in 128 bits.
constexpr Duration kIntervalMax{std::int64_t{1} << 48};  // three days

double nanoseconds(Duration span) {
  return static_cast<double>(span.count());
}

}  // namespace

PhiAccrualDetector::PhiAccrualDetector(const Options& options) : options_(options) {
  require(options.first_interval > 0ns, "first_interval must be positive");
  require(options.deviation_min > 0ns, "deviation_min must be positive");
  require(options.pause_acceptable >= 0ns, "pause_acceptable must not be negative");
  require(options.window_max >= 2 && options.window_max <= 10'000,
          "window_max must be within 2..10000");
  // Two made-up intervals with the expected mean and a wide spread, as Akka does: a node that has
  // sent one heart-beat is neither trusted for ever nor suspected at once.
  learn(options.first_interval - options.first_interval / 4);
  learn(options.first_interval + options.first_interval / 4);
}

void PhiAccrualDetector::beat(Time now) {
  if (!started_) {
    started_ = true;
    last_beat_ = now;
    return;
  }
  learn(std::max(0ns, now - last_beat_));
  last_beat_ = std::max(last_beat_, now);
}

double PhiAccrualDetector::phi(Time now) const {
  if (!started_ || now <= last_beat_) {
    return 0.0;
  }
  const double silence = nanoseconds(now - last_beat_);
  const double mean = interval_mean_ns() + nanoseconds(options_.pause_acceptable);
  if (options_.law == Law::kExponential) {
    return silence / (std::max(mean, 1.0) * kNaturalLogOfTen);
  }
  return phi_of_normal(
      silence, mean, std::max(interval_deviation_ns(), nanoseconds(options_.deviation_min)));
}

double PhiAccrualDetector::interval_mean_ns() const {
  return static_cast<double>(sum_ns_) / static_cast<double>(intervals_ns_.size());
}

double PhiAccrualDetector::interval_deviation_ns() const {
  // n * sum of squares - square of the sum, in integers: nothing cancels and nothing drifts.
  const auto count = static_cast<Wide>(intervals_ns_.size());
  const Wide spread = count * sum_of_squares_ns2_ - sum_ns_ * sum_ns_;
  return std::sqrt(static_cast<double>(spread)) / static_cast<double>(count);
}

void PhiAccrualDetector::learn(Duration interval) {
  const std::int64_t fresh = std::clamp(interval, 0ns, kIntervalMax).count();
  if (intervals_ns_.size() < options_.window_max) {
    intervals_ns_.push_back(fresh);
  } else {
    const std::int64_t stale = intervals_ns_[oldest_];
    sum_ns_ -= stale;
    sum_of_squares_ns2_ -= Wide{stale} * stale;
    intervals_ns_[oldest_] = fresh;
    oldest_ = (oldest_ + 1) % intervals_ns_.size();
  }
  sum_ns_ += fresh;
  sum_of_squares_ns2_ += Wide{fresh} * fresh;
}

double phi_of_normal(double silence, double mean, double deviation) {
  const double y = (silence - mean) / deviation;
  const double z = y * (1.5976 + 0.070566 * y * y);
  // -log10(1 / (1 + e^z)); beyond 40 the 1 is lost in rounding, and far beyond e^z overflows.
  return (z > 40.0 ? z : natural_log(1.0 + natural_exp(z))) / kNaturalLogOfTen;
}

}  // namespace napkin::algorithms
