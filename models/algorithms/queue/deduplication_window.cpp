#include "models/algorithms/queue/deduplication_window.h"

#include <algorithm>
#include <stdexcept>

#include "models/algorithms/base/growth.h"

namespace napkin::algorithms {

DeduplicationWindow::DeduplicationWindow(Options options) : options_(options) {
  if (options.window < Time::zero()) {
    throw std::invalid_argument("DeduplicationWindow: window must not be negative");
  }
}

bool DeduplicationWindow::first_sight(std::uint64_t id, Time now) {
  latest_ = std::max(latest_, now);
  expire(latest_);
  if (ids_.find(id) != IdSlots::kNone) {
    return false;
  }
  if (options_.ids_max > 0 && options_.window > Time::zero()) {
    remember(id, latest_);
  }
  return true;
}

bool DeduplicationWindow::contains(std::uint64_t id, Time now) const {
  const std::uint32_t slot = ids_.find(id);
  return slot != IdSlots::kNone && !is_over(seen_[slot], std::max(latest_, now));
}

void DeduplicationWindow::forget(std::uint64_t id) {
  const std::uint32_t slot = ids_.erase(id);
  if (slot != IdSlots::kNone) {
    ++generations_[slot];  // its place in the order is dropped when it comes up
  }
}

void DeduplicationWindow::remember(std::uint64_t id, Time now) {
  while (ids_.size() >= options_.ids_max) {
    forgotten_early_ += pop_oldest() ? 1U : 0U;
  }
  const std::uint32_t slot = ids_.insert(id);
  if (slot == seen_.size()) {
    detail::grow_by_quarter(seen_);
    detail::grow_by_quarter(generations_);
    seen_.emplace_back();
    generations_.emplace_back();
  }
  seen_[slot] = now;
  order_.push_back({slot, generations_[slot]});
}

/// Returns whether the oldest place in the order still stood for an id.
bool DeduplicationWindow::pop_oldest() {
  const Sight oldest = order_.front();
  order_.pop_front();
  if (oldest.generation != generations_[oldest.slot]) {
    return false;
  }
  ++generations_[oldest.slot];
  ids_.erase(ids_.id_of(oldest.slot));
  return true;
}

void DeduplicationWindow::expire(Time now) {
  while (!order_.empty()) {
    const Sight oldest = order_.front();
    const bool is_stale = oldest.generation != generations_[oldest.slot];
    if (!is_stale && !is_over(seen_[oldest.slot], now)) {
      return;
    }
    pop_oldest();
  }
}

std::size_t DeduplicationWindow::memory_bytes() const {
  return ids_.memory_bytes() + seen_.capacity() * sizeof(Time) +
         generations_.capacity() * sizeof(std::uint32_t) + order_.size() * sizeof(Sight);
}

}  // namespace napkin::algorithms
