#pragma once

#include "sim/stats/run_result.h"

namespace napkin::cli {

/// How the program ends; stands in the documentation and never changes meaning.
enum ExitStatus : int {
  kMet = 0,            ///< done, and everything expected was met
  kMissed = 1,         ///< an expectation or claim was missed
  kBadInput = 2,       ///< a mistake in the scenario or on the command line
  kInconclusive = 3,   ///< something expected could not be judged
  kStopped = 4,        ///< a budget ended the run; the results are partial
  kDefect = 5,         ///< the audit failed, or something broke: not the user's fault
  kInterrupted = 130,  ///< by Ctrl-C; the results are partial
  kTerminated = 143,   ///< by SIGTERM; the results are partial
};

/// How a program ends that has simulated `result`: interrupted, else a defect, else what its
/// budgets say (told on standard error), else what its expectations say. What a claim says is a
/// finding, not a failure.
[[nodiscard]] int exit_status_of(const RunResult& result);

/// The same, with a claim that does not come out as it should taken for an expectation.
[[nodiscard]] int check_status_of(const RunResult& result);

/// The status for several scenarios of which these were two, from the worst to the best:
/// interrupted, a defect, bad input, missed, stopped, inconclusive, met.
[[nodiscard]] int worse_of(int one, int other);

}  // namespace napkin::cli
