#include "sim/stats/series.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "sim/kernel/assert.h"

namespace napkin {

namespace {

// Merges each window with its right neighbour, in place.
template <typename Value, typename Merge>
void merge_neighbours(std::vector<Value>& values, Merge merge) {
  const std::size_t pairs = (values.size() + 1) / 2;
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    if (pair > 0) {
      values[pair] = std::move(values[2 * pair]);
    }
    if (2 * pair + 1 < values.size()) {
      merge(values[pair], values[2 * pair + 1]);
    }
  }
  values.erase(values.begin() + static_cast<std::ptrdiff_t>(pairs), values.end());
}

void require_mergeable(const Windows& left, const Windows& right) {
  if (!left.same_start(right) || left.limit() != right.limit()) {
    throw std::invalid_argument("series with different starts or limits cannot be merged");
  }
}

template <typename Series>
void widen_to_equal(Series& left, Series& right) {
  require_mergeable(left.windows(), right.windows());
  left.widen(right.windows().width());
  right.widen(left.windows().width());
  if (left.windows().width() != right.windows().width()) {
    throw std::invalid_argument("series whose widths differ by no power of two cannot be merged");
  }
}

// Half-open range of the windows that begin in [since, until).
std::pair<std::size_t, std::size_t> range_of(const Windows& windows,
                                             std::size_t size,
                                             Windows::Time since,
                                             Windows::Time until) {
  std::size_t first = 0;
  while (first < size && windows.begin_of(first) < since) {
    ++first;
  }
  std::size_t last = first;
  while (last < size && windows.begin_of(last) < until) {
    ++last;
  }
  return {first, last};
}

}  // namespace

Windows::Windows(Options options) : options_(options) {
  if (options.width.count() <= 0) {
    throw std::invalid_argument("a window is longer than zero");
  }
  if (options.limit < 2 || options.limit % 2 != 0) {
    throw std::invalid_argument(
        "the number of windows is limited by an even number of at least two");
  }
}

bool Windows::beyond_limit(Time now) const {
  NAPKIN_ASSERT(now >= options_.start);
  return index_of(now) >= options_.limit;
}

void Windows::fold() {
  NAPKIN_ASSERT(options_.width <= Time::max() / 2);
  options_.width *= 2;
}

void CounterSeries::add(Windows::Time now, std::int64_t count) {
  while (windows_.beyond_limit(now)) {
    fold();
  }
  const std::size_t index = windows_.index_of(now);
  if (index >= values_.size()) {
    values_.resize(index + 1);
  }
  values_[index] += count;
}

void CounterSeries::fold() {
  merge_neighbours(values_, [](std::int64_t& left, std::int64_t right) { left += right; });
  windows_.fold();
}

void CounterSeries::merge(CounterSeries other) {
  widen_to_equal(*this, other);
  values_.resize(std::max(values_.size(), other.values_.size()));
  for (std::size_t index = 0; index < other.values_.size(); ++index) {
    values_[index] += other.values_[index];
  }
}

std::int64_t CounterSeries::total(Windows::Time since, Windows::Time until) const {
  const auto [first, last] = range_of(windows_, values_.size(), since, until);
  std::int64_t sum = 0;
  for (std::size_t index = first; index < last; ++index) {
    sum += values_[index];
  }
  return sum;
}

GaugeSeries::GaugeSeries(Windows::Options options, std::int64_t level)
    : windows_(options), changed_(options.start), level_(level) {}

void GaugeSeries::set(Windows::Time now, std::int64_t level) {
  NAPKIN_ASSERT(now >= changed_);
  while (windows_.beyond_limit(now)) {
    fold();
  }
  // The old level fills every window it lasted through.
  while (changed_ < now) {
    const std::size_t index = windows_.index_of(changed_);
    const Windows::Time until = std::min(now, windows_.begin_of(index) + windows_.width());
    Cell& passed = cell(index);
    passed.integral += static_cast<Int128>(level_) * (until - changed_).count();
    passed.maximum = std::max(passed.maximum, level_);
    changed_ = until;
  }
  level_ = level;
}

GaugeSeries::Cell& GaugeSeries::cell(std::size_t index) {
  if (index >= cells_.size()) {
    cells_.resize(index + 1, Cell{0, std::numeric_limits<std::int64_t>::min()});
  }
  return cells_[index];
}

double GaugeSeries::average(std::size_t index) const {
  const Windows::Time passed =
      std::min(changed_, windows_.begin_of(index) + windows_.width()) - windows_.begin_of(index);
  return static_cast<double>(cells_.at(index).integral) / static_cast<double>(passed.count());
}

void GaugeSeries::fold() {
  merge_neighbours(cells_, [](Cell& left, const Cell& right) {
    left.integral += right.integral;
    left.maximum = std::max(left.maximum, right.maximum);
  });
  windows_.fold();
}

void HistogramSeries::select(Windows::Time now) {
  while (windows_.beyond_limit(now)) {
    fold();
  }
  last_ = windows_.index_of(now);
  last_since_ = windows_.begin_of(last_);
  last_until_ = last_since_ + windows_.width();
  if (last_ >= histograms_.size()) {
    histograms_.resize(last_ + 1, Histogram(precision_digits_));
  }
}

void HistogramSeries::fold() {
  merge_neighbours(histograms_, [](Histogram& left, const Histogram& right) { left.merge(right); });
  windows_.fold();
  last_until_ = last_since_;
}

void HistogramSeries::merge(HistogramSeries other) {
  widen_to_equal(*this, other);
  histograms_.resize(std::max(histograms_.size(), other.histograms_.size()),
                     Histogram(precision_digits_));
  for (std::size_t index = 0; index < other.histograms_.size(); ++index) {
    histograms_[index].merge(other.histograms_[index]);
  }
}

Histogram HistogramSeries::total(Windows::Time since, Windows::Time until) const {
  const auto [first, last] = range_of(windows_, histograms_.size(), since, until);
  Histogram result(precision_digits_);
  for (std::size_t index = first; index < last; ++index) {
    result.merge(histograms_[index]);
  }
  return result;
}

Histogram HistogramSeries::total() const {
  return total(windows_.begin_of(0), Windows::Time::max());
}

}  // namespace napkin
