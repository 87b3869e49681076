#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/declaration.h"
#include "sim/scenario/expectation.h"
#include "sim/stats/verdict.h"

namespace napkin {

/// On which side of its number a statement still holds.
enum class ClaimRelation : std::uint8_t { kAbout, kAtLeast, kAtMost };

/// A statement of a document with its number, and what of a run to hold against it: an entry of
/// `claims`.
struct Claim {
  std::string says;
  std::string from;
  Measure measure;
  ClaimRelation relation = ClaimRelation::kAbout;
  Node value_node;
  Quantity value;                          ///< of the measure's kind; read from `value_node`
  double within = 0;                       ///< relative to the value; confirmed
  std::optional<double> qualified_within;  ///< at least `within`; qualified
  std::optional<ClaimVerdict> known;       ///< what is known to come out
  Node node;                               ///< where it stands; not a key
};

void declare(Declaration<Claim>& keys);

/// Reads the values of claims in the units of their measures. Mistakes are reported.
void read_claimed_values(std::vector<Claim>& claims, const ReadContext& context);

/// The verdict over a claim, and the reason unless it was confirmed.
struct ClaimJudgement {
  ClaimVerdict verdict = ClaimVerdict::kInconclusive;
  std::optional<Measured> measured;
  std::string reason;  ///< "34% above what is claimed"; may be empty when confirmed
};

/// Holds a claim against what was measured. Confirmed when the value, with all of its interval, is
/// as close as `within` says; qualified when only as close as `qualified_within`; else refuted.
/// Inconclusive without samples, or when the interval holds values of different verdicts.
[[nodiscard]] ClaimJudgement judge(const Claim& claim, const MeasureSource& source);

/// "about", "at_least" or "at_most".
[[nodiscard]] std::string_view name_of(ClaimRelation relation);

}  // namespace napkin
