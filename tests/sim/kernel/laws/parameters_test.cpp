// What people know of a law, turned into parameters: percentiles, mean and cv; and what is refused.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/kernel/law_registry.h"
#include "sim/kernel/laws.h"

namespace napkin {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double cv_of(const Law& law) {
  return std::sqrt(law.variance()) / law.mean();
}

void expect_relative(double value, double expected, double tolerance) {
  EXPECT_NEAR(value, expected, std::fabs(expected) * tolerance);
}

std::string error_of(std::string_view name, const LawArguments& arguments) {
  try {
    (void)make_law(name, arguments);
  } catch (const LawError& error) {
    return "[" + error.parameter() + "] " + error.what();
  }
  return "no error";
}

class FromPercentiles : public testing::TestWithParam<const char*> {};

TEST_P(FromPercentiles, PassesThroughBoth) {
  const Law law = make_law(GetParam(), {.numbers = {{"p50", 2e6}, {"p99", 20e6}}});
  expect_relative(law.quantile(0.5), 2e6, 1e-12);
  expect_relative(law.quantile(0.99), 20e6, 1e-12);
  EXPECT_NEAR(law.cdf(2e6), 0.5, 1e-12);
  EXPECT_NEAR(law.cdf(20e6), 0.99, 1e-12);
}

TEST_P(FromPercentiles, RefusesPercentilesThatFall) {
  EXPECT_THAT(
      error_of(GetParam(), {.numbers = {{"p50", 20}, {"p99", 2}}}),
      AllOf(HasSubstr("[p99]"), HasSubstr("p99 is 2; allowed: a finite number above p50 of 20")));
}

TEST_P(FromPercentiles, RefusesAPercentileOfZero) {
  EXPECT_THAT(error_of(GetParam(), {.numbers = {{"p50", 0}, {"p99", 2}}}), HasSubstr("[p50]"));
}

TEST_P(FromPercentiles, AsksForTwo) {
  EXPECT_THAT(error_of(GetParam(), {.numbers = {{"p50", 2}}}), HasSubstr("two percentiles"));
}

INSTANTIATE_TEST_SUITE_P(Laws,
                         FromPercentiles,
                         testing::Values("lognormal", "weibull", "pareto", "normal", "summary"),
                         [](const auto& info) { return std::string(info.param); });

struct MeanAndCv {
  const char* law;
  double cv;
};

class FromMeanAndCv : public testing::TestWithParam<MeanAndCv> {};

TEST_P(FromMeanAndCv, HasBoth) {
  const auto [name, cv] = GetParam();
  const Law law = make_law(name, {.numbers = {{"mean", 5e6}, {"cv", cv}}});
  expect_relative(law.mean(), 5e6, 1e-9);
  EXPECT_NEAR(cv_of(law), cv, 1e-6 * cv);
}

INSTANTIATE_TEST_SUITE_P(Laws,
                         FromMeanAndCv,
                         testing::Values(MeanAndCv{"lognormal", 0},
                                         MeanAndCv{"lognormal", 0.1},
                                         MeanAndCv{"lognormal", 2},
                                         MeanAndCv{"lognormal", 100},
                                         MeanAndCv{"weibull", 0.02},
                                         MeanAndCv{"weibull", 1},
                                         MeanAndCv{"weibull", 50},
                                         MeanAndCv{"gamma", 0.001},
                                         MeanAndCv{"gamma", 2},
                                         MeanAndCv{"hyperexponential", 1},
                                         MeanAndCv{"hyperexponential", 1.5},
                                         MeanAndCv{"hyperexponential", 1000},
                                         MeanAndCv{"summary", 0},
                                         MeanAndCv{"summary", 2}),
                         [](const auto& info) {
                           return info.param.law + std::string("Number") +
                                  std::to_string(info.index);
                         });

TEST(Summary, IsConstantForACvOfZero) {
  RandomStream random(1, "a", "b");
  const Law law = make_law(kSummaryLaw, {.numbers = {{"mean", 5}, {"cv", 0}}});
  EXPECT_EQ(law.sample(random), 5);
  EXPECT_THAT(law.describe(), HasSubstr("constant"));
}

TEST(Summary, IsLognormalForAMeanAndACv) {
  EXPECT_THAT(make_law(kSummaryLaw, {.numbers = {{"mean", 5}, {"cv", 1}}}).describe(),
              HasSubstr("lognormal"));
}

TEST(Summary, PassesThroughThreePercentiles) {
  const Law law = make_law(kSummaryLaw, {.numbers = {{"p50", 2}, {"p99", 20}, {"p99.9", 500}}});
  EXPECT_NEAR(law.quantile(0.5), 2, 1e-12);
  EXPECT_NEAR(law.quantile(0.99), 20, 1e-11);
  EXPECT_NEAR(law.quantile(0.999), 500, 1e-9);
}

TEST(Summary, SaysWhatAMeanAloneLacks) {
  EXPECT_THAT(error_of(kSummaryLaw, {.numbers = {{"mean", 5}}}),
              AllOf(HasSubstr("{mean, cv}"), HasSubstr("given: {mean}")));
}

TEST(Lognormal, HasItsMeanAndItsPercentile) {
  const Law law = make_law("lognormal", {.numbers = {{"mean", 5}, {"p99", 30}}});
  expect_relative(law.mean(), 5, 1e-12);
  expect_relative(law.quantile(0.99), 30, 1e-12);
}

TEST(Lognormal, RefusesAPercentileNoLawOfThatMeanReaches) {
  EXPECT_THAT(error_of("lognormal", {.numbers = {{"mean", 5}, {"p99", 300}}}),
              HasSubstr("[p99] lognormal: p99 is 300"));
  EXPECT_THAT(error_of("lognormal", {.numbers = {{"mean", 5}, {"p99", 4}}}),
              HasSubstr("above the mean"));
  EXPECT_THAT(error_of("lognormal", {.numbers = {{"mean", 5}, {"p50", 4}}}),
              HasSubstr("above p50"));
}

TEST(ThroughPercentiles, IsTheLognormalLawForTwo) {
  const Law two = laws::through_percentiles({{0.5, 2}, {0.99, 20}});
  const Law lognormal = laws::lognormal_from_percentiles({0.5, 2}, {0.99, 20});
  expect_relative(two.mean(), lognormal.mean(), 1e-12);
  expect_relative(two.variance(), lognormal.variance(), 1e-10);
  for (const double x : {0.1, 1.0, 2.0, 5.0, 100.0}) {
    EXPECT_NEAR(two.cdf(x), lognormal.cdf(x), 1e-13) << x;
  }
}

TEST(ThroughPercentiles, MayStandStillBetweenTwo) {
  const Law law = laws::through_percentiles({{0.5, 2}, {0.9, 2}, {0.99, 20}});
  EXPECT_EQ(law.cdf(1.999), 0);  // flat to the left as well: half of all draws are the first value
  EXPECT_NEAR(law.cdf(2), 0.9, 1e-12);
  EXPECT_NEAR(law.quantile(0.7), 2, 1e-12);
  EXPECT_NEAR(law.quantile(0.99), 20, 1e-11);
}

TEST(Pareto, HasNoMeanForAShapeOfOneAndNoVarianceForTwo) {
  EXPECT_EQ(laws::pareto(1, 1).mean(), kInfinity);
  EXPECT_EQ(laws::pareto(1, 2).variance(), kInfinity);
  expect_relative(laws::pareto_from_mean(5, 1.5).mean(), 5, 1e-12);
}

TEST(Pareto, StaysInsideTheClockForTheHeaviestTail) {
  RandomStream random(1, "a", "b");
  const Law law = laws::pareto(1e6, 0.01);
  for (int i = 0; i < 1000; ++i) {
    const Duration sample = law.sample_duration(random);
    ASSERT_GE(sample, 1ms);
    ASSERT_LE(sample, Law::kDurationMax);
  }
}

TEST(Zipf, HasOnlyOneRankOfOne) {
  RandomStream random(1, "a", "b");
  const Law law = laws::zipf(1, 0.99);
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(law.sample(random), 1);
  }
}

