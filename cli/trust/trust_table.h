#pragma once

#include <string>  // string
#include <vector>  // vector

#include "cli/trust/row_run.h"

namespace napkin::cli {

/// How much a match says.
enum class Reach {
  kProved,       ///< theory proves the expected value
  kPublication,  ///< others computed or measured it, and published how
  kPlausible,    ///< an argument without proof or measurement
};

[[nodiscard]] const char* to_string(Reach reach);

/// A line of the table of trust.
struct TrustLine {
  std::string group;     ///< heading: a model, or a scenario file
  std::string name;      ///< "mm1-05", or what a claim says
  std::string what;      ///< "mean_response", "mean(serve)"
  std::string expected;  ///< with its unit
  std::string ours;
  std::string interval;  ///< "[4.93, 5.05]"; empty without one
  Verdict verdict = Verdict::kInconclusive;
  bool was_run = true;
  std::string source;  ///< a formula with its author, a paper, a program
  Reach reach = Reach::kProved;
  std::string how;     ///< the template or file that was run
  std::string reason;  ///< why it was not run, or missed
};

[[nodiscard]] TrustLine line_of(const RowOutcome& outcome);

/// For the terminal, 80 columns.
[[nodiscard]] std::string trust_text(const std::vector<TrustLine>& lines);

/// For the documentation.
[[nodiscard]] std::string trust_markdown(const std::vector<TrustLine>& lines);

/// "231 run, 231 met, 37 not run", with how they were run.
[[nodiscard]] std::string trust_summary(const std::vector<TrustLine>& lines);

}  // namespace napkin::cli
