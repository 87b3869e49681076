#pragma once

#include <string_view>

namespace napkin {

/// What became of an expectation. Inconclusive: there were no samples, or the interval
/// of the measured value straddles the limit.
enum class Verdict { kMet, kMissed, kInconclusive };

/// "met", "missed" or "inconclusive".
[[nodiscard]] constexpr std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kMet:
      return "met";
    case Verdict::kMissed:
      return "missed";
    case Verdict::kInconclusive:
      return "inconclusive";
  }
  return "inconclusive";
}

/// What a run says to a statement of a document. Qualified: off, but within what the scenario still
/// lets pass. Inconclusive: no samples, or the interval of the measured value reaches over an edge.
enum class ClaimVerdict { kConfirmed, kQualified, kRefuted, kInconclusive };

/// "confirmed", "qualified", "refuted" or "inconclusive".
[[nodiscard]] constexpr std::string_view to_string(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::kConfirmed:
      return "confirmed";
    case ClaimVerdict::kQualified:
      return "qualified";
    case ClaimVerdict::kRefuted:
      return "refuted";
    case ClaimVerdict::kInconclusive:
      return "inconclusive";
  }
  return "inconclusive";
}

}  // namespace napkin