TEST(Zipf, StaysInsideItsRanksForTheLargestCount) {
  RandomStream random(1, "a", "b");
  constexpr std::int64_t kCount = (std::int64_t{1} << 53U) - 1;
  for (const double exponent : {0.0, 0.5, 1.0, 1.5, 100.0}) {
    const Law law = laws::zipf(kCount, exponent);
    for (int i = 0; i < 1000; ++i) {
      const double rank = law.sample(random);
      ASSERT_GE(rank, 1) << exponent;
      ASSERT_LE(rank, static_cast<double>(kCount)) << exponent;
      ASSERT_EQ(rank, std::floor(rank)) << exponent;
    }
  }
}

// The harmonic sum behind the cdf, against the plain sum, on both sides of where its method
// changes.
TEST(Zipf, HasTheCdfOfThePlainSum) {
  for (const double exponent : {0.0, 0.5, 0.99, 1.0, 1.01, 2.0, 3.5}) {
    constexpr int kCount = 2000;
    const Law law = laws::zipf(kCount, exponent);
    std::vector<long double> sums{0};
    for (int k = 1; k <= kCount; ++k) {
      sums.push_back(sums.back() +
                     std::pow(static_cast<long double>(k), static_cast<long double>(-exponent)));
    }
    for (const int k : {1, 2, 63, 64, 65, 100, 1999}) {
      EXPECT_NEAR(
          law.cdf(k), static_cast<double>(sums[static_cast<std::size_t>(k)] / sums.back()), 1e-14)
          << exponent << " " << k;
    }
  }
}

