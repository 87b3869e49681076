#include "models/algorithms/counters/compact_counter_table.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/scale_down.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

CompactCounterTable::CompactCounterTable(std::size_t column_count) : column_count_(column_count) {
  if (column_count == 0) {
    throw std::invalid_argument("CompactCounterTable: needs at least one column");
  }
}

std::size_t CompactCounterTable::home_of(std::uint64_t key) const {
  return static_cast<std::size_t>(scale_down(mix64_within(key), keys_.size()));
}

std::size_t CompactCounterTable::after(std::size_t position) const {
  return position + 1 == keys_.size() ? 0 : position + 1;
}

/// How far the row at `position` is from its home.
std::size_t CompactCounterTable::distance(std::size_t position) const {
  const std::size_t home = home_of(keys_[position]);
  return position >= home ? position - home : position + keys_.size() - home;
}

/// The position of `key`, or that where it would have to go: the first row that is nearer to its
/// home than `key` would be, or an empty one.
std::size_t CompactCounterTable::find(std::uint64_t key) const {
  std::size_t position = home_of(key);
  for (std::size_t travelled = 0; keys_[position] != kEmpty; ++travelled) {
    if (keys_[position] == key || distance(position) < travelled) {
      break;
    }
    position = after(position);
  }
  return position;
}

std::uint64_t CompactCounterTable::get(std::uint64_t key, std::size_t column) const {
  NAPKIN_CONTRACT(column < column_count_ && key != kEmpty);
  if (keys_.empty()) {
    return 0;
  }
  const std::size_t position = find(key);
  return keys_[position] == key ? count_at(position, column) : 0;
}

std::uint64_t CompactCounterTable::add(std::uint64_t key, std::size_t column, std::int64_t delta) {
  NAPKIN_CONTRACT(column < column_count_ && key != kEmpty);
  const std::size_t position = insert(key);
  const std::uint64_t before = count_at(position, column);
  const auto magnitude =
      delta < 0 ? 0 - static_cast<std::uint64_t>(delta) : static_cast<std::uint64_t>(delta);
  const std::uint64_t room = std::numeric_limits<std::uint64_t>::max() - before;
  const std::uint64_t count =
      delta < 0 ? before - std::min(before, magnitude) : before + std::min(room, magnitude);
  store(position, column, count);
  return count;
}

std::size_t CompactCounterTable::insert(std::uint64_t key) {
  if ((size_ + 1) * 8 > keys_.size() * 7) {
    grow();
  }
  const std::size_t position = find(key);
  if (keys_[position] == key) {
    return position;
  }
  if (keys_[position] != kEmpty) {
    shift_up(position);
  }
  keys_[position] = key;
  std::fill_n(
      counts_.begin() + static_cast<std::ptrdiff_t>(position * column_count_), column_count_, 0U);
  ++size_;
  return position;
}

/// Moves the rows from `from` up to the next empty position on by one.
void CompactCounterTable::shift_up(std::size_t from) {
  std::size_t empty = from;
  while (keys_[empty] != kEmpty) {
    empty = after(empty);
  }
  while (empty != from) {
    const std::size_t before = empty == 0 ? keys_.size() - 1 : empty - 1;
    move_row(before, empty);
    empty = before;
  }
}

void CompactCounterTable::move_row(std::size_t from, std::size_t to) {
  keys_[to] = keys_[from];
  std::copy_n(counts_.begin() + static_cast<std::ptrdiff_t>(from * column_count_),
              column_count_,
              counts_.begin() + static_cast<std::ptrdiff_t>(to * column_count_));
}

void CompactCounterTable::grow() {
  const std::size_t size = keys_.size() + keys_.size() / 4 + 8;
  const auto keys = std::exchange(keys_, std::vector<std::uint64_t>(size, kEmpty));
  const auto counts = std::exchange(counts_, std::vector<std::uint32_t>(size * column_count_));
  size_ = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] != kEmpty) {
      const std::size_t position = insert(keys[i]);
      std::copy_n(counts.begin() + static_cast<std::ptrdiff_t>(i * column_count_),
                  column_count_,
                  counts_.begin() + static_cast<std::ptrdiff_t>(position * column_count_));
    }
  }
}

bool CompactCounterTable::erase(std::uint64_t key) {
  NAPKIN_CONTRACT(key != kEmpty);
  std::size_t position = keys_.empty() ? 0 : find(key);
  if (keys_.empty() || keys_[position] != key) {
    return false;
  }
  std::erase_if(large_, [key](const Large& large) { return large.key == key; });
  // Followers move back until one is at home already.
  for (std::size_t next = after(position); keys_[next] != kEmpty && distance(next) > 0;
       next = after(next)) {
    move_row(next, position);
    position = next;
  }
  keys_[position] = kEmpty;
  --size_;
  return true;
}

std::size_t CompactCounterTable::longest_search() const {
  std::size_t longest = 0;
  for (std::size_t position = 0; position < keys_.size(); ++position) {
    if (keys_[position] != kEmpty) {
      longest = std::max(longest, distance(position) + 1);
    }
  }
  return longest;
}

std::uint64_t CompactCounterTable::count_at(std::size_t position, std::size_t column) const {
  const std::uint32_t count = counts_[position * column_count_ + column];
  if (count != kIsLarge) {
    return count;
  }
  const auto large = std::find_if(large_.begin(), large_.end(), [&](const Large& each) {
    return each.key == keys_[position] && each.column == column;
  });
  return large->count;
}

void CompactCounterTable::store(std::size_t position, std::size_t column, std::uint64_t count) {
  std::uint32_t& small = counts_[position * column_count_ + column];
  const auto is_this = [&](const Large& each) {
    return each.key == keys_[position] && each.column == column;
  };
  if (small == kIsLarge) {
    std::erase_if(large_, is_this);
  }
  if (count >= kIsLarge) {
    large_.push_back({keys_[position], column, count});
  }
  small = count >= kIsLarge ? kIsLarge : static_cast<std::uint32_t>(count);
}

std::size_t CompactCounterTable::memory_bytes() const {
  return keys_.capacity() * sizeof(keys_[0]) + counts_.capacity() * sizeof(counts_[0]) +
         large_.capacity() * sizeof(Large);
}

}  // namespace napkin::algorithms
