#include "reports/checked_scenario.h"

#include <utility>

#include "reports/verdicts.h"

namespace napkin::reports {

CheckedScenario checked_scenario(std::string file, const RunResult& result) {
  CheckedScenario checked;
  checked.file = std::move(file);
  checked.result.scenario = result.scenario;
  checked.result.seed = result.seed;
  checked.result.duration = result.duration;
  checked.result.warm_up = result.warm_up;
  checked.result.complete = result.complete;
  checked.result.incomplete_reason = result.incomplete_reason;
  checked.result.fingerprint = result.fingerprint;
  checked.result.expectations = result.expectations;
  checked.result.claims = result.claims;
  checked.result.audit = result.audit;
  return checked;
}

void VerdictCounts::add(const CheckedScenario& scenario) {
  if (!scenario.error.empty() || !trouble_of(scenario.result).empty()) {
    ++errors;
  }
  for (const JudgedLine& line : judged_lines(scenario.result)) {
    met += line.verdict == Verdict::kMet ? 1 : 0;
    missed += line.verdict == Verdict::kMissed ? 1 : 0;
    inconclusive += line.verdict == Verdict::kInconclusive ? 1 : 0;
  }
}

std::string trouble_of(const RunResult& result) {
  for (const AuditLine& line : result.audit) {
    if (!line.ok) {
      return "the audit failed: " + line.name + ": " + line.detail;
    }
  }
  return result.complete ? std::string() : "incomplete: " + result.incomplete_reason;
}

}  // namespace napkin::reports
