#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/stats/run_result.h"

namespace napkin {

/// What happened to an operation in one window of simulated time.
struct OperationWindow {
  std::chrono::nanoseconds since{};
  std::chrono::nanoseconds until{};  // not included; the end of the run in the last window
  std::int64_t arrived = 0;
  std::int64_t completed = 0;
  std::int64_t failed = 0;               // and dropped
  std::optional<std::int64_t> p50_ns{};  // none: nothing completed
  std::optional<std::int64_t> p99_ns{};
  std::uint32_t replications = 1;  // over which the counts are sums

  [[nodiscard]] double seconds() const;

  /// Completed requests per second, of each replication; 0 for a window of no length.
  [[nodiscard]] double rate() const;

  /// Failed and dropped over all that finished; 0 if nothing did.
  [[nodiscard]] double error_ratio() const;

  friend bool operator==(const OperationWindow&, const OperationWindow&) = default;
};

/// The series of `operation` side by side. Series widen their windows each on its own; here all
/// have the width of the widest. They must have the same start, and widths that differ by powers of
/// two.
[[nodiscard]] std::vector<OperationWindow> operation_windows(const OperationResult& operation,
                                                             std::chrono::nanoseconds duration,
                                                             std::uint32_t replications = 1);

}  // namespace napkin
