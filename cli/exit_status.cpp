#include "cli/exit_status.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "cli/interrupt.h"
#include "sim/scenario/printable.h"

namespace napkin::cli {

namespace {

/// The first check of the run upon itself that failed; null if none did.
const AuditLine* failed_check(const RunResult& result) {
  const auto line = std::find_if(
      result.audit.begin(), result.audit.end(), [](const AuditLine& one) { return !one.ok; });
  return line == result.audit.end() ? nullptr : &*line;
}

std::vector<Verdict> verdicts_of(const RunResult& result, bool claims_too) {
  std::vector<Verdict> verdicts;
  for (const ExpectationResult& expectation : result.expectations) {
    verdicts.push_back(expectation.verdict);
  }
  for (const ClaimResult& claim : result.claims) {
    if (claims_too) {
      verdicts.push_back(claim.checked());
    }
  }
  return verdicts;
}

int status_of(const RunResult& result, const std::vector<Verdict>& verdicts) {
  const auto any = [&verdicts](Verdict verdict) {
    return std::find(verdicts.begin(), verdicts.end(), verdict) != verdicts.end();
  };
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
  if (!result.complete) {
    std::fprintf(stderr, "napkin: %s.\n", printable(result.incomplete_reason).c_str());
    return kStopped;
  }
  if (any(Verdict::kMissed)) {
    return kMissed;
  }
  if (any(Verdict::kInconclusive)) {
    return kInconclusive;
  }
  return kMet;
}

}  // namespace

int exit_status_of(const RunResult& result) {
  return status_of(result, verdicts_of(result, false));
}

int worse_of(int one, int other) {
  constexpr std::array kWorstFirst = {
      kInterrupted, kTerminated, kDefect, kBadInput, kMissed, kStopped, kInconclusive, kMet};
  const auto rank = [&](int status) {
    return std::find(kWorstFirst.begin(), kWorstFirst.end(), status);
  };
  return rank(one) < rank(other) ? one : other;
}

int check_status_of(const RunResult& result) {
  return status_of(result, verdicts_of(result, true));
}

}  // namespace napkin::cli
