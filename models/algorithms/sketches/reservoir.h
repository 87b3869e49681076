#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint64_t
#include <utility>  // move
#include <vector>   // vector

#include "models/algorithms/base/scale_down.h"

namespace napkin::algorithms {

/// A fair sample of a stream of unknown length: at any time each item so far is in it with the same
/// probability, capacity / seen.
///
/// offer: O(1). Memory: the sample.
/// Source: J. Vitter, "Random sampling with a reservoir", 1985, algorithm R.
///
///     Reservoir<Trace> sample(100);
///     sample.offer(trace, random.next());
///     for (const Trace& trace : sample.items()) show(trace);
template <typename Item>
class Reservoir final {
 public:
  /// A capacity of 0 keeps nothing.
  explicit Reservoir(std::size_t capacity) : capacity_(capacity) {}

  /// `random`: 64 random bits, fresh for each item. True when the item is in the sample.
  bool offer(Item item, std::uint64_t random) {
    ++seen_;
    if (items_.size() < capacity_) {
      items_.push_back(std::move(item));
      return true;
    }
    const std::uint64_t place = scale_down(random, seen_);
    if (place >= capacity_) {
      return false;
    }
    items_[place] = std::move(item);
    return true;
  }

  /// In no particular order.
  [[nodiscard]] const std::vector<Item>& items() const { return items_; }

  [[nodiscard]] std::uint64_t seen() const { return seen_; }

 private:
  std::size_t capacity_;
  std::uint64_t seen_ = 0;
  std::vector<Item> items_;
};

}  // namespace napkin::algorithms
