#include "models/algorithms/limiters/sliding_window_log.h"

#include <algorithm>  // max

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

SlidingWindowLog::SlidingWindowLog(const Options& options) : options_(options) {
  require(options.rate.count >= 1, "rate.count must be at least 1");
  require(options.rate.per > 0ns, "rate.per must be positive");
}

Decision SlidingWindowLog::decide(Time now, std::int64_t cost) {
  const bool admitted = wait_for(now, cost) == 0ns;
  if (admitted || options_.log_refused) {
    log(now, cost);
  }
  return {.admitted = admitted, .retry_after = admitted ? 0ns : wait_for(now, cost)};
}

/// The call passes when the entry that it would push out of the latest rate.count has expired.
Duration SlidingWindowLog::wait_for(Time now, std::int64_t cost) const {
  const auto free = options_.rate.count - static_cast<std::int64_t>(ring_.size());
  if (cost <= free) {
    return Duration{0};
  }
  const Duration age = now - entry(static_cast<std::size_t>(cost - free - 1));
  return std::max(0ns, options_.rate.per - age);
}

std::int64_t SlidingWindowLog::count_remaining(Time now) {
  std::size_t expired = 0;
  std::size_t behind = ring_.size();
  while (expired < behind) {  // binary search: entries are in order of time
    const std::size_t middle = expired + (behind - expired) / 2;
    if (now - entry(middle) >= options_.rate.per) {
      expired = middle + 1;
    } else {
      behind = middle;
    }
  }
  return options_.rate.count - static_cast<std::int64_t>(ring_.size() - expired);
}

void SlidingWindowLog::log(Time now, std::int64_t times) {
  for (std::int64_t i = 0; i < times; ++i) {
    if (static_cast<std::int64_t>(ring_.size()) < options_.rate.count) {
      ring_.push_back(now);
    } else {
      ring_[oldest_] = now;
      oldest_ = oldest_ + 1 == ring_.size() ? 0 : oldest_ + 1;
    }
  }
}

Time SlidingWindowLog::entry(std::size_t age_rank) const {
  const std::size_t index = oldest_ + age_rank;
  return ring_[index < ring_.size() ? index : index - ring_.size()];
}

}  // namespace napkin::algorithms
