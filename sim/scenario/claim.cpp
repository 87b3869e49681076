#include "sim/scenario/claim.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace napkin {
namespace {

/// What can be measured of a run, as text with its own mistakes.
Value<Measure> measure_value() {
  return {{.type = ValueType::kText},
          [](const Node& node, const ValueInfo&, const ReadContext& context) {
            return read_measure(node, context.diagnostics);
          }};
}

void check_bands(const Claim& claim, const KeyPlaces& places) {
  if (claim.qualified_within && *claim.qualified_within < claim.within) {
    places.error("qualified_within",
                 "qualified_within is narrower than within",
                 "it says how far off a claim may be that is not quite confirmed");
  }
}

/// The values that count as agreement; without a lower or upper end, that is infinite.
struct Band {
  double lowest = 0;
  double highest = 0;

  [[nodiscard]] bool holds(double value) const { return lowest <= value && value <= highest; }
};

Band band_of(const Claim& claim, double within) {
  constexpr double kEndless = std::numeric_limits<double>::infinity();
  const double slack = within * std::abs(claim.value.value);
  return {claim.relation == ClaimRelation::kAtMost ? -kEndless : claim.value.value - slack,
          claim.relation == ClaimRelation::kAtLeast ? kEndless : claim.value.value + slack};
}

ClaimVerdict verdict_of(const Claim& claim, double value) {
  if (band_of(claim, claim.within).holds(value)) {
    return ClaimVerdict::kConfirmed;
  }
  const double wider = claim.qualified_within.value_or(claim.within);
  return band_of(claim, wider).holds(value) ? ClaimVerdict::kQualified : ClaimVerdict::kRefuted;
}

/// Whether every value of the interval gets the same verdict as the measured one: its ends do, and
/// it does not span the band from one side to the other.
bool is_of_one_verdict(const Claim& claim, const Measured& measured) {
  const double low = measured.low.value_or(measured.value);
  const double high = measured.high.value_or(measured.value);
  const ClaimVerdict verdict = verdict_of(claim, measured.value);
  const bool spans =
      verdict != ClaimVerdict::kConfirmed && low < claim.value.value && claim.value.value < high;
  return !spans && verdict_of(claim, low) == verdict && verdict_of(claim, high) == verdict;
}

std::string distance_of(const Claim& claim, double value) {
  const double claimed = claim.value.value;
  if (claimed == 0) {
    return "not the 0 that is claimed";
  }
  const double share = (value - claimed) / std::abs(claimed);
  return fmt::format(
      "{:.3g}% {} what is claimed", std::abs(share) * 100, share < 0 ? "below" : "above");
}

}  // namespace

void declare(Declaration<Claim>& keys) {
  keys.about("A statement of a document, to hold against the simulation");
  keys.text("says", &Claim::says).required().help("the statement, in a sentence");
  keys.text("from", &Claim::from).otherwise("\"\"").help("where it stands");
  keys.key("measure", &Claim::measure, measure_value())
      .required()
      .help("what of the run to hold against it, such as throughput(api)");
  keys.choice<ClaimRelation>("is",
                             &Claim::relation,
                             {{"about", ClaimRelation::kAbout},
                              {"at_least", ClaimRelation::kAtLeast},
                              {"at_most", ClaimRelation::kAtMost}})
      .otherwise("about")
      .help("how the measured value relates to the claimed one");
  keys.node("value", &Claim::value_node).required().help("the claimed value, with its unit");
  keys.ratio("within", &Claim::within)
      .at_most("10000%")
      .otherwise("10%")
      .help("how far off it may be and is still confirmed");
  keys.ratio("qualified_within", &Claim::qualified_within)
      .at_most("1000000%")
      .help("how far off it may be and is not refuted; by default as within");
  keys.choice<ClaimVerdict>("known",
                            &Claim::known,
                            {{"confirmed", ClaimVerdict::kConfirmed},
                             {"qualified", ClaimVerdict::kQualified},
                             {"refuted", ClaimVerdict::kRefuted}})
      .help("what is known to come out; a check misses when it no longer does");
  keys.check(check_bands);
}

void read_claimed_values(std::vector<Claim>& claims, const ReadContext& context) {
  for (Claim& claim : claims) {
    if (!claim.value_node || claim.measure.function.empty()) {
      continue;  // what is wrong with it was reported
    }
    const ValueInfo info{.type = ValueType::kQuantity, .unit = claim.measure.kind};
    if (const std::optional<Quantity> value = read_quantity(claim.value_node, info, context)) {
      claim.value = *value;
    }
  }
}

ClaimJudgement judge(const Claim& claim, const MeasureSource& source) {
  const std::optional<Measured> measured = source(claim.measure);
  if (!measured || measured->value != measured->value) {
    return {ClaimVerdict::kInconclusive, std::nullopt, "no samples"};
  }
  if (!is_of_one_verdict(claim, *measured)) {
    return {ClaimVerdict::kInconclusive,
            measured,
            "the interval of the measured value reaches over the edge of what is claimed"};
  }
  const ClaimVerdict verdict = verdict_of(claim, measured->value);
  const bool confirmed = verdict == ClaimVerdict::kConfirmed;
  return {verdict, measured, confirmed ? "" : distance_of(claim, measured->value)};
}

std::string_view name_of(ClaimRelation relation) {
  switch (relation) {
    case ClaimRelation::kAbout:
      return "about";
    case ClaimRelation::kAtLeast:
      return "at_least";
    case ClaimRelation::kAtMost:
      return "at_most";
  }
  return "about";
}

}  // namespace napkin
