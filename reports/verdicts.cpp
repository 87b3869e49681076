#include "reports/verdicts.h"

#include <optional>

#include "reports/numbers.h"

namespace napkin::reports {

namespace {

std::string value_text(const std::optional<double>& value, std::string_view unit) {
  return value.has_value() ? with_unit(*value, unit) : "-";
}

std::string tolerance_of(const ClaimResult& claim, std::string_view sign) {
  return claim.tolerance == 0 ? std::string() : " " + std::string(sign) + percent(claim.tolerance);
}

std::string claimed_text(const ClaimResult& claim) {
  const std::string value = with_unit(claim.claimed, claim.unit);
  if (claim.relation == "at_least") {
    return ">= " + value + tolerance_of(claim, "-");
  }
  if (claim.relation == "at_most") {
    return "<= " + value + tolerance_of(claim, "+");
  }
  return value + tolerance_of(claim, "+-");
}

/// What the author found is only worth a word when it did not come out again, or is bad news.
std::string reason_of(const ClaimResult& claim) {
  std::string reason = claim.reason;
  const bool surprising = claim.known && claim.checked() == Verdict::kMissed;
  if (surprising) {
    reason += reason.empty() ? "" : "; ";
    reason += "known to be " + std::string(to_string(*claim.known));
  } else if (claim.known == ClaimVerdict::kRefuted && claim.checked() == Verdict::kMet) {
    reason += ", as is known";
  }
  return reason;
}

}  // namespace

JudgedLine judged_line(const ExpectationResult& expectation) {
  return {.text = expectation.text,
          .says = {},
          .measured = value_text(expectation.value, expectation.unit),
          .limit = expectation.comparison + " " + with_unit(expectation.limit, expectation.unit),
          .word = std::string(to_string(expectation.verdict)),
          .verdict = expectation.verdict,
          .reason = expectation.verdict == Verdict::kMet ? std::string() : expectation.reason,
          .position = expectation.position};
}

JudgedLine judged_line(const ClaimResult& claim) {
  return {.text = claim.measure,
          .says = claim.source.empty() ? claim.says : claim.says + " (" + claim.source + ")",
          .measured = value_text(claim.value, claim.unit),
          .limit = claimed_text(claim),
          .word = std::string(to_string(claim.verdict)),
          .verdict = claim.checked(),
          .reason = reason_of(claim),
          .position = claim.position};
}

std::vector<JudgedLine> judged_lines(const RunResult& result) {
  std::vector<JudgedLine> lines;
  for (const ExpectationResult& expectation : result.expectations) {
    lines.push_back(judged_line(expectation));
  }
  for (const ClaimResult& claim : result.claims) {
    lines.push_back(judged_line(claim));
  }
  return lines;
}

Colour colour_of(std::string_view word) {
  if (word == "met" || word == "confirmed") {
    return Colour::kGreen;
  }
  return word == "missed" || word == "refuted" ? Colour::kRed : Colour::kYellow;
}

std::string upper_case(std::string_view word) {
  std::string result(word);
  for (char& letter : result) {
    letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  }
  return result;
}

}  // namespace napkin::reports
