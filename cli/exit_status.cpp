#include "cli/exit_status.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "cli/interrupt.h"

namespace napkin::cli {

namespace {

/// The first check of the run upon itself that failed; null if none did.
const AuditLine* failed_check(const RunResult& result) {
  const auto line = std::find_if(
      result.audit.begin(), result.audit.end(), [](const AuditLine& one) { return !one.ok; });
  return line == result.audit.end() ? nullptr : &*line;
}

bool any(const std::vector<ExpectationResult>& expectations, Verdict verdict) {
  return std::any_of(expectations.begin(),
                     expectations.end(),
                     [verdict](const ExpectationResult& one) { return one.verdict == verdict; });
}

}  // namespace

int exit_status_of(const RunResult& result) {
  if (Interrupt::signal() != 0) {
    return Interrupt::exit_status();
  }
  if (const AuditLine* const failed = failed_check(result)) {
    std::fprintf(stderr,
                 "napkin: the audit failed: %s (%s). Please report it.\n",
                 failed->name.c_str(),
                 failed->detail.c_str());
    return kDefect;
  }
  if (any(result.expectations, Verdict::kMissed)) {
    return kMissed;
  }
  if (any(result.expectations, Verdict::kInconclusive)) {
    return kInconclusive;
  }
  return result.complete ? kMet : kStopped;
}

}  // namespace napkin::cli
