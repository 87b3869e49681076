#include "models/algorithms/cache/cache_table.h"

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/growth.h"

namespace napkin::algorithms {

static_assert(sizeof(CacheEntry) == 32);

CacheSlot CacheTable::insert(CacheKey key) {
  if (4 * (size_ + 1) > 3 * cells_.size()) {
    grow();
  }
  const CacheSlot slot = take_slot();
  entries_[slot].key = key;
  place({slot, tag_of(key)});
  ++size_;
  return slot;
}

void CacheTable::erase(CacheSlot slot) {
  std::size_t i = tag_of(entries_[slot].key) & mask_;
  while (cells_[i].slot != slot) {
    NAPKIN_CONTRACT(cells_[i].slot != kNoSlot);
    i = (i + 1) & mask_;
  }
  close_gap(i);
  entries_[slot] = CacheEntry{};
  entries_[slot].links.older = first_free_;
  first_free_ = slot;
  --size_;
}

CacheSlot CacheTable::take_slot() {
  if (first_free_ == kNoSlot) {
    NAPKIN_CONTRACT(entries_.size() < kNoSlot);
    detail::grow_by_quarter(entries_);
    entries_.emplace_back();
    return static_cast<CacheSlot>(entries_.size() - 1);
  }
  const CacheSlot slot = first_free_;
  first_free_ = entries_[slot].links.older;
  entries_[slot].links.older = kNoSlot;
  return slot;
}

void CacheTable::place(Cell cell) {
  std::size_t i = cell.tag & mask_;
  while (cells_[i].slot != kNoSlot) {
    i = (i + 1) & mask_;
  }
  cells_[i] = cell;
}

void CacheTable::grow() {
  std::vector<Cell> old(2 * cells_.size());
  old.swap(cells_);
  mask_ = cells_.size() - 1;
  for (const Cell cell : old) {
    if (cell.slot != kNoSlot) {
      place(cell);
    }
  }
}

/// Moves back every follower that probed past the gap, so that no search stops too early.
void CacheTable::close_gap(std::size_t gap) {
  for (std::size_t i = (gap + 1) & mask_; cells_[i].slot != kNoSlot; i = (i + 1) & mask_) {
    const std::size_t home = cells_[i].tag & mask_;
    if (((i - home) & mask_) >= ((i - gap) & mask_)) {
      cells_[gap] = cells_[i];
      gap = i;
    }
  }
  cells_[gap].slot = kNoSlot;
}

}  // namespace napkin::algorithms
