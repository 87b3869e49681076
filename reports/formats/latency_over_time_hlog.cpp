#include <algorithm>
#include <chrono>

#include "reports/format_registry.h"
#include "reports/histogram_log.h"

namespace napkin::reports {

namespace {

void add_windows(HistogramLog& log,
                 const OperationResult& operation,
                 std::chrono::nanoseconds duration) {
  const HistogramSeries& series = operation.latencies;
  const Windows& windows = series.windows();
  for (std::size_t index = 0; index < series.size(); ++index) {
    const auto since = windows.begin_of(index);
    const auto until = std::max(since, std::min(since + windows.width(), duration));
    if (!series.at(index).empty()) {
      log.add(slug(operation.name), since, until, series.at(index));
    }
  }
}

std::vector<OutputFile> render(const RunResult& result) {
  HistogramLog log;
  for (const OperationResult& operation : result.operations) {
    add_windows(log, operation, result.duration);
  }
  return {{"latency_over_time.hlog", log.bytes()}};
}

const FormatRegistration kRegistration(
    {"latency_over_time_hlog",
     "latency_over_time.hlog",
     "latency per window of time, an HdrHistogram log with a tag per operation",
     render});

}  // namespace

}  // namespace napkin::reports
