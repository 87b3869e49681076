#include "models/algorithms/counters/write_merger.h"

#include <algorithm>
#include <utility>

namespace napkin::algorithms {

void WriteMerger::add(std::uint64_t key, std::int64_t delta, Time now) {
  if (pending_count_ == 0) {
    oldest_ = now;
  }
  const std::uint32_t slot = keys_.insert(key);
  if (slot == deltas_.size()) {
    deltas_.push_back(0);
  }
  deltas_[slot] += delta;
  ++pending_count_;
  ++taken_count_;
}

bool WriteMerger::is_due(Time now) const {
  return pending_count_ > 0 && (keys_.size() >= std::max<std::size_t>(options_.keys_max, 1) ||
                                now - oldest_ >= options_.hold);
}

std::optional<Time> WriteMerger::due_at() const {
  return pending_count_ == 0 ? std::nullopt : std::optional(oldest_ + options_.hold);
}

std::vector<WriteMerger::Sum> WriteMerger::flush() {
  std::vector<Sum> sums;
  sums.reserve(keys_.size());
  keys_.for_each([&](std::uint64_t key, std::uint32_t slot) {
    if (deltas_[slot] != 0) {
      sums.push_back({key, deltas_[slot]});
    }
  });
  keys_ = IdSlots();
  deltas_.clear();
  pending_count_ = 0;
  handed_on_count_ += sums.size();
  return sums;
}

}  // namespace napkin::algorithms