TEST(Zipf, TakesTheUsualExponentWhenNoneIsGiven) {
  EXPECT_EQ(make_law("zipf", {.numbers = {{"n", 1000}}}).describe(), "zipf {n: 1000, s: 0.99}");
}

TEST(Exponential, ReachesFarButNotInfinitelyFar) {
  RandomStream random(1, "a", "b");
  const Law law = laws::exponential(std::numeric_limits<double>::min());
  for (int i = 0; i < 1000; ++i) {
    ASSERT_GE(law.sample(random), 0);
  }
  EXPECT_LT(laws::exponential(1).quantile(1 - 0x1p-53), 37);
}

TEST(Gamma, DrawsFromTheSmallestShapeWithoutFailing) {
  RandomStream random(1, "a", "b");
  const Law law = laws::gamma(1e-6, 1);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_GE(law.sample(random), 0);
  }
}

TEST(Mixture, IgnoresABranchThatIsNeverChosen) {
  const Law law = laws::mixture({Law::constant(3.0), laws::pareto(1, 0.5)}, {1, 0});
  EXPECT_EQ(law.mean(), 3);
}

TEST(Shifted, LiftsEveryDraw) {
  RandomStream random(1, "a", "b");
  RandomStream same = random;
  EXPECT_EQ(laws::shifted(laws::exponential(2), 5).sample(random),
            laws::exponential(2).sample(same) + 5);
}

TEST(Truncated, StaysBetweenItsBounds) {
  RandomStream random(1, "a", "b");
  for (const Law& law : {laws::truncated(laws::exponential(1), 0.5, 2),
                         laws::truncated(laws::exponential(1), 5, 6)}) {
    for (int i = 0; i < 1000; ++i) {
      const double value = law.sample(random);
      ASSERT_GE(value, law.quantile(1e-12) - 1e-9);
      ASSERT_LE(value, law.quantile(1 - 1e-12) + 1e-9);
    }
  }
}

// Exponential beyond a bound is the bound and an exponential: the memoryless law.
TEST(Truncated, KnowsTheMomentsOfTheMemorylessLaw) {
  const Law law = laws::truncated(laws::exponential(2), 3, std::numeric_limits<double>::max());
  expect_relative(law.mean(), 5, 1e-6);
  expect_relative(law.variance(), 4, 1e-6);
}

TEST(Truncated, RefusesBoundsWithNothingBetween) {
  EXPECT_THAT(
      error_of("truncated",
               {.numbers = {{"low", 1}, {"high", 2}}, .laws = {{"law", {Law::constant(5.0)}}}}),
      HasSubstr("probability between low and high is 0"));
  EXPECT_THAT(
      error_of("truncated",
               {.numbers = {{"low", 2}, {"high", 1}}, .laws = {{"law", {Law::constant(5.0)}}}}),
      HasSubstr("[high] truncated: high is 1; allowed: a number above low"));
}

TEST(Registry, MakesLawsOfLawsAndOfLists) {
  EXPECT_EQ(make_law("discrete", {.lists = {{"values", {1, 3}}, {"weights", {1, 1}}}}).mean(), 2);
  EXPECT_EQ(make_law("empirical", {.lists = {{"values", {1, 3, 5}}}}).mean(), 3);
  EXPECT_EQ(make_law("mixture",
                     {.lists = {{"weights", {1, 3}}},
                      .laws = {{"laws", {Law::constant(4.0), Law::constant(8.0)}}}})
                .mean(),
            7);
  EXPECT_EQ(
      make_law("shifted", {.numbers = {{"by", 2}}, .laws = {{"law", {Law::constant(4.0)}}}}).mean(),
      6);
  EXPECT_EQ(
      make_law("hyperexponential", {.lists = {{"weights", {1, 1}}, {"means", {1, 3}}}}).mean(), 2);
}

