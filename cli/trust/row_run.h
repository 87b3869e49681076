#pragma once

#include <cstdint>     // uint64_t
#include <filesystem>  // path
#include <functional>  // function
#include <optional>    // optional
#include <string>      // string
#include <vector>      // vector

#include "cli/trust/reference_row.h"
#include "cli/trust/row_plan.h"
#include "sim/stats/verdict.h"

namespace napkin::cli {

/// What became of a row.
struct RowOutcome {
  const ReferenceRow* row = nullptr;
  std::string how;  ///< "queue.yaml", "algorithm", "analysis"; empty: not run
  std::optional<double> ours;
  std::optional<double> lowest;  ///< 99 % interval over replications
  std::optional<double> highest;
  int replications = 0;
  bool approaches = false;  ///< as of the plan
  Verdict verdict = Verdict::kInconclusive;
  std::string reason;  ///< why it was not run, or missed

  [[nodiscard]] bool was_run() const { return ours.has_value(); }

  [[nodiscard]] bool in_tolerance() const;
  /// Whether the interval holds the expected value; where that value is itself an approximation,
  /// a limit or somebody's simulation, and where the run only comes close to it: whether the
  /// interval reaches the tolerance around it.
  [[nodiscard]] bool in_interval() const;
  /// Whether the interval and the tolerance around the expected value have a point in common.
  [[nodiscard]] bool is_compatible() const;
};

/// Added to the seeds of a second look.
inline constexpr std::uint64_t kSecondLook = 1'000'000;

struct RowRunOptions {
  std::filesystem::path templates;  ///< the folder of the templates
  std::uint64_t seed = 1;
  /// Least replications of a row; doubled up to `replications_max` while the 99 % interval is wider
  /// than the row's tolerance on either side.
  int replications = 10;
  int replications_max = 80;
  /// Requests of a run, as a share of what a full run has. Below 1 the look is a rough one: met is
  /// what does not contradict the row, where the interval reaches the tolerance around the expected
  /// value.
  double effort = 1;
  int threads = 1;
  /// Told before each piece of work how many are done; false: no more.
  std::function<bool(std::size_t done, std::size_t all)> go_on;
};

/// Runs all rows and judges them, each by its tolerance and its interval; in the order of the rows,
/// whatever the number of threads. Rows that differ in the metric only share their runs.
///
/// A row that is outside its interval, or its tolerance, is run once more with other random numbers
/// and twice the replications, and only that counts: one of a hundred right rows is outside a 99 %
/// interval, one of ten thousand is so twice; a wrong row is further out the second time.
[[nodiscard]] std::vector<RowOutcome> run_rows(const std::vector<ReferenceRow>& rows,
                                               const RowRunOptions& options);

}  // namespace napkin::cli
