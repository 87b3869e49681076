// Every law against its own cdf, mean, variance and quantiles, and against the bits it drew before.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/kernel/law_registry.h"
#include "sim/kernel/laws.h"

namespace napkin {
namespace {

enum class Shape { kSmooth, kStepwise };
// Whether the sample variance is worth comparing: the fourth moment must not be dominated by one
// draw.
enum class Tail { kLight, kHeavy };

struct Case {
  std::string name;
  Law law;
  Shape shape;
  Tail tail;
  std::uint64_t golden;  // hash over the bits of the first 1000 draws
};

void PrintTo(const Case& each, std::ostream* out) {
  *out << each.law.describe();
}

constexpr double kMax = std::numeric_limits<double>::max();

std::vector<double> empirical_values() {
  return {5, 1, 3, 3, 9, 2.5, 3, 100, 7, 1};
}

std::vector<Case> continuous_cases() {
  using namespace laws;
  constexpr auto kSmooth = Shape::kSmooth;
  constexpr auto kLight = Tail::kLight;
  constexpr auto kHeavy = Tail::kHeavy;
  return {
      {"Uniform", uniform(-2, 7), kSmooth, kLight, 4393565374523402325U},
      {"Exponential", exponential(4e6), kSmooth, kLight, 12045524413108564098U},
      {"ErlangOfOneStage", erlang(1, 3), kSmooth, kLight, 9123109612076258600U},
      {"ErlangOfFourStages", erlang(4, 3), kSmooth, kLight, 11479884966723683099U},
      {"ErlangOfManyStages", erlang(50, 3), kSmooth, kLight, 13071210843697217571U},
      {"Hyperexponential",
       hyperexponential({3, 1}, {1, 10}),
       kSmooth,
       kLight,
       7307633812181534396U},
      {"HyperexponentialOfCv3",
       hyperexponential_from_mean_and_cv(5, 3),
       kSmooth,
       kLight,
       7844422166133542285U},
      {"Lognormal", lognormal(2e6, 0.5), kSmooth, kLight, 1604124940118656647U},
      {"LognormalWide", lognormal(2e6, 3), kSmooth, kHeavy, 17039371468651200087U},
      {"WeibullFalling", weibull(2, 0.6), kSmooth, kLight, 3085306667610341142U},
      {"WeibullGrowing", weibull(2, 3), kSmooth, kLight, 17980209220243638590U},
      {"Pareto", pareto(1, 2.5), kSmooth, kHeavy, 11252587759954265652U},
      {"ParetoWithoutMean", pareto(1, 0.8), kSmooth, kHeavy, 5815938208831388891U},
      {"BoundedPareto", bounded_pareto(1, 1000, 1.2), kSmooth, kLight, 8979400875332122836U},
      {"BoundedParetoOfShapeOne",
       bounded_pareto(1, 100, 1),
       kSmooth,
       kLight,
       11228509444874281580U},
      {"BoundedParetoOfShapeTwo",
       bounded_pareto(1, 100, 2),
       kSmooth,
       kLight,
       18207042000480476200U},
      {"Gamma", gamma(2.3, 4), kSmooth, kLight, 1592727375008451114U},
      {"GammaOfSmallShape", gamma(0.2, 4), kSmooth, kLight, 4052020286686021748U},
      {"GammaOfLargeShape", gamma(1e7, 1), kSmooth, kLight, 17981848148303417462U},
      {"Normal", normal(10, 3), kSmooth, kLight, 2734914547743765387U},
  };
}

std::vector<Case> discrete_and_combined_cases() {
  using namespace laws;
  constexpr auto kSmooth = Shape::kSmooth;
  constexpr auto kStepwise = Shape::kStepwise;
  constexpr auto kLight = Tail::kLight;
  constexpr auto kHeavy = Tail::kHeavy;
  return {
      {"PoissonSmall", poisson(0.7), kStepwise, kLight, 15498134773073354937U},
      {"PoissonBelowTen", poisson(9.99), kStepwise, kLight, 17892833621466650529U},
      {"PoissonTen", poisson(10), kStepwise, kLight, 1912961636610988477U},
      {"PoissonLarge", poisson(1234.5), kStepwise, kLight, 7025471525381471747U},
      {"PoissonHuge", poisson(1e9), kSmooth, kLight, 3746307317032534897U},
      {"Geometric", geometric(0.2), kStepwise, kLight, 15933096038262320425U},
      {"ZipfUsual", zipf(1'000'000'000, 0.99), kStepwise, kLight, 5318207493174220808U},
      {"ZipfOfOne", zipf(1000, 1), kStepwise, kLight, 3378738380037163535U},
      {"ZipfFlat", zipf(100, 0), kStepwise, kLight, 9546585484863067152U},
      {"ZipfHalf", zipf(500, 0.5), kStepwise, kLight, 14975843265628900796U},
      {"ZipfSteep", zipf(1'000'000, 2.5), kStepwise, kHeavy, 12835659009346808534U},
      {"Discrete",
       discrete({3, 1, 10, 7}, {1, 0, 2.5, 4}),
       kStepwise,
       kLight,
       8414986646604998398U},
      {"Mixture",
       mixture({exponential(1), normal(20, 2)}, {3, 1}),
       kSmooth,
       kLight,
       4487428613477846U},
      {"Shifted", shifted(exponential(2), 5), kSmooth, kLight, 3241426034418153986U},
      {"TruncatedByRejection",
       truncated(lognormal(1, 1), 0.2, 20),
       kSmooth,
       kLight,
       14591324132370008879U},
      {"TruncatedByInversion",
       truncated(gamma(2, 1), 4, kMax),
       kSmooth,
       kLight,
       7895815740117627712U},
      {"TruncatedTail", truncated(normal(0, 1), 3, kMax), kSmooth, kLight, 3185880328733013628U},
      {"TruncatedSteps", truncated(poisson(3), 2, 5), kStepwise, kLight, 10875970099131334215U},
      {"Empirical", empirical(empirical_values()), kStepwise, kLight, 9687546467779076862U},
      {"Percentiles",
       through_percentiles({{0.5, 2}, {0.9, 5}, {0.99, 80}, {0.999, 100}}),
       kSmooth,
       kHeavy,
       1770490824981185793U},
  };
}

std::vector<Case> cases() {
  std::vector<Case> all = continuous_cases();
  std::ranges::move(discrete_and_combined_cases(), std::back_inserter(all));
  return all;
}

class LawConformance : public testing::TestWithParam<Case> {
 protected:
  static std::vector<double> draw(int count) {
    RandomStream random(2026, "laws." + GetParam().name, "sample");
    std::vector<double> values;
    for (int i = 0; i < count; ++i) {
      values.push_back(GetParam().law.sample(random));
    }
    return values;
  }

  static double cdf(double x) { return GetParam().law.cdf(x); }
};

constexpr int kDraws = 20'000;

/// The largest distance between the cdf and the share of draws below, times sqrt(n).
double kolmogorov_smirnov(std::vector<double> values, const Law& law) {
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  double distance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double share = law.cdf(values[i]);
    distance = std::max(distance, share - static_cast<double>(i) / count);
    distance = std::max(distance, static_cast<double>(i + 1) / count - share);
  }
  return distance * std::sqrt(count);
}

struct ChiSquare {
  double statistic = 0;
  int cells = 0;
};

constexpr double kCellShare = 1.0 / 40;

/// Cells are the drawn values, neighbours joined until each is due 1/40 of the draws: more cells
/// would hide one wrong probability in the noise of the others.
ChiSquare chi_square(std::vector<double> values, const Law& law) {
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  ChiSquare result;
  double share_before = 0;
  double seen = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    ++seen;
    const bool is_last_equal = i + 1 == values.size() || values[i + 1] != values[i];
    const double share = i + 1 == values.size() ? 1 : law.cdf(values[i]);
    const double expected = (share - share_before) * count;
    const bool enough_left = 1 - share >= kCellShare || i + 1 == values.size();
    if (is_last_equal && expected >= kCellShare * count && enough_left) {
      result.statistic += (seen - expected) * (seen - expected) / expected;
      ++result.cells;
      share_before = share;
      seen = 0;
    }
  }
  return result;
}

// Significance 0.001: sqrt(n) D exceeds 1.95 once in a thousand seeds; a chi-square value with k
// degrees of freedom exceeds k (1 - 2/(9k) + 3.09 sqrt(2/(9k)))^3 as often (Wilson and Hilferty).
TEST_P(LawConformance, DrawsFollowTheCdf) {
  if (GetParam().shape == Shape::kSmooth) {
    EXPECT_LT(kolmogorov_smirnov(draw(kDraws), GetParam().law), 1.95);
    return;
  }
  const ChiSquare result = chi_square(draw(5 * kDraws), GetParam().law);
  ASSERT_GE(result.cells, 2);
  const double freedom = result.cells - 1;
  const double root = 1 - 2 / (9 * freedom) + 3.09 * std::sqrt(2 / (9 * freedom));
  EXPECT_LT(result.statistic, freedom * root * root * root) << result.cells << " cells";
}

// Four standard errors: exceeded with probability 6e-5.
TEST_P(LawConformance, DrawsHaveTheMeanAndTheVariance) {
  const std::vector<double> values = draw(kDraws);
  const double mean = GetParam().law.mean();
  const double variance = GetParam().law.variance();
  if (GetParam().tail == Tail::kHeavy) {
    EXPECT_GT(variance, 0);
    return;
  }
  double sum = 0;
  double squares = 0;
  double fourths = 0;
  for (const double value : values) {
    const double distance = value - mean;
    sum += distance;
    squares += distance * distance;
    fourths += distance * distance * distance * distance;
  }
  EXPECT_LT(std::fabs(sum / kDraws), 4 * std::sqrt(variance / kDraws)) << "mean " << mean;
  const double error = std::sqrt((fourths / kDraws - variance * variance) / kDraws);
  EXPECT_LT(std::fabs(squares / kDraws - variance), 4 * error) << "variance " << variance;
}

// The integral of the quantiles by the midpoint rule, with points gathered at both ends: free of
// chance.
TEST_P(LawConformance, QuantilesHaveTheMeanAndTheVariance) {
  const Law& law = GetParam().law;
  if (GetParam().tail == Tail::kHeavy || GetParam().name == "TruncatedSteps") {
    GTEST_SKIP() << "the tail, or the steps of a numeric mean, are beyond this rule";
  }
  constexpr int kPoints = 2000;
  const double mean = law.mean();
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kPoints; ++i) {
    const double t = (i + 0.5) / kPoints;
    const double weight = 6 * t * (1 - t) / kPoints;
    const double distance = law.quantile(t * t * (3 - 2 * t)) - mean;
    sum += distance * weight;
    squares += distance * distance * weight;
  }
  EXPECT_NEAR(sum, 0, 0.002 * std::sqrt(law.variance()));
  EXPECT_NEAR(squares / law.variance(), 1, 0.005);
}

TEST_P(LawConformance, QuantilesInvertTheCdf) {
  const Law& law = GetParam().law;
  for (const double p : {1e-6, 0.01, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999999}) {
    const double x = law.quantile(p);
    EXPECT_GE(cdf(x), p - 1e-9) << p;
    EXPECT_LE(cdf(x - 1e-9 * (std::fabs(x) + 1e-9)), p + 1e-7) << p;
  }
}

TEST_P(LawConformance, CdfGrowsFromZeroToOne) {
  std::vector<double> points = draw(300);
  points.insert(points.end(), {-kMax, -1e9, -1.0, 0.0, 1e-300, 1e12, kMax});
  std::sort(points.begin(), points.end());
  EXPECT_EQ(cdf(-kMax), 0);
  EXPECT_EQ(cdf(kMax), 1);
  double before = 0;
  for (const double x : points) {
    EXPECT_GE(cdf(x), before - 1e-12) << x;
    before = cdf(x);
  }
}

TEST_P(LawConformance, DrawsTheSameBitsOnEveryMachine) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const double value : draw(1000)) {
    hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 0x100000001b3;
    hash ^= hash >> 29U;
  }
  EXPECT_EQ(hash, GetParam().golden) << "GOLDEN " << GetParam().name << " " << hash;
}

