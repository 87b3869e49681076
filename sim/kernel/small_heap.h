#pragma once

#include <cstddef>  // size_t
#include <vector>   // vector

#include "sim/kernel/entry.h"

namespace napkin {

/// A few pending entries as a 4-ary heap. Dropping the first leaves a hole at the root, which the
/// next push fills, because an event mostly schedules another one.
///
/// Source: LaMarca and Ladner, "The influence of caches on the performance of heaps", JEA 1, 1996.
class SmallHeap {
 public:
  void push(const Entry& entry) {
    if (hole_) {
      hole_ = false;
      sink(entry);
      return;
    }
    entries_.push_back(entry);
    rise(entry);
  }

  [[nodiscard]] bool empty() const { return size() == 0; }

  [[nodiscard]] std::size_t size() const { return entries_.size() - (hole_ ? 1 : 0); }

  /// Requires: not empty.
  [[nodiscard]] const Entry& first() {
    if (hole_) {
      fill_hole();
    }
    return entries_.front();
  }

  /// Requires: `first` was called since the last change.
  void drop_first() { hole_ = true; }

  /// Takes every entry out, in no stated order.
  template <typename Take>
  void drain(Take take) {
    for (std::size_t index = hole_ ? 1 : 0; index < entries_.size(); ++index) {
      take(entries_[index]);
    }
    entries_.clear();
    hole_ = false;
  }

 private:
  static constexpr std::size_t kArity = 4;

  void fill_hole() {
    const Entry last = entries_.back();
    entries_.pop_back();
    hole_ = false;
    sink(last);
  }

  /// Puts `entry` where the hole at the root ends up.
  void sink(const Entry& entry) {
    const Entry::Key key = entry.key();
    const std::size_t size = entries_.size();
    std::size_t hole = 0;
    while (true) {
      const std::size_t first = kArity * hole + 1;
      if (first >= size) {
        break;
      }
      const std::size_t least =
          first + kArity <= size ? least_of_four(first) : least_of(first, size);
      if (key < entries_[least].key()) {
        break;
      }
      entries_[hole] = entries_[least];
      hole = least;
    }
    entries_[hole] = entry;
  }

  void rise(const Entry& entry) {
    std::size_t hole = entries_.size() - 1;
    while (hole > 0 && entry.key() < entries_[(hole - 1) / kArity].key()) {
      entries_[hole] = entries_[(hole - 1) / kArity];
      hole = (hole - 1) / kArity;
    }
    entries_[hole] = entry;
  }

  /// A tournament, so that no comparison waits for more than one other.
  [[nodiscard]] std::size_t least_of_four(std::size_t first) const {
    const std::size_t left = first + (entries_[first + 1].key() < entries_[first].key() ? 1 : 0);
    const std::size_t right =
        first + 2 + (entries_[first + 3].key() < entries_[first + 2].key() ? 1 : 0);
    return entries_[right].key() < entries_[left].key() ? right : left;
  }

  [[nodiscard]] std::size_t least_of(std::size_t first, std::size_t end) const {
    std::size_t least = first;
    for (std::size_t child = first + 1; child < end; ++child) {
      least = entries_[child].key() < entries_[least].key() ? child : least;
    }
    return least;
  }

  std::vector<Entry> entries_;
  bool hole_ = false;
};

}  // namespace napkin
