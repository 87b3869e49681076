#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/stats/int128.h"

namespace napkin {

/// Counts of non-negative integers (mostly nanoseconds) in buckets of bounded relative width.
///
/// The layout is HdrHistogram's (Tene, hdrhistogram.org): each power of two is cut into equal
/// buckets, so that a value is known to 2 or 3 significant digits anywhere between 0 and 2^63 - 1.
/// Count, minimum, maximum and sum are exact. Counts are integers, so merging in any order gives
/// equal histograms. Storage covers only the powers of two that occurred.
class Histogram {
 public:
  /// Values from `lowest` to `highest`, both included, are not told apart.
  struct Bucket {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    std::int64_t count = 0;

    friend bool operator==(const Bucket&, const Bucket&) = default;
  };

  /// `precision_digits` is 2 or 3 (anything else throws std::invalid_argument).
  explicit Histogram(int precision_digits = 3);

  /// Counts `value`, which must not be negative, `count` times (>= 0).
  void record(std::int64_t value, std::int64_t count = 1) {
    // A negative value, too, has an index beyond the storage: the usual path needs this one
    // comparison only.
    std::size_t slot = index_of(value) - first_index_;
    if (slot >= counts_.size() || count <= 0) [[unlikely]] {
      if (count == 0) {
        return;
      }
      slot = make_room(value, count);
    }
    counts_[slot] += count;
    count_ += count;
    sum_ += static_cast<Int128>(value) * count;
    minimum_ = std::min(minimum_, value);
    maximum_ = std::max(maximum_, value);
  }

  /// Adds the counts of `other`, which must have at least as many digits (else
  /// std::invalid_argument).
  void merge(const Histogram& other);

  /// Takes out the counts of an earlier state of this histogram: what was recorded since remains.
  /// Minimum and maximum are then known to a bucket.
  void subtract(const Histogram& earlier);

  /// Forgets all values and keeps the storage: for the end of a warm-up.
  void clear();

  [[nodiscard]] int precision_digits() const { return precision_digits_; }

  [[nodiscard]] bool empty() const { return count_ == 0; }

  [[nodiscard]] std::int64_t count() const { return count_; }

  [[nodiscard]] Int128 sum() const { return sum_; }

  /// Exact; 0 when empty.
  [[nodiscard]] std::int64_t min() const { return empty() ? 0 : minimum_; }

  [[nodiscard]] std::int64_t max() const { return maximum_; }

  /// Exact sum over count, rounded once; 0 when empty.
  [[nodiscard]] double mean() const;

  /// Population standard deviation with each value taken as the middle of its bucket; 0 when empty.
  [[nodiscard]] double standard_deviation() const;

  /// HdrHistogram's rule: the highest value of the bucket that holds the value of rank
  /// ceil(quantile * count), yet never more than max(). `quantile` is clamped to 0..1; at 0 it is
  /// min(). 0 when empty.
  [[nodiscard]] std::int64_t value_at_quantile(double quantile) const;

  /// Share of the values that are in the bucket of `value` or below it, 0..1; 0 when empty.
  [[nodiscard]] double quantile_rank(std::int64_t value) const;

  /// How many values are in the bucket of `value` or below it.
  [[nodiscard]] std::int64_t count_at_or_below(std::int64_t value) const;

  /// Calls visit(const Bucket&) for every bucket with a count, in ascending order.
  template <typename Visitor>
  void for_each_bucket(Visitor&& visit) const {
    for (std::size_t slot = 0; slot < counts_.size(); ++slot) {
      if (counts_[slot] != 0) {
        visit(bucket_at(first_index_ + slot, counts_[slot]));
      }
    }
  }

  [[nodiscard]] std::vector<Bucket> buckets() const;

  /// Position of the bucket of `value` (>= 0) in HdrHistogram's array of counters.
  [[nodiscard]] std::size_t index_of(std::int64_t value) const {
    const auto bits = static_cast<std::uint64_t>(value);
    const auto mask = (std::uint64_t{2} << half_magnitude_) - 1;
    const int power = 63 - half_magnitude_ - std::countl_zero(bits | mask);
    const std::size_t sub = static_cast<std::size_t>(bits >> power);
    return (static_cast<std::size_t>(power + 1) << half_magnitude_) + sub - half();
  }

  /// Smallest and largest value that share the bucket of `value` (>= 0).
  [[nodiscard]] std::int64_t lowest_equivalent(std::int64_t value) const;
  [[nodiscard]] std::int64_t highest_equivalent(std::int64_t value) const;

  /// Equal when the same values could have been recorded: storage and order of recording do not
  /// matter.
  friend bool operator==(const Histogram& left, const Histogram& right);

 private:
  [[nodiscard]] std::size_t half() const { return std::size_t{1} << half_magnitude_; }

  [[nodiscard]] Bucket bucket_at(std::size_t index, std::int64_t count) const;
  [[nodiscard]] int power_at(std::size_t index) const;
  std::size_t make_room(std::int64_t value, std::int64_t count);
  void add_counts(const Histogram& other);

  int precision_digits_;
  int half_magnitude_;           // a power of two is cut into 2^half_magnitude_ buckets
  std::size_t first_index_ = 0;  // index of counts_[0], a multiple of half()
  std::vector<std::int64_t> counts_;
  std::int64_t count_ = 0;
  Int128 sum_ = 0;
  std::int64_t minimum_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t maximum_ = 0;
};

}  // namespace napkin
