#include "models/algorithms/limiters/token_bucket.h"

#include <algorithm>  // min

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

const TokenBucket::Options& checked(const TokenBucket::Options& options) {
  require(options.capacity >= 1, "capacity must be at least 1");
  require(options.rate.count >= 1, "rate.count must be at least 1");
  require(options.rate.per > 0ns, "rate.per must be positive");
  return options;
}

}  // namespace

TokenBucket::TokenBucket(const Options& options)
    : capacity_(checked(options).capacity),
      period_ns_(options.rate.per.count()),
      steps_(options.refill == Refill::kSteady ? options.rate.count : 1),
      batch_(options.refill == Refill::kSteady ? 1 : options.rate.count),
      tokens_(options.capacity),
      is_steady_(options.refill == Refill::kSteady) {}

Decision TokenBucket::decide(Time now, std::int64_t cost) {
  refill(now);
  if (tokens_ < cost) {
    return {.admitted = false, .retry_after = time_until(cost)};
  }
  tokens_ -= cost;
  return {.admitted = true};
}

std::int64_t TokenBucket::count_remaining(Time now) {
  refill(now);
  return tokens_;
}

void TokenBucket::refill(Time now) {
  if (!started_) {
    started_ = true;
    refilled_at_ = now;
  }
  const Wide progress = progress_ + Wide{(now - refilled_at_).count()} * steps_;
  refilled_at_ = now;
  if (progress < period_ns_) {
    progress_ = static_cast<std::int64_t>(progress);
  } else {
    const Wide batches = std::min<Wide>(progress / period_ns_, capacity_);
    progress_ = static_cast<std::int64_t>(progress % period_ns_);
    tokens_ = static_cast<std::int64_t>(std::min<Wide>(capacity_, tokens_ + batches * batch_));
  }
  // A full bucket spills the fraction as well; batches come by the clock, full or not.
  if (tokens_ == capacity_ && is_steady_) {
    progress_ = 0;
  }
}

Duration TokenBucket::time_until(std::int64_t tokens) const {
  const Wide batches = divide_up(tokens - tokens_, batch_);
  return Duration{saturated(divide_up(batches * period_ns_ - progress_, steps_))};
}

}  // namespace napkin::algorithms
