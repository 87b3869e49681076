#pragma once

#include <string>
#include <vector>

#include "reports/terminal_summary.h"
#include "sim/stats/analysis/comparison.h"

namespace napkin::reports {

/// What `napkin compare` prints of two results.
struct ComparisonText {
  std::string first;  ///< names as the user gave them
  std::string second;
  bool paired = false;
  std::size_t replications = 1;  ///< of the first
};

/// A line for each value with the difference, its interval and the verdict; never wider than asked.
[[nodiscard]] std::string comparison_summary(const ComparisonText& text,
                                             const std::vector<Change>& changes,
                                             const SummaryOptions& options);

/// The same for programs.
[[nodiscard]] std::string comparison_json(const ComparisonText& text,
                                          const std::vector<Change>& changes);

}  // namespace napkin::reports