TEST(Registry, RefusesImpossibleParametersByName) {
  const auto number = [](const char* law, std::map<std::string, double, std::less<>> numbers) {
    return error_of(law, {.numbers = std::move(numbers)});
  };
  EXPECT_THAT(number("uniform", {{"low", 3}, {"high", 3}}), HasSubstr("[high]"));
  EXPECT_THAT(number("erlang", {{"stages", 1.5}, {"mean", 3}}),
              HasSubstr("[stages] erlang: stages is 1.5; allowed: a whole number"));
  EXPECT_THAT(number("erlang", {{"stages", 2}, {"mean", 0}}), HasSubstr("[mean]"));
  EXPECT_THAT(number("hyperexponential", {{"mean", 2}, {"cv", 0.5}}), HasSubstr("[cv]"));
  EXPECT_THAT(number("lognormal", {{"median", 2}, {"sigma", -1}}), HasSubstr("[sigma]"));
  EXPECT_THAT(number("weibull", {{"scale", 2}, {"shape", 0}}), HasSubstr("[shape]"));
  EXPECT_THAT(number("pareto", {{"mean", 2}, {"shape", 1}}),
              HasSubstr("above 1, or there is no mean"));
  EXPECT_THAT(number("bounded_pareto", {{"low", 2}, {"high", 1}, {"shape", 1}}),
              HasSubstr("[high]"));
  EXPECT_THAT(number("gamma", {{"mean", 2}, {"cv", 0}}), HasSubstr("[cv]"));
  EXPECT_THAT(number("normal", {{"mean", 2}, {"deviation", -1}}), HasSubstr("[deviation]"));
  EXPECT_THAT(number("poisson", {{"mean", 0}}), HasSubstr("[mean]"));
  EXPECT_THAT(number("geometric", {{"success", 1.5}}),
              HasSubstr("[success] geometric: success is 1.5; allowed: 0 to 1"));
  EXPECT_THAT(number("geometric", {{"success", 0}}), HasSubstr("[success]"));
  EXPECT_THAT(number("zipf", {{"n", 0}}), HasSubstr("[n]"));
  EXPECT_THAT(number("zipf", {{"n", 5}, {"s", -1}}), HasSubstr("[s]"));
  EXPECT_THAT(number("exponential", {{"mean", kInfinity}}), HasSubstr("[mean]"));
  EXPECT_THAT(number("constant", {{"value", std::nan("")}}), HasSubstr("[value]"));
}

TEST(Registry, RefusesImpossibleLists) {
  EXPECT_THAT(error_of("discrete", {.lists = {{"values", {1}}, {"weights", {1, 2}}}}),
              HasSubstr("number of weights"));
  EXPECT_THAT(error_of("discrete", {.lists = {{"values", {1}}, {"weights", {-1}}}}),
              HasSubstr("[weights]"));
  EXPECT_THAT(error_of("discrete", {.lists = {{"values", {1}}, {"weights", {0}}}}),
              HasSubstr("sum of weights"));
  EXPECT_THAT(error_of("empirical", {.lists = {{"values", {}}}}),
              HasSubstr("number of values is 0"));
  EXPECT_THAT(error_of("mixture", {.lists = {{"weights", {}}}, .laws = {{"laws", {}}}}),
              HasSubstr("at least 1"));
}

RC_GTEST_PROP(Lognormal, PassesThroughAnyTwoPercentiles, ()) {
  const double low_level = 0.01 * *rc::gen::inRange(1, 98);
  const double high_level = low_level + 0.005;
  const double low = *rc::gen::inRange(1, 1'000'000);
  const double high = low + *rc::gen::inRange(1, 1'000);
  const Law law = laws::lognormal_from_percentiles({low_level, low}, {high_level, high});
  RC_ASSERT(std::fabs(law.quantile(low_level) / low - 1) < 1e-9);
  RC_ASSERT(std::fabs(law.quantile(high_level) / high - 1) < 1e-9);
}

RC_GTEST_PROP(Empirical, DrawsOnlyWhatWasSeen, (const std::vector<int>& seen)) {
  RC_PRE(!seen.empty());
  const std::vector<double> values(seen.begin(), seen.end());
  RandomStream random(1, "a", "b");
  const Law law = laws::empirical(values);
  for (int i = 0; i < 20; ++i) {
    const double value = law.sample(random);
    RC_ASSERT(std::find(values.begin(), values.end(), value) != values.end());
  }
}

RC_GTEST_PROP(Discrete, NeverDrawsAWeightOfZero, (const std::vector<bool>& chosen)) {
  RC_PRE(std::find(chosen.begin(), chosen.end(), true) != chosen.end());
  std::vector<double> values;
  std::vector<double> weights;
  for (const bool is_chosen : chosen) {
    values.push_back(static_cast<double>(values.size()));
    weights.push_back(is_chosen ? static_cast<double>(values.size()) : 0);
  }
  RandomStream random(1, "a", "b");
  const Law law = laws::discrete(values, weights);
  for (int i = 0; i < 100; ++i) {
    RC_ASSERT(chosen[static_cast<std::size_t>(law.sample(random))]);
  }
}

}  // namespace
}  // namespace napkin
