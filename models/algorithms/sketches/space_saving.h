#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint32_t, uint64_t
#include <vector>   // vector

#include "models/algorithms/base/id_slots.h"

namespace napkin::algorithms {

/// The most frequent items of a stream, with counters for a few of them only.
///
/// An item without a counter takes over the one with the least count, and inherits that count as
/// its possible error. So counts are never too low, too high by at most the error, and the error is
/// at most total / counters: every item that makes up more than that share of the stream is among
/// them.
///
/// add: O(log counters), through a heap, where the paper's list of lists is O(1) for steps of one;
/// the heap takes any step. Memory: about 50 bytes for each counter. Source: A. Metwally, D.
/// Agrawal, A. El Abbadi, "Efficient computation of frequent and top-k elements in data streams",
/// 2005, section 3.
///
///     SpaceSaving hot_keys(100);
///     hot_keys.add(key);
///     for (const auto& [key, count, error] : hot_keys.top(10)) report(key, count);
class SpaceSaving final {
 public:
  struct Counter {
    std::uint64_t key = 0;
    std::uint64_t count = 0;  ///< at least the true count
    std::uint64_t error = 0;  ///< the true count is at least count - error

    friend bool operator==(const Counter&, const Counter&) = default;
  };

  /// Throws std::invalid_argument when `counters` is not within 1..2^31.
  explicit SpaceSaving(std::size_t counters);

  void add(std::uint64_t key, std::uint64_t times = 1);

  /// Zero error and zero count for a key without a counter, whose true count is at most
  /// least_count().
  [[nodiscard]] Counter estimate(std::uint64_t key) const;

  /// The `count` highest counters, or all there are; the highest first, equals by key.
  [[nodiscard]] std::vector<Counter> top(std::size_t count) const;

  /// The least count of a full table; zero while counters are free.
  [[nodiscard]] std::uint64_t least_count() const;

  /// Sum of all that was added.
  [[nodiscard]] std::uint64_t total() const { return total_; }

 private:
  [[nodiscard]] std::uint32_t claim(std::uint64_t key);
  void sift_up(std::size_t place);
  void sift_down(std::size_t place);
  void put(std::size_t place, std::uint32_t slot);

  [[nodiscard]] std::uint64_t count_at(std::size_t place) const {
    return by_slot_[heap_[place]].count;
  }

  std::size_t counters_max_;
  std::uint64_t total_ = 0;
  IdSlots slots_;
  std::vector<Counter> by_slot_;
  std::vector<std::uint32_t> heap_;    // slots, the least count first
  std::vector<std::size_t> place_of_;  // by slot, where it stands in the heap
};

}  // namespace napkin::algorithms
