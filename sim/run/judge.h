#pragma once

#include <span>    // span
#include <vector>  // vector

#include "sim/run/scenario_plan.h"
#include "sim/scenario/expectation.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// The answer of a run to a measure, from its result alone; nothing when there are no samples.
[[nodiscard]] std::optional<Measured> measure_result(const RunResult& result,
                                                     const Measure& measure);

/// Holds each claim against what the replications say, interval and all, and keeps the findings in
/// `result`.
void judge_claims(const std::vector<Claim>& claims,
                  std::span<const RunResult> replications,
                  RunResult& result);

/// Judges each expectation by what the replications say, interval and all, and keeps the verdicts
/// in `result`.
void judge_expectations(const std::vector<Expectation>& expectations,
                        std::span<const RunResult> replications,
                        RunResult& result);

}  // namespace napkin
