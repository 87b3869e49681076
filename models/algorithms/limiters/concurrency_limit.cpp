#include "models/algorithms/limiters/concurrency_limit.h"

#include <algorithm>  // clamp, max

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

/// The first samples are averaged plainly; an exponential average would cling to the first one.
constexpr int kWarmUpSamples = 10;

}  // namespace

ConcurrencyLimit::ConcurrencyLimit(const Bounds& bounds)
    : bounds_(bounds), estimate_(bounds.initial) {
  require(bounds.minimum >= 1.0, "minimum must be at least 1");
  require(bounds.maximum >= bounds.minimum, "maximum must be at least minimum");
  require(bounds.initial >= bounds.minimum && bounds.initial <= bounds.maximum,
          "initial must be within minimum..maximum");
}

bool ConcurrencyLimit::try_start() {
  if (in_flight_ >= limit()) {
    return false;
  }
  ++in_flight_;
  return true;
}

void ConcurrencyLimit::on_finish(Duration latency, Outcome outcome) {
  NAPKIN_CONTRACT(in_flight_ > 0);
  const Sample sample{latency, in_flight_, outcome == Outcome::kDropped};
  --in_flight_;
  if (outcome != Outcome::kIgnored) {
    estimate_ = std::clamp(adjust(estimate_, sample), bounds_.minimum, bounds_.maximum);
  }
}

AimdLimit::AimdLimit(const Options& options) : ConcurrencyLimit(options.bounds), options_(options) {
  require(options.decrease > 0.0 && options.decrease < 1.0, "decrease must be between 0 and 1");
  require(options.latency_max > 0ns, "latency_max must be positive");
}

double AimdLimit::adjust(double estimate, const Sample& sample) {
  if (sample.dropped || sample.latency > options_.latency_max) {
    return estimate * options_.decrease;
  }
  // Below half of the limit the callers, not the limit, hold the load down: nothing was learnt.
  return 2.0 * static_cast<double>(sample.in_flight) >= estimate ? estimate + 1.0 : estimate;
}

GradientLimit::GradientLimit(const Options& options)
    : ConcurrencyLimit(options.bounds), options_(options) {
  require(options.tolerance >= 1.0, "tolerance must be at least 1");
  require(options.queue_size >= 0.0, "queue_size must not be negative");
  require(options.smoothing > 0.0 && options.smoothing <= 1.0, "smoothing must be within (0, 1]");
  require(options.long_window >= 1, "long_window must be at least 1");
}

double GradientLimit::adjust(double estimate, const Sample& sample) {
  const double latency_ns = std::max(1.0, static_cast<double>(sample.latency.count()));
  learn(latency_ns);
  const double long_latency_ns = long_latency_ns_;
  if (long_latency_ns > 2.0 * latency_ns) {
    long_latency_ns_ *= 0.95;  // after an overload: come down faster than the average would
  }
  if (static_cast<double>(sample.in_flight) < estimate / 2) {
    return estimate;
  }
  // Never by more than half at once: one slow call is no proof.
  const double gradient = std::clamp(options_.tolerance * long_latency_ns / latency_ns, 0.5, 1.0);
  const double target = estimate * gradient + options_.queue_size;
  return estimate * (1.0 - options_.smoothing) + target * options_.smoothing;
}

void GradientLimit::learn(double latency_ns) {
  if (samples_ < kWarmUpSamples) {
    ++samples_;
    long_latency_ns_ += (latency_ns - long_latency_ns_) / samples_;
    return;
  }
  const double weight = 2.0 / (options_.long_window + 1);
  long_latency_ns_ += (latency_ns - long_latency_ns_) * weight;
}

}  // namespace napkin::algorithms
