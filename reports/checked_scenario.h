#pragma once

#include <string>

#include "sim/stats/run_result.h"

namespace napkin::reports {

/// A scenario with what a check found. When it could not be run, `error` says why, and the result
/// holds nothing.
struct CheckedScenario {
  std::string file;   ///< as it was named; a single result has the name of its file alone
  RunResult result;   ///< its identity, audit, expectations and claims are reported
  std::string error;  ///< lines of text; empty if it ran
};

/// What of a result a check reports; the rest, which may be large, is not copied.
[[nodiscard]] CheckedScenario checked_scenario(std::string file, const RunResult& result);

/// How many objectives and claims passed, and how many did not.
struct VerdictCounts {
  int met = 0;
  int missed = 0;
  int inconclusive = 0;
  int errors = 0;  ///< could not be run, was stopped, or failed its own audit

  void add(const CheckedScenario& scenario);
};

/// "stopped by max_events" when a run was, what its audit found when it failed; empty when all is
/// well, or when it could not be run at all.
[[nodiscard]] std::string trouble_of(const RunResult& result);

}  // namespace napkin::reports