// Common random numbers pull all of these laws in one direction.
TEST(LawsByInversion, DrawTheQuantileOfOneUniformNumber) {
  const std::set<std::string> by_inversion{"Uniform",
                                           "Exponential",
                                           "Lognormal",
                                           "LognormalWide",
                                           "WeibullFalling",
                                           "WeibullGrowing",
                                           "Pareto",
                                           "ParetoWithoutMean",
                                           "BoundedPareto",
                                           "Normal",
                                           "PoissonSmall",
                                           "PoissonBelowTen",
                                           "Geometric",
                                           "Shifted",
                                           "TruncatedByInversion",
                                           "TruncatedTail",
                                           "Empirical",
                                           "Percentiles"};
  std::size_t found = 0;
  for (const Case& each : cases()) {
    if (!by_inversion.contains(each.name)) {
      continue;
    }
    ++found;
    RandomStream random(3, "laws", "inversion");
    RandomStream same = random;
    for (int i = 0; i < 50; ++i) {
      const double quantile = each.law.quantile(same.uniform());
      ASSERT_NEAR(each.law.sample(random), quantile, std::fabs(quantile) * 1e-9) << each.name;
    }
    EXPECT_EQ(random, same) << each.name;
  }
  EXPECT_EQ(found, by_inversion.size());
}

TEST_P(LawConformance, DescribesItself) {
  const std::string text = GetParam().law.describe();
  EXPECT_NE(text.find('{'), std::string::npos) << text;
  EXPECT_NE(text.find('}'), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(Laws, LawConformance, testing::ValuesIn(cases()), [](const auto& info) {
  return info.param.name;
});

}  // namespace
}  // namespace napkin
