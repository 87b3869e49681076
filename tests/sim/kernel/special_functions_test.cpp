#include "sim/kernel/special_functions.h"

#include <cmath>

#include <gtest/gtest.h>

#include "sim/kernel/random.h"

namespace napkin::math {
namespace {

double relative_error(double value, long double exact) {
  return static_cast<double>(std::fabs((static_cast<long double>(value) - exact) / exact));
}

long double normal_cdf_exactly(long double x) {
  return std::erfc(-x / std::sqrt(2.0L)) / 2;
}

// One Newton step from our answer, in a longer mantissa, tells how far off it is.
double inverse_normal_error(double p) {
  const auto x = static_cast<long double>(inverse_normal(p));
  const long double density = std::exp(-x * x / 2) / std::sqrt(2 * 3.14159265358979323846L);
  const long double miss = x < 0 ? normal_cdf_exactly(x) - static_cast<long double>(p)
                                 : 1 - static_cast<long double>(p) - normal_cdf_exactly(-x);
  return static_cast<double>(std::fabs(miss / density / x));
}

TEST(InverseNormal, IsWithinItsBoundEverywhere) {
  RandomStream random(1, "math", "normal");
  for (int i = 0; i < 100'000; ++i) {
    const double p = random.uniform();
    ASSERT_LT(inverse_normal_error(p), 1e-15) << p;
  }
  for (double p = 0.25; p > 1e-300; p /= 3) {
    ASSERT_LT(inverse_normal_error(p), 1e-15) << p;
  }
}

TEST(InverseNormal, IsOddAroundOneHalf) {
  EXPECT_EQ(inverse_normal(0.5), 0);
  EXPECT_EQ(inverse_normal(0.25), -inverse_normal(0.75));
  EXPECT_EQ(inverse_normal(0x1p-40), -inverse_normal(1 - 0x1p-40));
}

TEST(InverseNormalDeathTest, RefusesWhatIsNoProbability) {
  EXPECT_DEATH((void)inverse_normal(0), "p > 0");
  EXPECT_DEATH((void)inverse_normal(1), "p < 1");
}

TEST(NormalCdf, IsWithinItsBoundAlsoInTheTail) {
  for (double x = -37; x < 9; x += 0.013) {
    ASSERT_LT(relative_error(normal_cdf(x), normal_cdf_exactly(static_cast<long double>(x))), 2e-13)
        << x;
  }
  EXPECT_EQ(normal_cdf(-1e200), 0);
  EXPECT_EQ(normal_cdf(1e200), 1);
}

TEST(LogGamma, IsWithinItsBound) {
  for (double x = 1e-6; x < 1e12; x *= 1.037) {
    const long double exact = std::lgamma(static_cast<long double>(x));
    const long double scale = std::fmax(1.0L, std::fabs(exact));
    ASSERT_LT(std::fabs(static_cast<long double>(log_gamma(x)) - exact) / scale, 1e-14L) << x;
  }
}

TEST(Gamma, GivesFactorials) {
  double factorial = 1;
  for (int n = 1; n < 100; ++n) {
    ASSERT_LT(relative_error(gamma(n), static_cast<long double>(factorial)), 1e-13) << n;
    factorial *= n;
  }
}

// For whole a, gamma_above(a, x) is the Poisson probability of fewer than a events at mean x.
TEST(GammaAbove, IsTheSumOfPoissonProbabilities) {
  for (const double x : {0.01, 0.5, 3.0, 9.0, 40.0, 150.0}) {
    long double term = std::exp(-static_cast<long double>(x));
    long double sum = 0;
    for (int a = 1; a < 250; ++a) {
      sum += term;
      term *= static_cast<long double>(x) / a;
      ASSERT_NEAR(gamma_above(a, x), static_cast<double>(sum), 1e-12) << a << " " << x;
      ASSERT_NEAR(gamma_below(a, x), static_cast<double>(1 - sum), 1e-12) << a << " " << x;
    }
  }
}

TEST(GammaBelow, IsContinuousWhereTheMethodChanges) {
  for (const double z : {-6.0, -3.0, -1.0, -0.1, 0.0, 0.1, 1.0, 3.0, 6.0}) {
    const double x = 1e6 + z * 1e3;
    EXPECT_NEAR(gamma_below(1e6, x), gamma_below(1e6 * (1 + 1e-15), x), 1e-9) << z;
  }
  EXPECT_NEAR(gamma_below(5, 6 - 1e-12), gamma_below(5, 6), 1e-12);
}

// Far from the middle the other form of the correction holds: P(X < a/2) is below e^(-0.15 a).
TEST(GammaBelow, HasNoMassFarFromTheMiddleOfALargeShape) {
  EXPECT_EQ(gamma_below(1e7, 5e6), 0);
  EXPECT_EQ(gamma_below(1e7, 2e7), 1);
  EXPECT_EQ(gamma_below(1e15, 1e15 + 1e9), 1);
  EXPECT_NEAR(gamma_below(1e15, 1e15), 0.5, 1e-8);
}

TEST(LogPoisson, KeepsItsDigitsForLargeNearlyEqualArguments) {
  // Near the mean the probability of the mean itself is 1 / sqrt(2 pi mean) * (1 - 1 / (12 mean)).
  EXPECT_LT(relative_error(exp(log_poisson(1e9, 1e9)),
                           1 / std::sqrt(2 * 3.14159265358979323846L * 1e9L) * (1 - 1 / 12e9L)),
            1e-14);
}

}  // namespace
}  // namespace napkin::math
