#pragma once

#include <algorithm>  // lower_bound, max, min, reverse, sort
#include <array>      // array
#include <bit>        // bit_width
#include <cstddef>    // size_t
#include <cstdint>    // uint16_t, uint64_t
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

  /// The entry that comes `count` entries after the first; null when there are not so many.
  [[nodiscard]] const Entry* ahead(std::size_t count) const {
    return count < entries_.size() ? &entries_[entries_.size() - 1 - count] : nullptr;
  }

  /// Hides the entries, so that later ones can be gathered and sorted. Returns how many there are;
  /// `bring_back` must follow before the next look.
  std::size_t set_aside() {
    aside_.swap(entries_);
    return aside_.size();
  }

  /// Those set aside come first again.
  void bring_back() {
    entries_.insert(entries_.end(), aside_.begin(), aside_.end());
    aside_.clear();
  }

  /// Adds without sorting; `sort` must follow before the next look.
  void append(const Entry& entry) { entries_.push_back(entry); }

  /// Requires: all entries lie in [start, end).
  void sort(std::uint64_t start, std::uint64_t end) {
    if (end - start > 1 && entries_.size() <= kDistributeAtMost) {
      if (entries_.size() > kInsertionSortAtMost) {
        distribute(start, end);
      } else {
        std::reverse(entries_.begin(), entries_.end());  // they came bucket by bucket
      }
      insertion_sort();
    } else {
      std::sort(entries_.begin(), entries_.end(), later);
    }
  }

  /// Adds in its place, found from the near end: most of what is scheduled soon is found at once.
  void insert(const Entry& entry) {
    constexpr std::size_t kNear = 16;
    if (entries_.size() <= kNear || entries_[entries_.size() - kNear].key() > entry.key()) {
      entries_.push_back(entry);
      sink(entries_.size() - 1);
    } else {
      entries_.insert(std::lower_bound(entries_.begin(), entries_.end(), entry, later), entry);
    }
  }

  template <typename Take>
  void drain(Take take) {
    for (const Entry& entry : entries_) {
      take(entry);
    }
    entries_.clear();
  }

 private:
  static constexpr std::size_t kInsertionSortAtMost = 12;
  static constexpr std::size_t kDistributeAtMost = 512;

  static bool later(const Entry& a, const Entry& b) { return a.key() > b.key(); }

  /// Puts the entries into about as many parts of [start, end) as there are entries, the last part
  /// first: a counting sort, which leaves little to the insertion sort.
  void distribute(std::uint64_t start, std::uint64_t end) {
    const int parts_bits = static_cast<int>(std::bit_width(entries_.size() - 1));
    const int shift = std::max(0, static_cast<int>(std::bit_width(end - 1 - start)) - parts_bits);
    const std::size_t last = std::size_t{1} << parts_bits;
    std::array<std::uint16_t, kDistributeAtMost + 1> begins;
    std::fill_n(begins.begin(), last + 1, std::uint16_t{0});
    for (const Entry& entry : entries_) {
      ++begins[last - ((entry.time - start) >> shift)];
    }
    std::uint16_t begin = 0;
    for (std::size_t part = 0; part <= last; ++part) {
      const std::uint16_t count = begins[part];
      begins[part] = begin;
      begin = static_cast<std::uint16_t>(begin + count);
    }
    sorted_.resize(entries_.size());
    for (const Entry& entry : entries_) {
      sorted_[begins[last - ((entry.time - start) >> shift)]++] = entry;
    }
    entries_.swap(sorted_);
  }

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
  std::vector<Entry> aside_;
  std::vector<Entry> sorted_;  // for `distribute`
};

}  // namespace napkin
