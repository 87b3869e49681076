#include "models/algorithms/feed/active_followers.h"

#include <algorithm>

#include "models/algorithms/base/growth.h"

namespace napkin::algorithms {

void ActiveFollowers::touch(std::uint64_t follower, Tick now) {
  latest_ = std::max(latest_, now);
  if (options_.followers_max == 0) {
    return;
  }
  if (contains(follower)) {
    take_out(ids_.find(follower));
  } else if (ids_.size() == options_.followers_max) {
    remove_last();
  }
  const std::uint32_t slot = ids_.insert(follower);
  if (slot == nodes_.size()) {
    detail::grow_by_quarter(nodes_);
    nodes_.emplace_back();
  }
  nodes_[slot].last_active = latest_;
  put_first(slot);
}

void ActiveFollowers::put_first(std::uint32_t slot) {
  nodes_[slot].previous = IdSlots::kNone;
  nodes_[slot].next = first_;
  if (first_ != IdSlots::kNone) {
    nodes_[first_].previous = slot;
  } else {
    last_ = slot;
  }
  first_ = slot;
}

void ActiveFollowers::take_out(std::uint32_t slot) {
  const Node& node = nodes_[slot];
  (node.previous == IdSlots::kNone ? first_ : nodes_[node.previous].next) = node.next;
  (node.next == IdSlots::kNone ? last_ : nodes_[node.next].previous) = node.previous;
}

bool ActiveFollowers::remove(std::uint64_t follower) {
  const std::uint32_t slot = ids_.erase(follower);
  if (slot == IdSlots::kNone) {
    return false;
  }
  take_out(slot);
  return true;
}

void ActiveFollowers::remove_last() {
  remove(ids_.id_of(last_));
}

std::size_t ActiveFollowers::drop_silent(Tick now) {
  latest_ = std::max(latest_, now);
  std::size_t dropped = 0;
  while (last_ != IdSlots::kNone &&
         latest_ - nodes_[last_].last_active > options_.active_for_ticks) {
    remove_last();
    ++dropped;
  }
  return dropped;
}

}  // namespace napkin::algorithms
