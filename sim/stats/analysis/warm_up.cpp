#include "sim/stats/analysis/warm_up.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "sim/kernel/assert.h"

namespace napkin {

namespace {

constexpr std::size_t kWindowsMin = 40;

/// The mean latency of each window with a request, and where the window ends.
struct WindowMeans {
  std::vector<double> means;
  std::vector<std::chrono::nanoseconds> ends;
};

WindowMeans window_means(const OperationResult& operation) {
  WindowMeans result;
  const HistogramSeries& latencies = operation.batches.latencies;
  for (std::size_t index = 0; index < latencies.size(); ++index) {
    if (!latencies.at(index).empty()) {
      result.means.push_back(latencies.at(index).mean());
      result.ends.push_back(latencies.windows().begin_of(index + 1));
    }
  }
  return result;
}

WarmUp refused(const std::string& why) {
  return {.rule = "MSER-5 refused: " + why};
}

}  // namespace

std::optional<std::size_t> mser_truncation(std::span<const double> values) {
  NAPKIN_ASSERT(!values.empty());
  double sum = 0;
  double squares = 0;
  std::size_t best = 0;
  double best_error = 0;
  bool any = false;
  for (std::size_t kept = 1; kept <= values.size(); ++kept) {
    const double value = values[values.size() - kept];
    sum += value;
    squares += value * value;
    if (4 * kept < values.size()) {
      continue;
    }
    const auto count = static_cast<double>(kept);
    // The variance of the mean of what is kept, but for a constant.
    const double error = std::max(squares - sum * sum / count, 0.0) / (count * count);
    if (!any || error <= best_error) {
      any = true;
      best_error = error;
      best = values.size() - kept;
    }
  }
  return 2 * best > values.size() ? std::nullopt : std::optional(best);
}

WarmUp find_warm_up(const RunResult& pilot) {
  if (!pilot.steady) {
    return refused("the load or the system changes by plan, so nothing tells a warm-up from that");
  }
  std::chrono::nanoseconds end{0};
  bool any = false;
  for (const OperationResult& operation : pilot.operations) {
    const WindowMeans windows = window_means(operation);
    if (windows.means.size() < kWindowsMin) {
      continue;  // too rare to tell
    }
    any = true;
    const std::optional<std::size_t> cut = mser_truncation(windows.means);
    if (!cut) {
      return refused(
          fmt::format("{} still warms up after half of the run; run longer", operation.name));
    }
    end = std::max(end, *cut == 0 ? std::chrono::nanoseconds{0} : windows.ends[*cut - 1]);
  }
  if (!any) {
    return refused(
        fmt::format("no operation has requests in {} windows of the run; run longer", kWindowsMin));
  }
  return {.end = end, .rule = "MSER-5 on a pilot run with the same seed"};
}

}  // namespace napkin
