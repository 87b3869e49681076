#include "models/algorithms/base/deterministic_math.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double unit(std::uint64_t i) {
  return (static_cast<double>(mix64(i) >> 11) + 0.5) * 0x1p-53;
}

long double widened(double x) {
  return static_cast<long double>(x);
}

double units_in_last_place(double got, long double exact) {
  const int exponent = std::ilogb(static_cast<double>(exact));
  return static_cast<double>(std::fabs(widened(got) - exact) / std::ldexp(1.0L, exponent - 52));
}

TEST(NaturalLog, StaysWithinOneUnitInTheLastPlace) {
  double worst = 0;
  for (std::uint64_t i = 0; i < 300'000; ++i) {
    const double small = unit(i);
    const double any = std::ldexp(1 + unit(i + 7), static_cast<int>(i % 2000) - 1000);
    worst = std::max(worst, units_in_last_place(natural_log(small), std::log(widened(small))));
    worst = std::max(worst, units_in_last_place(natural_log(any), std::log(widened(any))));
  }
  EXPECT_LT(worst, 1.0);
}

TEST(NaturalLog, TreatsTheEdgesOfItsDomainLikeTheStandardFunction) {
  EXPECT_EQ(natural_log(1.0), 0.0);
  EXPECT_EQ(natural_log(0.0), -kInfinity);
  EXPECT_EQ(natural_log(-0.0), -kInfinity);
  EXPECT_EQ(natural_log(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(natural_log(-1.0)));
  EXPECT_TRUE(std::isnan(natural_log(std::nan(""))));
  EXPECT_NEAR(natural_log(5e-324), -744.4400719213812, 1e-12);
}

TEST(NaturalExp, StaysWithinOneUnitInTheLastPlace) {
  double worst = 0;
  for (std::uint64_t i = 0; i < 300'000; ++i) {
    const double wide = (unit(i) - 0.5) * 1400;
    const double narrow = unit(i) - 0.5;
    worst = std::max(worst, units_in_last_place(natural_exp(wide), std::exp(widened(wide))));
    worst = std::max(worst, units_in_last_place(natural_exp(narrow), std::exp(widened(narrow))));
  }
  EXPECT_LT(worst, 1.0);
}

TEST(NaturalExp, OverflowsAndUnderflowsAtTheLimitsOfDouble) {
  EXPECT_EQ(natural_exp(0.0), 1.0);
  EXPECT_EQ(natural_exp(710.0), kInfinity);
  EXPECT_EQ(natural_exp(-746.0), 0.0);
  EXPECT_EQ(natural_exp(kInfinity), kInfinity);
  EXPECT_EQ(natural_exp(-kInfinity), 0.0);
  EXPECT_EQ(natural_exp(-745.0), 5e-324);
  EXPECT_TRUE(std::isfinite(natural_exp(709.78)));
  EXPECT_TRUE(std::isnan(natural_exp(std::nan(""))));
}

TEST(Power, AgreesWithTheStandardFunction) {
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const double base = 100 * unit(i);
    const double exponent = 20 * (unit(i + 1) - 0.5);
    const double exact = std::pow(base, exponent);
    EXPECT_NEAR(power(base, exponent) / exact, 1.0, 1e-13) << base << "^" << exponent;
  }
  EXPECT_EQ(power(0.0, 2.0), 0.0);
  EXPECT_EQ(power(0.0, 0.0), 1.0);
}

// A changed bit on any compiler, optimisation level or processor changes this number.
TEST(DeterministicMath, GivesTheSameBitsEverywhere) {
  std::uint64_t bits = 0;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    bits = mix64(bits, std::bit_cast<std::uint64_t>(natural_log(unit(i))));
    bits = mix64(bits, std::bit_cast<std::uint64_t>(natural_exp(8 * unit(i))));
  }
  EXPECT_EQ(bits, 1929442855258603134ULL);
}

}  // namespace
}  // namespace napkin::algorithms
