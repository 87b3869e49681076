#include "sim/stats/operation_windows.h"

#include <algorithm>
#include <cstddef>

#include "sim/kernel/assert.h"

namespace napkin {

namespace {

void widen_all(OperationResult& operation) {
  const Windows::Time widest = std::max({operation.arrivals.windows().width(),
                                         operation.completions.windows().width(),
                                         operation.failures.windows().width(),
                                         operation.latencies.windows().width()});
  operation.arrivals.widen(widest);
  operation.completions.widen(widest);
  operation.failures.widen(widest);
  operation.latencies.widen(widest);
  NAPKIN_ASSERT(operation.arrivals.windows() == operation.completions.windows());
  NAPKIN_ASSERT(operation.arrivals.windows() == operation.failures.windows());
  NAPKIN_ASSERT(operation.arrivals.windows() == operation.latencies.windows());
}

}  // namespace

double OperationWindow::seconds() const {
  return static_cast<double>((until - since).count()) * 1e-9;
}

double OperationWindow::rate() const {
  return until > since ? static_cast<double>(completed) / seconds() / replications : 0.0;
}

double OperationWindow::error_ratio() const {
  const std::int64_t finished = completed + failed;
  return finished == 0 ? 0.0 : static_cast<double>(failed) / static_cast<double>(finished);
}

std::vector<OperationWindow> operation_windows(const OperationResult& operation,
                                               std::chrono::nanoseconds duration,
                                               std::uint32_t replications) {
  OperationResult even = operation;
  widen_all(even);
  const Windows& windows = even.arrivals.windows();
  const std::size_t count = std::max(
      {even.arrivals.size(), even.completions.size(), even.failures.size(), even.latencies.size()});
  std::vector<OperationWindow> result;
  for (std::size_t index = 0; index < count; ++index) {
    OperationWindow window;
    window.since = windows.begin_of(index);
    window.until = std::max(window.since, std::min(window.since + windows.width(), duration));
    window.replications = replications;
    window.arrived = even.arrivals.at(index);
    window.completed = even.completions.at(index);
    window.failed = even.failures.at(index);
    if (index < even.latencies.size() && !even.latencies.at(index).empty()) {
      window.p50_ns = even.latencies.at(index).value_at_quantile(0.5);
      window.p99_ns = even.latencies.at(index).value_at_quantile(0.99);
    }
    result.push_back(window);
  }
  return result;
}

}  // namespace napkin
