#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/stats/histogram.h"
#include "sim/stats/int128.h"

namespace napkin {

/// Cuts simulated time into equal windows of bounded number. When a time lies beyond the last
/// possible window, neighbours are merged and the width doubles, so that memory does not grow with
/// the run.
class Windows {
 public:
  using Time = std::chrono::nanoseconds;

  struct Options {
    Time start{};
    Time width = std::chrono::seconds{1};  // more than zero
    std::size_t limit = 128;               // at least two, even
  };

  /// Throws std::invalid_argument for a width or limit outside of its bounds.
  explicit Windows(Options options);

  /// Window that holds `now` (>= start), which may be `limit()` or more: then fold first.
  [[nodiscard]] std::size_t index_of(Time now) const {
    return static_cast<std::size_t>((now - options_.start).count() / options_.width.count());
  }

  /// Whether `now` needs a fold. Requires: `now` is not before the start.
  [[nodiscard]] bool beyond_limit(Time now) const;

  /// Doubles the width. Requires: twice the width fits into 64 bits.
  void fold();

  [[nodiscard]] Time width() const { return options_.width; }

  [[nodiscard]] std::size_t limit() const { return options_.limit; }

  [[nodiscard]] Time begin_of(std::size_t index) const {
    return options_.start + options_.width * static_cast<std::int64_t>(index);
  }

  [[nodiscard]] bool same_start(const Windows& other) const {
    return options_.start == other.options_.start;
  }

  friend bool operator==(const Windows& left, const Windows& right) {
    return left.options_.start == right.options_.start &&
           left.options_.width == right.options_.width &&
           left.options_.limit == right.options_.limit;
  }

 private:
  Options options_;
};

/// How often something happened in each window.
class CounterSeries {
 public:
  explicit CounterSeries(Windows::Options options = {}) : windows_(options) {}

  void add(Windows::Time now, std::int64_t count = 1);

  /// Adds another series of the same start and limit whose width is equal, or doubled or halved
  /// some times.
  void merge(CounterSeries other);

  /// What happened in the windows that begin in [since, until).
  [[nodiscard]] std::int64_t total(Windows::Time since, Windows::Time until) const;

  /// Merges neighbours until windows are at least `width` long, as when time had run out of
  /// windows.
  void widen(Windows::Time width) {
    while (windows_.width() < width) {
      fold();
    }
  }

  [[nodiscard]] const Windows& windows() const { return windows_; }

  [[nodiscard]] std::size_t size() const { return values_.size(); }

  /// 0 for a window in which nothing happened, also beyond size().
  [[nodiscard]] std::int64_t at(std::size_t index) const {
    return index < values_.size() ? values_[index] : 0;
  }

  friend bool operator==(const CounterSeries&, const CounterSeries&) = default;

 private:
  void fold();

  Windows windows_;
  std::vector<std::int64_t> values_;
};

/// Time average and maximum of a level in each window. A level that lasted for no time does not
/// count.
class GaugeSeries {
 public:
  explicit GaugeSeries(Windows::Options options = {}, std::int64_t level = 0);

  /// The level is `level` from `now` on. Requires: `now` is not before the last change.
  void set(Windows::Time now, std::int64_t level);

  void add(Windows::Time now, std::int64_t delta) { set(now, level_ + delta); }

  /// Carries the present level on until `now`: once, before the series is read.
  void finish(Windows::Time now) { set(now, level_); }

  /// Merges neighbours until windows are at least `width` long, as when time had run out of
  /// windows.
  void widen(Windows::Time width) {
    while (windows_.width() < width) {
      fold();
    }
  }

  [[nodiscard]] const Windows& windows() const { return windows_; }

  [[nodiscard]] std::size_t size() const { return cells_.size(); }

  /// Average level of the part of the window that has passed; `index` < size().
  [[nodiscard]] double average(std::size_t index) const;

  [[nodiscard]] std::int64_t maximum(std::size_t index) const { return cells_[index].maximum; }

  friend bool operator==(const GaugeSeries&, const GaugeSeries&) = default;

 private:
  struct Cell {
    Int128 integral = 0;  // level * nanoseconds
    std::int64_t maximum = 0;

    friend bool operator==(const Cell&, const Cell&) = default;
  };

  void fold();
  Cell& cell(std::size_t index);

  Windows windows_;
  std::vector<Cell> cells_;
  Windows::Time changed_;
  std::int64_t level_;
};

/// Distribution of values (of two significant digits, or three) in each window.
class HistogramSeries {
 public:
  explicit HistogramSeries(Windows::Options options = {}, int precision_digits = 2)
      : windows_(options), precision_digits_(precision_digits) {}

  void record(Windows::Time now, std::int64_t value) {
    // Time passes from one window to the next: the last one is the right one, nearly always.
    if (now < last_since_ || now >= last_until_) [[unlikely]] {
      select(now);
    }
    histograms_[last_].record(value);
  }

  /// As CounterSeries::merge; both have the same number of digits.
  void merge(HistogramSeries other);

  /// All values of the windows that begin in [since, until).
  [[nodiscard]] Histogram total(Windows::Time since, Windows::Time until) const;

  /// All values.
  [[nodiscard]] Histogram total() const;

  /// Merges neighbours until windows are at least `width` long, as when time had run out of
  /// windows.
  void widen(Windows::Time width) {
    while (windows_.width() < width) {
      fold();
    }
  }

  [[nodiscard]] const Windows& windows() const { return windows_; }

  [[nodiscard]] std::size_t size() const { return histograms_.size(); }

  [[nodiscard]] const Histogram& at(std::size_t index) const { return histograms_[index]; }

  friend bool operator==(const HistogramSeries& left, const HistogramSeries& right) {
    return left.windows_ == right.windows_ && left.histograms_ == right.histograms_;
  }

 private:
  void fold();
  void select(Windows::Time now);

  Windows windows_;
  int precision_digits_;
  std::vector<Histogram> histograms_;
  std::size_t last_ = 0;  // the window recorded into last, and its bounds
  Windows::Time last_since_{};
  Windows::Time last_until_{};
};

}  // namespace napkin
