#include "reports/histogram_log.h"

#include <fmt/format.h>

#include "reports/digest.h"
#include "reports/histogram_encoding.h"

namespace napkin::reports {

namespace {

double seconds(std::chrono::nanoseconds time) {
  return static_cast<double>(time.count()) / 1e9;
}

}  // namespace

HistogramLog::HistogramLog()
    : bytes_(
          "#[Histogram log format version 1.3]\n"
          "#[StartTime: 0.000 (seconds since epoch), simulated time]\n"
          "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_"
          "Histogram\"\n") {}

void HistogramLog::add(std::string_view tag,
                       std::chrono::nanoseconds since,
                       std::chrono::nanoseconds until,
                       const Histogram& histogram) {
  constexpr double kNanosecondsPerMillisecond = 1e6;  // Interval_Max is in milliseconds by custom
  bytes_ += fmt::format("Tag={},{:.3f},{:.3f},{:.3f},{}\n",
                        tag,
                        seconds(since),
                        seconds(until - since),
                        static_cast<double>(histogram.max()) / kNanosecondsPerMillisecond,
                        base64(encode_histogram_compressed(histogram)));
}

}  // namespace napkin::reports
