#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>

#include "sim/stats/run_result.h"

namespace napkin {

/// How many values at the start of a series belong to its warm-up: the number whose removal makes
/// the mean of the rest appear most exact. Nothing when that is more than half of them: the series
/// is too short to tell. Requires: values.
///
/// Source: White, Cobb and Spratt, "A comparison of five steady-state truncation heuristics for
/// simulation", Winter Simulation Conference 2000 (MSER; over means of five observations, MSER-5).
/// Here a value is the mean of a window of time. The search ends at three quarters, as the last few
/// values may agree by chance.
[[nodiscard]] std::optional<std::size_t> mser_truncation(std::span<const double> values);

/// What a pilot run says about the length of its warm-up.
struct WarmUp {
  std::optional<std::chrono::nanoseconds> end{};  // none: the run is too short for the rule
  std::string rule{};                             // in words, with the refusal's reason
};

/// The longest warm-up of any operation, by the mean latencies of its windows of time. `pilot` was
/// measured from its start. Refused where fewer than 40 windows hold a request, where the warm-up
/// is longer than half of the run, and in a run that changes by plan.
[[nodiscard]] WarmUp find_warm_up(const RunResult& pilot);

}  // namespace napkin
