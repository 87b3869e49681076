#pragma once

#include <vector>  // vector

#include "sim/run/scenario_plan.h"
#include "sim/scenario/expectation.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// The answer of a run to a measure, from its result alone; nothing when there are no samples.
[[nodiscard]] std::optional<Measured> measure_result(const RunResult& result,
                                                     const Measure& measure);

/// Holds each claim against the result, and keeps the findings in it.
void judge_claims(const std::vector<Claim>& claims, RunResult& result);

/// Judges each expectation and keeps the verdicts in the result.
void judge_expectations(const std::vector<Expectation>& expectations, RunResult& result);

}  // namespace napkin
