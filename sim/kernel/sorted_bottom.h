#pragma once

#include <algorithm>  // remove_if, sort
#include <cstddef>    // size_t
#include <vector>     // vector

#include "sim/kernel/entry.h"

namespace napkin {

/// The next few entries, sorted, the first one at the back: the short end of a `Ladder`.
class SortedBottom {
 public:
  [[nodiscard]] bool empty() const { return entries_.empty(); }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  [[nodiscard]] const Entry& first() const { return entries_.back(); }

  void drop_first() { entries_.pop_back(); }

  /// Adds without sorting; `sort` must follow before the next look.
  void append(const Entry& entry) { entries_.push_back(entry); }

  void sort() {
    if (entries_.size() <= kInsertionSortAtMost) {
      insertion_sort();
    } else {
      std::sort(entries_.begin(), entries_.end(), later);
    }
  }

  /// Adds in its place. Linear, from the near end: what is scheduled soon is found at once.
  void insert(const Entry& entry) {
    entries_.push_back(entry);
    sink(entries_.size() - 1);
  }

  template <typename Visit>
  void for_each(Visit visit) const {
    for (const Entry& entry : entries_) {
      visit(entry);
    }
  }

  /// Drops what `is_dead`; the order of the others stays.
  template <typename IsDead>
  void drop_if(IsDead is_dead) {
    entries_.erase(std::remove_if(entries_.begin(), entries_.end(), is_dead), entries_.end());
  }

  template <typename Take>
  void drain(Take take) {
    for (const Entry& entry : entries_) {
      take(entry);
    }
    entries_.clear();
  }

 private:
  static constexpr std::size_t kInsertionSortAtMost = 40;

  static bool later(const Entry& a, const Entry& b) { return a.key() > b.key(); }

  void insertion_sort() {
    for (std::size_t index = 1; index < entries_.size(); ++index) {
      sink(index);
    }
  }

  /// Moves the entry at `index` towards the front until all before it are later.
  void sink(std::size_t index) {
    const Entry entry = entries_[index];
    const Entry::Key key = entry.key();
    while (index > 0 && entries_[index - 1].key() < key) {
      entries_[index] = entries_[index - 1];
      --index;
    }
    entries_[index] = entry;
  }

  std::vector<Entry> entries_;
};

}  // namespace napkin
