#include "models/algorithms/resilience/heartbeat_table.h"

#include <algorithm>  // max

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

HeartbeatTable::HeartbeatTable(const Options& options) : options_(options) {
  require(options.timeout > 0ns, "timeout must be positive");
  require(options.removals_max_ratio > 0.0 && options.removals_max_ratio <= 1.0,
          "removals_max_ratio must be above 0 and at most 1");
}

bool HeartbeatTable::beat(std::uint64_t node, Time now) {
  latest_ = std::max(latest_, now);
  std::uint32_t slot = nodes_.find(node);
  const bool is_new = slot == IdSlots::kNone;
  if (is_new) {
    slot = nodes_.insert(node);
    entries_.resize(nodes_.slot_count());
  } else {
    unlink(slot);
  }
  entries_[slot].last_beat = latest_;
  append(slot);
  return is_new;
}

bool HeartbeatTable::leave(std::uint64_t node) {
  const std::uint32_t slot = nodes_.find(node);
  if (slot == IdSlots::kNone) {
    return false;
  }
  unlink(slot);
  nodes_.erase(node);
  return true;
}

std::vector<std::uint64_t> HeartbeatTable::expire(Time now) {
  latest_ = std::max(latest_, now);
  const std::size_t overdue = count_overdue();
  const double allowed = options_.removals_max_ratio * static_cast<double>(size());
  is_guarding_ = static_cast<double>(overdue) > allowed;
  std::vector<std::uint64_t> dead;
  if (is_guarding_) {
    return dead;
  }
  dead.reserve(overdue);
  for (std::size_t i = 0; i < overdue; ++i) {
    dead.push_back(nodes_.id_of(first_));
    leave(dead.back());
  }
  return dead;
}

bool HeartbeatTable::contains(std::uint64_t node) const {
  return nodes_.find(node) != IdSlots::kNone;
}

std::optional<Time> HeartbeatTable::next_expiry() const {
  if (first_ == IdSlots::kNone) {
    return std::nullopt;
  }
  return entries_[first_].last_beat + options_.timeout;
}

void HeartbeatTable::append(std::uint32_t slot) {
  entries_[slot].earlier = last_;
  entries_[slot].later = IdSlots::kNone;
  (last_ == IdSlots::kNone ? first_ : entries_[last_].later) = slot;
  last_ = slot;
}

void HeartbeatTable::unlink(std::uint32_t slot) {
  const Entry& entry = entries_[slot];
  (entry.earlier == IdSlots::kNone ? first_ : entries_[entry.earlier].later) = entry.later;
  (entry.later == IdSlots::kNone ? last_ : entries_[entry.later].earlier) = entry.earlier;
}

bool HeartbeatTable::is_overdue(std::uint32_t slot) const {
  return latest_ - entries_[slot].last_beat >= options_.timeout;
}

std::size_t HeartbeatTable::count_overdue() const {
  std::size_t count = 0;
  for (std::uint32_t slot = first_; slot != IdSlots::kNone && is_overdue(slot);
       slot = entries_[slot].later) {
    ++count;
  }
  return count;
}

}  // namespace napkin::algorithms
