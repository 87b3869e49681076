#include "sim/kernel/tombstones.h"

#include <utility>

namespace napkin {

std::size_t Tombstones::slot_of(std::uint64_t order) const {
  std::size_t slot = home(order);
  while (slots_[slot] != kFree && slots_[slot] != order) {
    slot = (slot + 1) % slots_.size();
  }
  return slot;
}

void Tombstones::insert(std::uint64_t order) {
  if (2 * (count_ + 1) > slots_.size()) {
    grow();
  }
  slots_[slot_of(order)] = order;
  ++count_;
}

bool Tombstones::contains(std::uint64_t order) const {
  return count_ > 0 && slots_[slot_of(order)] == order;
}

bool Tombstones::erase(std::uint64_t order) {
  if (!contains(order)) {
    return false;
  }
  --count_;
  close_gap(slot_of(order));
  return true;
}

/// Moves later entries of the probe sequence back, so that no search stops short at the gap.
void Tombstones::close_gap(std::size_t gap) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t next = gap;
  while (true) {
    next = (next + 1) & mask;
    if (slots_[next] == kFree) {
      break;
    }
    const std::size_t distance_from_home = (next - home(slots_[next])) & mask;
    if (distance_from_home >= ((next - gap) & mask)) {
      slots_[gap] = slots_[next];
      gap = next;
    }
  }
  slots_[gap] = kFree;
}

void Tombstones::grow() {
  const std::size_t slots_before = slots_.size();
  const std::size_t slots_after = slots_before == 0 ? 16 : 2 * slots_before;
  const std::vector<std::uint64_t> before =
      std::exchange(slots_, std::vector<std::uint64_t>(slots_after, kFree));
  shift_ = 64 - __builtin_ctzll(slots_after);
  count_ = 0;
  for (const std::uint64_t order : before) {
    if (order != kFree) {
      insert(order);
    }
  }
}

}  // namespace napkin
