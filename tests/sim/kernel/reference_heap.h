#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/kernel/entry.h"

namespace napkin::testing {

/// The pending-event set in its plainest form, a 4-ary heap: what the ladder is compared with.
class ReferenceHeap {
 public:
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  void push(const Entry& entry) {
    entries_.push_back(entry);
    std::size_t child = entries_.size() - 1;
    while (child > 0 && entries_[child].key() < entries_[(child - 1) / 4].key()) {
      std::swap(entries_[child], entries_[(child - 1) / 4]);
      child = (child - 1) / 4;
    }
  }

  /// The first entry if its time is at most `limit_time`.
  bool pop(std::uint64_t limit_time, Entry& first) {
    if (entries_.empty() || entries_.front().time > limit_time) {
      return false;
    }
    first = entries_.front();
    entries_.front() = entries_.back();
    entries_.pop_back();
    sink();
    return true;
  }

 private:
  void sink() {
    std::size_t parent = 0;
    while (true) {
      const std::size_t begin = std::min(4 * parent + 1, entries_.size());
      const std::size_t end = std::min(begin + 4, entries_.size());
      std::size_t least = parent;
      for (std::size_t child = begin; child < end; ++child) {
        least = entries_[child].key() < entries_[least].key() ? child : least;
      }
      if (least == parent) {
        return;
      }
      std::swap(entries_[least], entries_[parent]);
      parent = least;
    }
  }

  std::vector<Entry> entries_;
};

}  // namespace napkin::testing
