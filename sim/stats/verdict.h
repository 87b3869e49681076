#pragma once

#include <string_view>

namespace napkin {

/// What became of an expectation or a claim. Inconclusive: there were no samples, or the interval
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

}  // namespace napkin
