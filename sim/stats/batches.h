#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "sim/stats/series.h"

namespace napkin {

/// What was measured of an operation, cut into spans of equal length: 64 to 128 of them in a run of
/// any length. How much they differ from each other tells how exactly the whole is known.
struct BatchSeries {
  explicit BatchSeries(std::chrono::nanoseconds since = {})
      : arrivals(options(since)), failures(options(since)), latencies(options(since), 3) {}

  CounterSeries arrivals;
  CounterSeries failures;     // and dropped
  HistogramSeries latencies;  // nanoseconds, completed requests, by time of completion

  void merge(const BatchSeries& other) {
    arrivals.merge(other.arrivals);
    failures.merge(other.failures);
    latencies.merge(other.latencies);
  }

  /// Gives all three the windows of the widest.
  void align() {
    const auto width = std::max(
        {arrivals.windows().width(), failures.windows().width(), latencies.windows().width()});
    arrivals.widen(width);
    failures.widen(width);
    latencies.widen(width);
  }

  friend bool operator==(const BatchSeries&, const BatchSeries&) = default;

 private:
  static Windows::Options options(std::chrono::nanoseconds since) {
    return {.start = since, .width = std::chrono::microseconds{100}, .limit = 128};
  }
};

}  // namespace napkin
