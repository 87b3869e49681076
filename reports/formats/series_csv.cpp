#include <cstdint>
#include <optional>

#include "reports/csv.h"
#include "reports/format_registry.h"
#include "sim/stats/operation_windows.h"

namespace napkin::reports {

namespace {

constexpr int kSecondDigits = 9;  // of nanoseconds
constexpr int kMillisecondDigits = 6;

void milliseconds(Csv& csv, const std::optional<std::int64_t>& nanoseconds) {
  if (nanoseconds.has_value()) {
    csv.decimal(*nanoseconds, kMillisecondDigits);
  } else {
    csv.nothing();
  }
}

void add_row(Csv& csv, const OperationResult& operation, const OperationWindow& window) {
  csv.text(operation.name)
      .decimal(window.since.count(), kSecondDigits)
      .decimal(window.until.count(), kSecondDigits)
      .number(window.arrived)
      .number(window.completed)
      .number(window.failed)
      .number(window.rate())
      .number(window.error_ratio());
  milliseconds(csv, window.p50_ns);
  milliseconds(csv, window.p99_ns);
  csv.end_row();
}

std::vector<OutputFile> render(const RunResult& result) {
  Csv csv({"operation",
           "since_s",
           "until_s",
           "arrived",
           "completed",
           "failed",
           "rate_per_s",
           "error_ratio",
           "p50_ms",
           "p99_ms"});
  for (const OperationResult& operation : result.operations) {
    for (const OperationWindow& window :
         operation_windows(operation, result.duration, result.replications)) {
      add_row(csv, operation, window);
    }
  }
  return {{"series.csv", csv.bytes()}};
}

const FormatRegistration kRegistration(
    {"series_csv", "series.csv", "operations per window of time: rate, errors, p50, p99", render});

}  // namespace

}  // namespace napkin::reports
