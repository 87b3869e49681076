#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// A queue with levels of priority, 0 first, in which the low ones need not starve: each level
/// stands behind the one above it as if it had come `level_worth` later. With kStrict a level waits
/// until all above it are empty; with 0 the queue is plain first in, first out.
///
///     PriorityQueue<Task> tasks({.level_count = 3, .level_worth = 10s});
///     tasks.push(/*level=*/2, now, task);    // before one of level 0 that comes 20 s later
///     if (auto next = tasks.pop()) { run(*next); }
///
/// Since the order is fixed on arrival, ageing costs nothing: a first-in-first-out queue per level,
/// of which pop compares the heads. Push O(1), pop O(levels). Source: for linear ageing, Kleinrock,
/// "A delay dependent queue discipline", 1964, in the form where all levels age equally fast.
template <class T>
class PriorityQueue final {
 public:
  static constexpr Time kStrict = Time::max();

  struct Options {
    std::size_t level_count = 3;
    Time level_worth = kStrict;
    /// Values held at most, over all levels.
    std::size_t size_max = std::numeric_limits<std::size_t>::max();
  };

  /// Throws std::invalid_argument for no levels or a negative level_worth.
  explicit PriorityQueue(Options options) : options_(options), levels_(options.level_count) {
    if (options.level_count == 0 || options.level_worth < Time::zero()) {
      throw std::invalid_argument("PriorityQueue: needs a level, and a level_worth of at least 0");
    }
  }

  /// Queues `value`, that came at `now`; time that goes back is taken as the latest seen. A level
  /// beyond the last counts as the last. Returns false, and takes nothing, if the queue is full.
  bool push(std::size_t level, Time now, T value) {
    if (size_ >= options_.size_max) {
      return false;
    }
    latest_ = std::max(latest_, now);
    level = std::min(level, levels_.size() - 1);
    levels_[level].push_back({latest_, next_sequence_++, std::move(value)});
    ++size_;
    return true;
  }

  /// The value whose turn it is; empty if there is none.
  std::optional<T> pop() {
    const std::size_t chosen = first_level();
    if (chosen == levels_.size()) {
      return std::nullopt;
    }
    std::optional<T> value = std::move(levels_[chosen].front().value);
    levels_[chosen].pop_front();
    --size_;
    return value;
  }

  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] std::size_t size(std::size_t level) const { return levels_.at(level).size(); }

 private:
  struct Entry {
    Time came;
    std::uint64_t sequence;
    T value;
  };

  /// Whether the head of level `a` goes before the head of the lower level `b`.
  [[nodiscard]] bool goes_before(std::size_t a, std::size_t b) const {
    const Entry& upper = levels_[a].front();
    const Entry& lower = levels_[b].front();
    if (options_.level_worth == Time::zero()) {
      return upper.sequence < lower.sequence;
    }
    // The gap is at most some 292 years, so dividing it (rounded down) is the safe way to compare.
    const Time gap = upper.came - lower.came;
    return gap <= Time::zero() || gap / options_.level_worth < static_cast<Time::rep>(b - a) ||
           (gap / options_.level_worth == static_cast<Time::rep>(b - a) &&
            gap % options_.level_worth == Time::zero() && upper.sequence < lower.sequence);
  }

  [[nodiscard]] std::size_t first_level() const {
    std::size_t first = levels_.size();
    for (std::size_t level = 0; level < levels_.size(); ++level) {
      if (levels_[level].empty()) {
        continue;
      }
      if (first == levels_.size() || !goes_before(first, level)) {
        first = level;
      }
    }
    return first;
  }

  Options options_;
  std::vector<std::deque<Entry>> levels_;
  Time latest_ = Time::min();
  std::uint64_t next_sequence_ = 0;
  std::size_t size_ = 0;
};

}  // namespace napkin::algorithms
