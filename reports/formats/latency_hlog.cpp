#include "reports/format_registry.h"
#include "reports/histogram_log.h"

namespace napkin::reports {

namespace {

std::vector<OutputFile> render(const RunResult& result) {
  HistogramLog log;
  for (const OperationResult& operation : result.operations) {
    log.add(slug(operation.name),
            result.duration - result.measured(),
            result.duration,
            operation.latency);
  }
  return {{"latency.hlog", log.bytes()}};
}

const FormatRegistration kRegistration(
    {"latency_hlog",
     "latency.hlog",
     "full latency distributions, an HdrHistogram log with a tag per operation",
     render});

}  // namespace

}  // namespace napkin::reports
