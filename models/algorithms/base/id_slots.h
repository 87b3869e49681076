#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace napkin::algorithms {

/// Names sparse 64-bit ids by small dense numbers ("slots"), so that what is known of an id can
/// live in plain arrays indexed by slot. A slot stays the same until its id is erased, and is then
/// reused (last freed, first reused), so arrays never grow beyond the largest number of ids held at
/// once.
///
///     IdSlots users;
///     const auto slot = users.insert(8'123'456'789);   // 0
///     if (users.find(42) == IdSlots::kNone) { ... }
///
/// Expected O(1) for each operation; about 8 bytes per slot for the id and 5 to 8 for the index.
/// The index is an open-addressed table of slot numbers with linear probing (Knuth, TAOCP vol. 3,
/// section 6.4, algorithms L and R): erasing moves followers back, so there are no tombstones.
/// At most 2^32 - 2 ids at once.
class IdSlots final {
 public:
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;

  /// Makes room for `count` ids at once, so that inserting them moves nothing.
  void reserve(std::size_t count);

  /// The slot of `id`, or kNone.
  [[nodiscard]] std::uint32_t find(std::uint64_t id) const;

  /// The slot of `id`, which is given one if it has none.
  std::uint32_t insert(std::uint64_t id);

  /// Frees the slot of `id`. Returns the freed slot, or kNone if the id was not held.
  std::uint32_t erase(std::uint64_t id);

  /// Requires: `slot` is live.
  [[nodiscard]] std::uint64_t id_of(std::uint32_t slot) const { return ids_[slot]; }

  [[nodiscard]] bool is_live(std::uint32_t slot) const {
    return slot < live_.size() && live_[slot];
  }

  /// Number of ids held.
  [[nodiscard]] std::size_t size() const { return size_; }

  /// One more than the largest slot ever given out: the length that arrays beside this need.
  [[nodiscard]] std::size_t slot_count() const { return ids_.size(); }

  /// Calls visit(id, slot) for every id held, in slot order. `visit` must not insert or erase.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::uint32_t slot = 0; slot < ids_.size(); ++slot) {
      if (live_[slot]) {
        visit(ids_[slot], slot);
      }
    }
  }

  /// The most places of the index that finding an id held looks at: how well the ids are spread.
  /// O(size).
  [[nodiscard]] std::size_t longest_search() const;

  /// Bytes of heap memory held.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  [[nodiscard]] std::size_t home_of(std::uint64_t id) const;
  [[nodiscard]] std::size_t position_of(std::uint64_t id) const;
  [[nodiscard]] std::uint32_t take_slot(std::uint64_t id);
  void grow_index();
  void rebuild_index(std::size_t size);
  void close_gap(std::size_t gap);

  std::vector<std::uint64_t> ids_;    // by slot; of a free slot: the next free slot
  std::vector<bool> live_;            // by slot
  std::vector<std::uint32_t> index_;  // slots at their ids' hash positions
  std::uint32_t first_free_ = kNone;
  std::size_t size_ = 0;
};

}  // namespace napkin::algorithms
