#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/colour.h"
#include "sim/stats/run_result.h"

namespace napkin::reports {

/// An objective or a claim with what became of it, as every report says it. Texts from the scenario
/// are raw.
struct JudgedLine {
  std::string text;      ///< "p99(view) < 60ms"; of a claim its measure, "rate(view)"
  std::string says;      ///< of a claim: the sentence and where it stands; else empty
  std::string measured;  ///< "33.2ms"; "-" without samples
  std::string limit;     ///< "< 60ms"; of a claim "1k/s +-50%", ">= 99%"
  std::string word;      ///< "met", "missed", "confirmed", ... , "inconclusive"
  Verdict verdict = Verdict::kInconclusive;  ///< what a check makes of it
  std::string reason;                        ///< why; empty when there is nothing to explain
  SourcePosition position;
};

[[nodiscard]] JudgedLine judged_line(const ExpectationResult& expectation);
[[nodiscard]] JudgedLine judged_line(const ClaimResult& claim);

/// The objectives, then the claims, each in the order of the scenario.
[[nodiscard]] std::vector<JudgedLine> judged_lines(const RunResult& result);

/// Green for what is good news, red for what is bad, yellow for what is neither.
[[nodiscard]] Colour colour_of(std::string_view word);

/// "MET" of "met".
[[nodiscard]] std::string upper_case(std::string_view word);

}  // namespace napkin::reports
