#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "sim/stats/run_result.h"

namespace napkin::reports {

/// How a summary looks. The caller decides on colour (see colour.h) and width.
struct SummaryOptions {
  std::size_t width = 80;  // columns, at least 60
  bool colour = false;
};

/// What a person wants to know after a run, for a terminal: operations, components, objectives,
/// audit. No line is wider than asked for. Texts from the scenario are escaped. `performance`, if
/// given, adds the events per second of this machine to the last line; without it the text depends
/// on `result` alone.
[[nodiscard]] std::string terminal_summary(const RunResult& result,
                                           const SummaryOptions& options = {},
                                           const std::optional<RunPerformance>& performance = {});

}  // namespace napkin::reports
