#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace napkin::algorithms {

/// Counts by 64-bit key in little more than the 8 bytes of the key and 4 per count: for a hundred
/// billion posts with their reposts, comments and likes, where the pointers and strings of a
/// general store would take several times the room. The counts of a key stand in one row, so that
/// its key is stored once.
///
///     CompactCounterTable counts(/*column_count=*/3);         // reposts, comments, likes
///     counts.add(post, /*column=*/2, +1);
///     const std::uint64_t likes = counts.get(post, 2);
///
/// Open addressing with linear probing in the order of home positions ("Robin Hood"),
/// so that a search for an absent key ends early and the table can be 7/8 full. Counts beyond 2^32
/// - 2 live in a side list, whose length is that of the list of the very famous. Expected O(1);
/// about 1.3 * (8 + 4 * columns) bytes per row. The key 2^64 - 1 is reserved. Source: Celis, "Robin
/// Hood hashing", University of Waterloo, 1986.
class CompactCounterTable final {
 public:
  /// Throws std::invalid_argument if there are no columns.
  explicit CompactCounterTable(std::size_t column_count = 1);

  /// Adds to a count and returns it. A count does not go below 0. Requires: column < column_count,
  /// and the key is not 2^64 - 1.
  std::uint64_t add(std::uint64_t key, std::size_t column, std::int64_t delta);

  /// 0 for a key that was never counted.
  [[nodiscard]] std::uint64_t get(std::uint64_t key, std::size_t column) const;

  /// Drops a row, which went to a colder tier. Returns whether there was one.
  bool erase(std::uint64_t key);

  /// Number of rows.
  [[nodiscard]] std::size_t size() const { return size_; }

  /// The most positions that finding a row looks at: how well the keys are spread. Looks at all.
  [[nodiscard]] std::size_t longest_search() const;

  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Large {
    std::uint64_t key;
    std::size_t column;
    std::uint64_t count;
  };

  static constexpr std::uint64_t kEmpty = ~0ULL;
  static constexpr std::uint32_t kIsLarge = 0xFFFF'FFFF;  // the count is in large_

  [[nodiscard]] std::size_t home_of(std::uint64_t key) const;
  [[nodiscard]] std::size_t after(std::size_t position) const;
  [[nodiscard]] std::size_t distance(std::size_t position) const;
  [[nodiscard]] std::size_t find(std::uint64_t key) const;
  std::size_t insert(std::uint64_t key);
  void shift_up(std::size_t from);
  void move_row(std::size_t from, std::size_t to);
  void grow();
  [[nodiscard]] std::uint64_t count_at(std::size_t position, std::size_t column) const;
  void store(std::size_t position, std::size_t column, std::uint64_t count);

  std::size_t column_count_;
  std::vector<std::uint64_t> keys_;    // by position
  std::vector<std::uint32_t> counts_;  // by position and column
  std::vector<Large> large_;
  std::size_t size_ = 0;
};

}  // namespace napkin::algorithms
