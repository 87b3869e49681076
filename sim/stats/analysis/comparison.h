#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/stats/estimate.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// A result as far as a comparison needs it.
struct ComparedResult {
  std::uint64_t seed = 0;
  std::vector<ReplicationResult> replications;
};

/// Whether what changed between two results is more than noise.
enum class ChangeVerdict : std::uint8_t {
  kEqual,      ///< the same in every replication
  kNoise,      ///< the interval of the difference holds 0
  kChange,     ///< it does not
  kUndecided,  ///< there are too few replications for an interval
};

/// "equal", "noise", "change" or "undecided".
[[nodiscard]] std::string_view to_string(ChangeVerdict verdict);

/// One value of two results.
struct Change {
  std::string name;  ///< "p99(send)"
  std::string unit;
  double first = 0;  ///< mean over replications
  double second = 0;
  Estimate difference;  ///< second less first
  ChangeVerdict verdict = ChangeVerdict::kUndecided;
};

/// Whether replications of the two are run under common random numbers, so that each is compared
/// with its partner: equal seeds and numbers.
[[nodiscard]] bool are_paired(const ComparedResult& first, const ComparedResult& second);

/// Every value that both have, in the order of the first.
///
/// Paired replications are subtracted from each other, which removes the noise that they share;
/// others are compared as independent samples. Sources: Law, "Simulation modeling and analysis",
/// 5th ed., sections 10.2 (paired t, Welch) and 11.2 (common random numbers).
[[nodiscard]] std::vector<Change> compare_results(const ComparedResult& first,
                                                  const ComparedResult& second,
                                                  double confidence = 0.95);

}  // namespace napkin
