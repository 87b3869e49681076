#include "sim/scenario/expectation.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/loader.h"

namespace napkin {
namespace {

using ::testing::HasSubstr;

struct Reading {
  std::vector<Expectation> expectations;
  std::string messages;
};

Reading read(const std::string& text) {
  Diagnostics diagnostics;
  const Node node = load_text(std::make_shared<Source>(Source{"a.yaml", "- " + text}), diagnostics);
  Reading reading;
  reading.expectations = read_expectations(
      node, diagnostics, std::vector<MeasureFunction>{{"siblings", QuantityKind::kCount, ""}});
  reading.messages = render(diagnostics);
  return reading;
}

Expectation expectation(const std::string& text) {
  const Reading reading = read(text);
  EXPECT_EQ(reading.messages, "");
  return reading.expectations.empty() ? Expectation{} : reading.expectations.front();
}

TEST(Expectation, HasAFunctionATargetAComparisonAndALimit) {
  const Expectation result = expectation("p99(send_message) < 200ms");
  EXPECT_EQ(result.measure.function, "p99");
  EXPECT_EQ(result.measure.quantile, 0.99);
  EXPECT_EQ(result.measure.target.text(), "send_message");
  EXPECT_TRUE(result.measure.window.is_whole());
  EXPECT_EQ(result.comparison, Comparison::kLess);
  EXPECT_EQ(result.limit.value, 200e6);
  EXPECT_EQ(result.text, "p99(send_message) < 200ms");
  EXPECT_EQ(result.mark.column, 3U);
}

TEST(Expectation, MayHaveAWindow) {
  EXPECT_EQ(expectation("p99(x, 20s..25s) < 2s").measure.window, (TimeWindow{20s, 25s}));
  EXPECT_EQ(expectation("p99(x, before 20s) < 2s").measure.window, (TimeWindow{std::nullopt, 20s}));
  EXPECT_EQ(expectation("p99( x ,after 1min )<2s").measure.window,
            (TimeWindow{1min, std::nullopt}));
}

TEST(Expectation, KnowsEveryComparison) {
  EXPECT_EQ(expectation("lost(x) <= 0").comparison, Comparison::kLessOrEqual);
  EXPECT_EQ(expectation("lost(x) > 0").comparison, Comparison::kGreater);
  EXPECT_EQ(expectation("lost(x) >= 0").comparison, Comparison::kGreaterOrEqual);
  EXPECT_EQ(expectation("lost(x) == 0").comparison, Comparison::kEqual);
  EXPECT_EQ(expectation("lost(x) != 0").comparison, Comparison::kNotEqual);
}

TEST(Expectation, MeasuresInTheUnitOfItsFunction) {
  EXPECT_EQ(expectation("error_rate(x) < 0.1%").limit.value, 0.001);
  EXPECT_EQ(expectation("utilisation(api[2]) < 80%").limit.value, 0.8);
  EXPECT_EQ(expectation("rate(x) > 90k/s").limit.value, 9e4);
  EXPECT_EQ(expectation("p99.99(x) < 1s").measure.quantile, 0.9999);
  EXPECT_EQ(expectation("siblings(x) < 3").limit.kind, QuantityKind::kCount);
  EXPECT_EQ(expectation("lost(threads.shard[*].primary) == 0").measure.target.text(),
            "threads.shard[*].primary");
}

TEST(Measure, IsPrintedAsItIsWritten) {
  for (const std::string text : {"p99(send_message)",
                                 "p99.9(x, 20s..25s)",
                                 "lost(api[2], before 1h)",
                                 "rate(x, after 500ms)"}) {
    std::size_t position = 0;
    EXPECT_EQ(to_text(read_measure(text, position)), text);
    EXPECT_EQ(position, text.size());
  }
}

struct Case {
  std::string text;
  std::string place;  // of the mistake, counted with the leading "- "
  std::string expected;
};

class ExpectationMistake : public ::testing::TestWithParam<Case> {};

TEST_P(ExpectationMistake, IsToldAtItsPlace) {
  const std::string messages = read(GetParam().text).messages;
  EXPECT_THAT(messages, HasSubstr("a.yaml:1:" + GetParam().place + ": error: "));
  EXPECT_THAT(messages, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    ExpectationMistake,
    ::testing::Values(Case{"p99(x) < 200", "12", "write 200s or 200ms"},
                      Case{"p99(x) < 5%", "12", "is a ratio, not a duration"},
                      Case{"error_rate(x) < 0.001", "19", "write 0.1%"},
                      Case{"error_rat(x) < 1%", "3", "did you mean \"error_rate\"?"},
                      Case{"p100(x) < 1s", "3", "between p0 and p100"},
                      Case{"p99 < 1s", "7", "a ( is missing here"},
                      Case{"p99(x < 1s", "8", "is not an address"},
                      Case{"p99() < 1s", "7", "nothing says what to measure"},
                      Case{"p99(2x) < 1s", "7", "is not an address"},
                      Case{"p99(x, soon) < 1s", "10", "write 20s..25s"},
                      Case{"p99(x, 5s..5s) < 1s", "10", "ends before it starts"},
                      Case{"p99(x, 5..6s) < 1s", "10", "write 5s or 5ms"},
                      Case{"p99(x) = 1s", "10", "write =="},
                      Case{"p99(x) 1s", "10", "a comparison is due"},
                      Case{"p99(x) <", "11", "the limit is missing"},
                      Case{"p99(x) < 1s < 2s", "12", "unknown unit"},
                      Case{"'p99(x) < 200'", "13", "write 200s"},
                      Case{"< 5", "3", "a measure is due here"},
                      Case{"[a]", "3", "a list stands where a single value is due"}));

TEST(Expectation, AMissingListHoldsNone) {
  Diagnostics diagnostics;
  EXPECT_TRUE(read_expectations({}, diagnostics).empty());
  EXPECT_TRUE(diagnostics.empty());
}

TEST(PrecisionGoal, SaysHowExactlyAMeasureHasToBeKnown) {
  Diagnostics diagnostics;
  const auto goal = [&](std::string text) {
    return read_precision_goal(
        load_text(std::make_shared<Source>(Source{"a", std::move(text)}), diagnostics),
        diagnostics);
  };
  EXPECT_EQ(goal("p99(send_message) within 3%")->relative_half_width, 0.03);
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_FALSE(goal("p99(send_message)"));
  EXPECT_FALSE(goal("p99(send_message) within 0%"));
  EXPECT_FALSE(goal("p99(send_message) within 3ms"));
  EXPECT_EQ(diagnostics.count(), 3U);
}

Verdict verdict(const std::string& text, std::optional<Measured> measured) {
  return judge(expectation(text), [&](const Measure&) { return measured; }).verdict;
}

TEST(Judge, MeetsOrMissesByTheValue) {
  EXPECT_EQ(verdict("p99(x) < 200ms", 199e6), Verdict::kMet);
  EXPECT_EQ(verdict("p99(x) < 200ms", 200e6), Verdict::kMissed);
  EXPECT_EQ(verdict("p99(x) <= 200ms", 200e6), Verdict::kMet);
  EXPECT_EQ(verdict("rate(x) > 1k/s", 1001.0), Verdict::kMet);
  EXPECT_EQ(verdict("rate(x) >= 1k/s", 999.0), Verdict::kMissed);
  EXPECT_EQ(verdict("lost(x) == 0", 0.0), Verdict::kMet);
  EXPECT_EQ(verdict("lost(x) == 0", 1.0), Verdict::kMissed);
  EXPECT_EQ(verdict("lost(x) != 0", 1.0), Verdict::kMet);
}

TEST(Judge, IsInconclusiveWithoutSamples) {
  const Judgement none =
      judge(expectation("p99(x) < 1s"), [](const Measure&) { return std::nullopt; });
  EXPECT_EQ(none.verdict, Verdict::kInconclusive);
  EXPECT_EQ(none.reason, "no samples");
  EXPECT_EQ(verdict("p99(x) < 1s", std::numeric_limits<double>::quiet_NaN()),
            Verdict::kInconclusive);
}

TEST(Judge, IsInconclusiveWhenTheIntervalStraddlesTheLimit) {
  EXPECT_EQ(verdict("p99(x) < 200ms", Measured(195e6, 190e6, 210e6)), Verdict::kInconclusive);
  EXPECT_EQ(verdict("p99(x) < 200ms", Measured(195e6, 190e6, 199e6)), Verdict::kMet);
  EXPECT_EQ(verdict("p99(x) < 200ms", Measured(215e6, 210e6, 219e6)), Verdict::kMissed);
  EXPECT_EQ(verdict("lost(x) == 2", Measured(2, 1, 3)), Verdict::kInconclusive);
  EXPECT_EQ(verdict("lost(x) == 0", Measured(2, 1, 3)), Verdict::kMissed);
  const Judgement judged = judge(expectation("p99(x) < 200ms"),
                                 [](const Measure&) { return Measured(195e6, 190e6, 210e6); });
  EXPECT_EQ(judged.reason, "the interval 190ms..210ms straddles the limit");
}

}  // namespace
}  // namespace napkin
