#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

/// What a cache knows an object by: an integer id, or a 64-bit hash of a longer key (then two of n
/// keys collide with probability about n^2 / 2^65; keep the key in the value to notice).
using CacheKey = std::uint64_t;

/// The place of an object in a cache, stable while the object is known; reused afterwards.
using CacheSlot = std::uint32_t;

inline constexpr CacheSlot kNoSlot = 0xffff'ffff;

/// Neighbours in a SlotQueue.
struct SlotLinks {
  CacheSlot newer = kNoSlot;
  CacheSlot older = kNoSlot;
};

/// What a policy remembers of one object: 32 bytes. `count` and `queue` belong to the policy.
struct CacheEntry {
  CacheKey key = 0;
  std::uint64_t size = 0;
  SlotLinks links;
  std::uint32_t count = 0;
  std::uint8_t queue = 0;
  bool resident = false;  // false: a ghost, whose key is remembered and whose value is gone
};

/// The objects a cache knows, found by key: a flat array of entries, and an open-addressed index of
/// (slot, hash tag) cells with linear probing and backward-shift deletion.
///
/// O(1) expected per operation. 32 bytes per entry and 11 to 21 for the index. Allocates only when
/// more objects are known than ever before. At most 2^32 - 2 objects. Source: Knuth, TAOCP vol. 3,
/// section 6.4, algorithms L and R.
///
///     CacheTable table;
///     const CacheSlot slot = table.insert(key);
///     table.entry(slot).resident = true;
class CacheTable final {
 public:
  [[nodiscard]] CacheSlot find(CacheKey key) const {
    const std::uint32_t tag = tag_of(key);
    for (std::size_t i = tag & mask_;; i = (i + 1) & mask_) {
      const Cell cell = cells_[i];
      if (cell.slot == kNoSlot) {
        return kNoSlot;
      }
      if (cell.tag == tag && entries_[cell.slot].key == key) {
        return cell.slot;
      }
    }
  }

  /// Adds `key`, with an otherwise empty entry. Requires: find(key) == kNoSlot.
  CacheSlot insert(CacheKey key);

  /// Forgets the object in `slot`. Requires: an object is there.
  void erase(CacheSlot slot);

  [[nodiscard]] CacheEntry& entry(CacheSlot slot) { return entries_[slot]; }

  [[nodiscard]] const CacheEntry& entry(CacheSlot slot) const { return entries_[slot]; }

  [[nodiscard]] SlotLinks& links(CacheSlot slot) { return entries_[slot].links; }

  [[nodiscard]] std::uint64_t size_of(CacheSlot slot) const { return entries_[slot].size; }

  /// Number of objects known.
  [[nodiscard]] std::size_t size() const { return size_; }

  /// One more than the largest slot ever used: the length that arrays beside this one need.
  [[nodiscard]] std::size_t slots() const { return entries_.size(); }

  /// Bytes of heap memory held.
  [[nodiscard]] std::size_t memory_bytes() const {
    return entries_.capacity() * sizeof(CacheEntry) + cells_.capacity() * sizeof(Cell);
  }

 private:
  struct Cell {
    CacheSlot slot = kNoSlot;
    std::uint32_t tag = 0;
  };

  [[nodiscard]] static std::uint32_t tag_of(CacheKey key) {
    return static_cast<std::uint32_t>(mix64(key) >> 32);
  }

  [[nodiscard]] CacheSlot take_slot();
  void place(Cell cell);
  void grow();
  void close_gap(std::size_t gap);

  std::vector<CacheEntry> entries_;
  std::vector<Cell> cells_ = std::vector<Cell>(8);
  std::size_t mask_ = 7;
  std::size_t size_ = 0;
  CacheSlot first_free_ = kNoSlot;  // free slots are chained through links.older
};

}  // namespace napkin::algorithms
