#include "sim/stats/histogram.h"

#include <cmath>
#include <stdexcept>

#include "sim/kernel/assert.h"

namespace napkin {

namespace {

int half_magnitude_for(int precision_digits) {
  // The smallest power of two that tells 2 * 10^digits values apart has 256 or 2048 buckets; this
  // is its half.
  switch (precision_digits) {
    case 2:
      return 7;
    case 3:
      return 10;
    default:
      throw std::invalid_argument("a histogram has 2 or 3 significant digits");
  }
}

}  // namespace

Histogram::Histogram(int precision_digits)
    : precision_digits_(precision_digits), half_magnitude_(half_magnitude_for(precision_digits)) {}

void Histogram::merge(const Histogram& other) {
  if (other.precision_digits_ < precision_digits_) {
    throw std::invalid_argument("a coarse histogram cannot be merged into a finer one");
  }
  if (other.empty()) {
    return;
  }
  const Int128 sum = sum_ + other.sum_;
  const std::int64_t minimum = std::min(minimum_, other.minimum_);
  const std::int64_t maximum = std::max(maximum_, other.maximum_);
  if (other.precision_digits_ == precision_digits_) {
    add_counts(other);
  } else {
    // Finer buckets lie within coarser ones: the lowest value stands for all of them.
    other.for_each_bucket([this](const Bucket& bucket) { record(bucket.lowest, bucket.count); });
  }
  sum_ = sum;
  minimum_ = minimum;
  maximum_ = maximum;
}

/// Of the same buckets. In one loop without a branch: joining the windows of all replications is
/// what nothing else can run beside.
void Histogram::add_counts(const Histogram& other) {
  (void)make_room(other.maximum_, 0);
  (void)make_room(other.minimum_, 0);
  const std::size_t begin = std::max(first_index_, other.first_index_);
  const std::size_t end =
      std::min(first_index_ + counts_.size(), other.first_index_ + other.counts_.size());
  for (std::size_t index = begin; index < end; ++index) {
    counts_[index - first_index_] += other.counts_[index - other.first_index_];
  }
  count_ += other.count_;
}

void Histogram::subtract(const Histogram& earlier) {
  NAPKIN_ASSERT(earlier.precision_digits_ == precision_digits_);
  earlier.for_each_bucket([this](const Bucket& bucket) {
    counts_.at(index_of(bucket.lowest) - first_index_) -= bucket.count;
    count_ -= bucket.count;
  });
  if (count_ == 0) {
    clear();
    return;
  }
  sum_ -= earlier.sum_;
  const std::vector<Bucket> left = buckets();
  minimum_ = std::max(minimum_, left.front().lowest);
  maximum_ = std::min(maximum_, left.back().highest);
}

void Histogram::clear() {
  std::fill(counts_.begin(), counts_.end(), 0);
  count_ = 0;
  sum_ = 0;
  minimum_ = std::numeric_limits<std::int64_t>::max();
  maximum_ = 0;
}

double Histogram::mean() const {
  return empty() ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

double Histogram::standard_deviation() const {
  if (empty()) {
    return 0.0;
  }
  const double centre = mean();
  double squares = 0.0;
  for_each_bucket([&](const Bucket& bucket) {
    const std::int64_t middle = bucket.lowest + (bucket.highest - bucket.lowest + 1) / 2;
    const double distance = static_cast<double>(middle) - centre;
    squares += distance * distance * static_cast<double>(bucket.count);
  });
  return std::sqrt(squares / static_cast<double>(count_));
}

std::int64_t Histogram::value_at_quantile(double quantile) const {
  if (empty()) {
    return 0;
  }
  if (!(quantile > 0.0)) {
    return min();
  }
  // One unit in the last place less, so that 0.07 * 100 = 7.000000000000001 still asks for rank 7.
  const double share = std::min(std::nextafter(quantile, 0.0), 1.0);
  const double rank = std::ceil(share * static_cast<double>(count_));
  std::int64_t below = 0;
  for (std::size_t slot = 0; slot < counts_.size(); ++slot) {
    below += counts_[slot];
    if (below > 0 && static_cast<double>(below) >= rank) {
      return std::min(bucket_at(first_index_ + slot, 0).highest, maximum_);
    }
  }
  return maximum_;
}

double Histogram::quantile_rank(std::int64_t value) const {
  return empty() ? 0.0
                 : static_cast<double>(count_at_or_below(value)) / static_cast<double>(count_);
}

std::int64_t Histogram::count_at_or_below(std::int64_t value) const {
  if (value < 0) {
    return 0;
  }
  const std::size_t last = index_of(value);
  std::int64_t below = 0;
  for (std::size_t slot = 0; slot < counts_.size() && first_index_ + slot <= last; ++slot) {
    below += counts_[slot];
  }
  return below;
}

std::vector<Histogram::Bucket> Histogram::buckets() const {
  std::vector<Bucket> result;
  for_each_bucket([&result](const Bucket& bucket) { result.push_back(bucket); });
  return result;
}

std::int64_t Histogram::lowest_equivalent(std::int64_t value) const {
  return bucket_at(index_of(value), 0).lowest;
}

std::int64_t Histogram::highest_equivalent(std::int64_t value) const {
  return bucket_at(index_of(value), 0).highest;
}

int Histogram::power_at(std::size_t index) const {
  const auto octave = static_cast<int>(index >> half_magnitude_);
  return octave == 0 ? 0 : octave - 1;  // the first two halves, 0 to 2 * half() - 1, have width one
}

Histogram::Bucket Histogram::bucket_at(std::size_t index, std::int64_t count) const {
  const int power = power_at(index);
  const std::uint64_t sub = index - (static_cast<std::size_t>(power) << half_magnitude_);
  const std::uint64_t lowest = sub << power;
  const std::uint64_t highest = lowest + ((std::uint64_t{1} << power) - 1);
  return {static_cast<std::int64_t>(lowest), static_cast<std::int64_t>(highest), count};
}

std::size_t Histogram::make_room(std::int64_t value, std::int64_t count) {
  NAPKIN_ASSERT(value >= 0);
  NAPKIN_ASSERT(count >= 0);
  const std::size_t index = index_of(value);
  const std::size_t octave_begin = index / half() * half();
  if (counts_.empty()) {
    first_index_ = octave_begin;
    counts_.resize(half());
  } else if (index < first_index_) {
    counts_.insert(counts_.begin(), first_index_ - octave_begin, 0);
    first_index_ = octave_begin;
  } else if (index - first_index_ >= counts_.size()) {
    counts_.resize(octave_begin + half() - first_index_);
  }
  return index - first_index_;
}

bool operator==(const Histogram& left, const Histogram& right) {
  return left.precision_digits_ == right.precision_digits_ && left.count_ == right.count_ &&
         left.sum_ == right.sum_ && left.minimum_ == right.minimum_ &&
         left.maximum_ == right.maximum_ && left.buckets() == right.buckets();
}

}  // namespace napkin
