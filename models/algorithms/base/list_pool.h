#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace napkin::algorithms {

/// Millions of short lists of 64-bit values in one array: a list costs 8 bytes (its handle) and its
/// values stand side by side. For tables that would otherwise hold a std::vector (24 bytes and an
/// allocation) per user or per channel.
///
///     ListPool pool;
///     ListPool::List friends;                 // the caller keeps the handle
///     pool.push_back(friends, 42);
///     for (std::uint64_t value : pool.values(friends)) { ... }
///
/// A list lives in a block of a power-of-two capacity; freed blocks are kept by size and reused
/// (simple segregated storage: Wilson et al., "Dynamic Storage Allocation", 1995, section 3.6).
/// push_back is amortised O(1); a span is valid until the next push_back to any list of the pool.
/// A list holds at most 2^27 - 1 values, the pool 2^32 - 1.
class ListPool final {
 public:
  /// Handle of a list: copy it only to move it. An empty handle is an empty list.
  struct List {
    std::uint32_t offset = 0;
    std::uint32_t size : 27 = 0;
    std::uint32_t capacity_class : 5 = 0;  // 0: no block; c: a block of 2^(c-1) values
  };

  void push_back(List& list, std::uint64_t value);

  /// Removes the last value; an emptied list gives its block back. Requires: not empty.
  void pop_back(List& list);

  /// Inserts `value` before `index`. Requires: index <= size.
  void insert(List& list, std::size_t index, std::uint64_t value);

  /// Removes the first `count` values and keeps the order of the rest. Requires: count <= size.
  void erase_front(List& list, std::size_t count);

  /// Empties the list and gives its block back.
  void clear(List& list);

  [[nodiscard]] std::span<std::uint64_t> values(const List& list) {
    return {values_.data() + list.offset, list.size};
  }

  [[nodiscard]] std::span<const std::uint64_t> values(const List& list) const {
    return {values_.data() + list.offset, list.size};
  }

  /// Bytes of heap memory held.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  void grow(List& list);
  [[nodiscard]] std::uint32_t take_block(std::uint32_t capacity_class);
  void free_block(std::uint32_t offset, std::uint32_t capacity_class);

  std::vector<std::uint64_t> values_;
  std::array<std::vector<std::uint32_t>, 29> free_blocks_;  // offsets, by capacity class
};

static_assert(sizeof(ListPool::List) == 8);

}  // namespace napkin::algorithms
