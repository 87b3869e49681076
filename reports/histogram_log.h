#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "sim/stats/histogram.h"

namespace napkin::reports {

/// HdrHistogram's interval log, format 1.3: one tagged, compressed histogram of nanoseconds a line.
/// Any HdrHistogram library reads it. Simulated time counts from 0 s.
class HistogramLog {
 public:
  HistogramLog();

  /// What happened in [since, until). `tag` is a slug: no comma, no white space.
  void add(std::string_view tag,
           std::chrono::nanoseconds since,
           std::chrono::nanoseconds until,
           const Histogram& histogram);

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace napkin::reports
