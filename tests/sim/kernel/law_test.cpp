#include "sim/kernel/law.h"

#include <chrono>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "sim/kernel/law_registry.h"
#include "sim/kernel/laws.h"

namespace napkin {
namespace {

TEST(Law, IsTheConstantZeroByDefault) {
  RandomStream random(1, "a", "b");
  EXPECT_EQ(Law().sample(random), 0);
  EXPECT_EQ(Law().mean(), 0);
}

TEST(Law, DrawsNothingForAConstant) {
  RandomStream random(1, "a", "b");
  const RandomStream before = random;
  EXPECT_EQ(Law::constant(5ms).sample_duration(random), 5ms);
  EXPECT_EQ(random, before);
}

TEST(Law, DrawsQuicklyWhatItsDistributionDraws) {
  RandomStream random(1, "a", "b");
  RandomStream same = random;
  const Law law = Law::exponential(4ms);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(law.sample(random), law.distribution().sample(same));
  }
}

TEST(Law, RoundsToTheNearestNanosecond) {
  EXPECT_EQ(Law::to_duration(1.4), 1ns);
  EXPECT_EQ(Law::to_duration(1.6), 2ns);
  EXPECT_EQ(Law::to_duration(0.2), 0ns);
}

TEST(Law, IsNeverNegativeAsADuration) {
  EXPECT_EQ(Law::to_duration(-3), 0ns);
  EXPECT_EQ(Law::to_duration(-0.0), 0ns);
  EXPECT_EQ(Law::to_duration(-std::numeric_limits<double>::infinity()), 0ns);
}

TEST(Law, StaysInsideTheClockInTheFarthestTail) {
  EXPECT_EQ(Law::to_duration(1e300), Law::kDurationMax);
  EXPECT_EQ(Law::to_duration(std::numeric_limits<double>::infinity()), Law::kDurationMax);
  EXPECT_EQ(add_checked(Law::kDurationMax, Law::kDurationMax), 2 * Law::kDurationMax);
}

TEST(LawDeathTest, RefusesADurationThatIsNotANumber) {
  EXPECT_DEATH((void)Law::to_duration(std::nan("")), "broken invariant");
}

TEST(LawDeathTest, RefusesALawWithoutDistribution) {
  EXPECT_DEATH(Law(nullptr), "distribution_ != nullptr");
}

/// Known only by its cdf: uniform on [-1, 3].
class WithoutQuantile final : public Distribution {
 public:
  double sample(RandomStream& random) const override { return quantile(random.uniform()); }

  double mean() const override { return 1; }

  double variance() const override { return 16.0 / 12; }

  double cdf(double x) const override { return x < -1 ? 0 : (x > 3 ? 1 : (x + 1) / 4); }

  std::string describe() const override { return "uniform"; }
};

TEST(Distribution, FindsAQuantileFromTheCdfAlone) {
  const WithoutQuantile distribution;
  EXPECT_DOUBLE_EQ(distribution.quantile(0.5), 1);
  EXPECT_DOUBLE_EQ(distribution.quantile(0.125), -0.5);
  EXPECT_NEAR(distribution.quantile(0.25), 0, 1e-15);
  EXPECT_NEAR(distribution.quantile(1e-12), -1, 1e-11);
}

}  // namespace
}  // namespace napkin
