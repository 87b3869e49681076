#include "sim/scenario/claim.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/loader.h"
#include "sim/stats/run_result.h"

namespace napkin {
namespace {

using ::testing::HasSubstr;

struct Reading {
  Claim claim;
  std::string messages;
};

Reading read(const std::string& keys) {
  Diagnostics diagnostics;
  const Node node =
      load_text(std::make_shared<Source>(Source{"a.yaml", "{" + keys + "}"}), diagnostics);
  const ReadContext context(diagnostics);
  std::vector<Claim> claims{declaration_of<Claim>().read(node, context)};
  read_claimed_values(claims, context);
  return {claims.front(), render(diagnostics)};
}

Claim claim(const std::string& further) {
  Reading reading = read("says: a server holds 1k/s, measure: rate(web), " + further);
  EXPECT_EQ(reading.messages, "");
  return std::move(reading.claim);
}

ClaimVerdict verdict(const Claim& claim, const Measured& measured) {
  return judge(claim, [&](const Measure&) { return measured; }).verdict;
}

TEST(Claim, IsAStatementWithANumberInTheUnitOfItsMeasure) {
  const Claim read = claim("from: \"A: databases\", value: 1k/s, within: 50%");
  EXPECT_EQ(read.says, "a server holds 1k/s");
  EXPECT_EQ(read.from, "A: databases");
  EXPECT_EQ(to_text(read.measure), "rate(web)");
  EXPECT_EQ(read.value.value, 1000);
  EXPECT_EQ(read.within, 0.5);
}

struct Mistake {
  std::string keys;
  std::string expected;
};

class ClaimMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(ClaimMistake, IsToldWithItsPlaceAndTheWayOut) {
  const std::string messages = read(GetParam().keys).messages;
  EXPECT_THAT(messages, HasSubstr("a.yaml:1:"));
  EXPECT_THAT(messages, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    ClaimMistake,
    ::testing::Values(
        Mistake{"measure: rate(web), value: 1/s", "says"},
        Mistake{"says: x, value: 1/s", "measure"},
        Mistake{"says: x, measure: rate(web)", "value"},
        Mistake{"says: x, measure: rate(web), value: 1000", "1000/s"},
        Mistake{"says: x, measure: rate(web), value: 5ms", "is a duration, not a rate"},
        Mistake{"says: x, measure: rat(web), value: 1/s", "did you mean \"rate\"?"},
        Mistake{"says: x, measure: rate(web), value: 1/s, within: 0.1", "write 10%"},
        Mistake{"says: x, measure: rate(web), value: 1/s, wihtin: 1%", "did you mean \"within\"?"},
        Mistake{"says: x, measure: rate(web), value: 1/s, is: around", "about"},
        Mistake{"says: x, measure: rate(web), value: 1/s, within: 20%, qualified_within: 10%",
                "narrower than within"}));

TEST(Claim, IsConfirmedWithinItsToleranceAndRefutedBeyond) {
  const Claim about = claim("value: 1k/s, within: 10%");
  EXPECT_EQ(verdict(about, 900.0), ClaimVerdict::kConfirmed);
  EXPECT_EQ(verdict(about, 1100.0), ClaimVerdict::kConfirmed);
  EXPECT_EQ(verdict(about, 899.0), ClaimVerdict::kRefuted);
  EXPECT_EQ(verdict(about, 1101.0), ClaimVerdict::kRefuted);
}

TEST(Claim, IsQualifiedInTheWiderBandThatItNames) {
  const Claim about = claim("value: 1k/s, within: 10%, qualified_within: 50%");
  EXPECT_EQ(verdict(about, 1100.0), ClaimVerdict::kConfirmed);
  EXPECT_EQ(verdict(about, 1500.0), ClaimVerdict::kQualified);
  EXPECT_EQ(verdict(about, 1501.0), ClaimVerdict::kRefuted);
}

TEST(Claim, MayHoldOnOneSideOfItsNumber) {
  const Claim least = claim("is: at_least, value: 1k/s, within: 10%");
  EXPECT_EQ(verdict(least, 1e9), ClaimVerdict::kConfirmed);
  EXPECT_EQ(verdict(least, 899.0), ClaimVerdict::kRefuted);
  const Claim most = claim("is: at_most, value: 1k/s, within: 0%");
  EXPECT_EQ(verdict(most, 0.0), ClaimVerdict::kConfirmed);
  EXPECT_EQ(verdict(most, 1001.0), ClaimVerdict::kRefuted);
}

TEST(Claim, IsInconclusiveWhenItsIntervalReachesOverAnEdge) {
  const Claim about = claim("value: 1k/s, within: 10%");
  EXPECT_EQ(verdict(about, {1000, 950, 1050}), ClaimVerdict::kConfirmed);
  EXPECT_EQ(verdict(about, {1050, 950, 1150}), ClaimVerdict::kInconclusive);
  EXPECT_EQ(verdict(about, {1200, 1150, 1250}), ClaimVerdict::kRefuted);
  EXPECT_EQ(verdict(about, {1200, 500, 1900}), ClaimVerdict::kInconclusive);
}

TEST(Claim, IsInconclusiveWithoutSamples) {
  const ClaimJudgement judged =
      judge(claim("value: 1k/s"), [](const Measure&) { return std::nullopt; });
  EXPECT_EQ(judged.verdict, ClaimVerdict::kInconclusive);
  EXPECT_EQ(judged.reason, "no samples");
}

TEST(Claim, SaysHowFarOffItIs) {
  const auto reason = [](const std::string& keys, double value) {
    return judge(claim(keys), [&](const Measure&) { return Measured(value); }).reason;
  };
  EXPECT_EQ(reason("value: 1k/s", 1000), "");
  EXPECT_EQ(reason("value: 1k/s", 1500), "50% above what is claimed");
  EXPECT_EQ(reason("value: 1k/s", 666), "33.4% below what is claimed");
  EXPECT_EQ(reason("value: 0/s", 1), "not the 0 that is claimed");
}

TEST(ClaimResult, PassesACheckUnlessRefutedOrOtherThanKnown) {
  const auto checked = [](ClaimVerdict verdict, std::optional<ClaimVerdict> known) {
    ClaimResult result;
    result.verdict = verdict;
    result.known = known;
    return result.checked();
  };
  EXPECT_EQ(checked(ClaimVerdict::kConfirmed, {}), Verdict::kMet);
  EXPECT_EQ(checked(ClaimVerdict::kQualified, {}), Verdict::kMet);
  EXPECT_EQ(checked(ClaimVerdict::kRefuted, {}), Verdict::kMissed);
  EXPECT_EQ(checked(ClaimVerdict::kInconclusive, {}), Verdict::kInconclusive);
  EXPECT_EQ(checked(ClaimVerdict::kRefuted, ClaimVerdict::kRefuted), Verdict::kMet);
  EXPECT_EQ(checked(ClaimVerdict::kConfirmed, ClaimVerdict::kRefuted), Verdict::kMissed);
  EXPECT_EQ(checked(ClaimVerdict::kQualified, ClaimVerdict::kConfirmed), Verdict::kMissed);
  EXPECT_EQ(checked(ClaimVerdict::kInconclusive, ClaimVerdict::kRefuted), Verdict::kInconclusive);
}

}  // namespace
}  // namespace napkin
