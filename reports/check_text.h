#pragma once

#include <span>
#include <string>

#include "reports/checked_scenario.h"
#include "reports/terminal_summary.h"

namespace napkin::reports {

/// What a check found in one scenario, for a terminal: a line about the run, a line for each
/// objective and claim, and the reasons of what was not met. No line is wider than asked for.
[[nodiscard]] std::string check_text(const CheckedScenario& scenario,
                                     const SummaryOptions& options = {});

/// The last line: "12 met, 1 missed, 0 inconclusive, in 3 scenarios".
[[nodiscard]] std::string check_totals(std::span<const CheckedScenario> scenarios);

}  // namespace napkin::reports
