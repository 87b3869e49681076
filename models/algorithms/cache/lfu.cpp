#include "models/algorithms/cache/lfu.h"

namespace napkin::algorithms {

void LfuPolicy::on_hit(CacheSlot slot) {
  const GroupIndex from = table_.entry(slot).count;
  const GroupIndex to = group_above(from, groups_[from].frequency + 1);
  groups_[from].queue.remove(slot);
  remove_if_empty(from);
  groups_[to].queue.push_front(slot);
  table_.entry(slot).count = to;
}

CacheSlot LfuPolicy::on_admit(CacheKey key, std::uint64_t size) {
  std::uint32_t frequency = 1;
  if (history_ == History::kAll) {
    const CacheSlot known = table_.find(key);
    const CacheSlot ghost = known != kNoSlot ? known : table_.insert(key);
    frequency = ++table_.entry(ghost).count;
    if (!fits(size) && frequency <= groups_[lowest_].frequency) {
      return kNoSlot;
    }
  }
  while (!fits(size)) {
    evict_one();
  }
  const CacheSlot slot = make_resident(key, size);
  // There are never more groups than objects, and one more for an instant during a hit: with room
  // for them now, a hit needs no memory.
  if (groups_.capacity() < this->size() + 1) {
    groups_.reserve(2 * (this->size() + 1));
  }
  const GroupIndex group = group_above(group_below(frequency), frequency);
  groups_[group].queue.push_front(slot);
  table_.entry(slot).count = group;
  return slot;
}

void LfuPolicy::evict_one() {
  const CacheSlot victim = groups_[lowest_].queue.back();
  const std::uint64_t frequency = groups_[lowest_].frequency;
  unlink(victim);
  if (history_ == History::kResidents) {
    evict(victim);
    return;
  }
  table_.entry(victim).count = static_cast<std::uint32_t>(frequency);
  make_ghost(victim);
}

void LfuPolicy::on_erase(CacheSlot slot) {
  unlink(slot);
}

LfuPolicy::GroupIndex LfuPolicy::group_below(std::uint64_t frequency) const {
  GroupIndex below = kNoGroup;
  GroupIndex next = lowest_;
  while (next != kNoGroup && groups_[next].frequency < frequency) {
    below = next;
    next = groups_[next].higher;
  }
  return below;
}

LfuPolicy::GroupIndex LfuPolicy::group_above(GroupIndex lower, std::uint64_t frequency) {
  const GroupIndex higher = lower == kNoGroup ? lowest_ : groups_[lower].higher;
  if (higher != kNoGroup && groups_[higher].frequency == frequency) {
    return higher;
  }
  GroupIndex group = first_free_;
  if (group == kNoGroup) {
    group = static_cast<GroupIndex>(groups_.size());
    groups_.emplace_back(table_);
  } else {
    first_free_ = groups_[group].higher;
  }
  groups_[group].frequency = frequency;
  groups_[group].lower = lower;
  groups_[group].higher = higher;
  (lower == kNoGroup ? lowest_ : groups_[lower].higher) = group;
  if (higher != kNoGroup) {
    groups_[higher].lower = group;
  }
  return group;
}

void LfuPolicy::unlink(CacheSlot slot) {
  const GroupIndex group = table_.entry(slot).count;
  groups_[group].queue.remove(slot);
  remove_if_empty(group);
}

void LfuPolicy::remove_if_empty(GroupIndex group) {
  if (!groups_[group].queue.empty()) {
    return;
  }
  const GroupIndex lower = groups_[group].lower;
  const GroupIndex higher = groups_[group].higher;
  (lower == kNoGroup ? lowest_ : groups_[lower].higher) = higher;
  if (higher != kNoGroup) {
    groups_[higher].lower = lower;
  }
  groups_[group].higher = first_free_;
  first_free_ = group;
}

std::size_t LfuPolicy::memory_bytes() const {
  return CachePolicy::memory_bytes() + groups_.capacity() * sizeof(Group);
}

}  // namespace napkin::algorithms
