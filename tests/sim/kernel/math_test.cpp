#include "sim/kernel/math.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "sim/kernel/random.h"

namespace napkin::math {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kArguments = 400'000;

/// |value - exact| in units of the distance between doubles near `exact`.
double error_ulp(double value, long double exact) {
  const double nearest = std::fabs(static_cast<double>(exact));
  const double ulp = std::nextafter(nearest, kInfinity) - nearest;
  return static_cast<double>(std::fabs(static_cast<long double>(value) - exact) /
                             static_cast<long double>(ulp));
}

/// The largest error over arguments drawn by `draw`.
template <typename Draw, typename Function, typename Reference>
double error_max_ulp(Draw draw, Function function, Reference reference) {
  RandomStream random(1, "math", "arguments");
  double error_max = 0;
  for (int i = 0; i < kArguments; ++i) {
    const double x = draw(random);
    error_max =
        std::fmax(error_max, error_ulp(function(x), reference(static_cast<long double>(x))));
  }
  return error_max;
}

auto uniform_between(double low, double high) {
  return [=](RandomStream& random) { return low + (high - low) * random.uniform(); };
}

/// Every positive normal number is as likely as any other, so every exponent is tried.
double any_positive(RandomStream& random) {
  return std::bit_cast<double>(0x0010000000000000 + random.below(0x7fe0000000000000));
}

class MathTest : public testing::Test {
 protected:
  void SetUp() override {
    if (std::numeric_limits<long double>::digits < 64) {
      GTEST_SKIP() << "long double is no more exact than double here";
    }
  }
};

auto log_exactly = [](long double x) { return std::log(x); };
auto exp_exactly = [](long double x) { return std::exp(x); };

TEST_F(MathTest, LogOfAnyNumberIsWithinItsBound) {
  EXPECT_LT(error_max_ulp(any_positive, log, log_exactly), 0.9);
}

TEST_F(MathTest, LogOfAUniformNumberIsWithinItsBound) {
  EXPECT_LT(error_max_ulp(uniform_between(0, 1), log, log_exactly), 0.9);
}

TEST_F(MathTest, LogNearOneIsWithinItsBound) {
  EXPECT_LT(error_max_ulp(uniform_between(0.97, 1.03), log, log_exactly), 0.9);
  EXPECT_LT(error_max_ulp(uniform_between(1 - 1e-9, 1 + 1e-9), log, log_exactly), 0.9);
}

TEST_F(MathTest, LogOfSubnormalNumbersIsWithinItsBound) {
  EXPECT_LT(error_max_ulp(uniform_between(0, 2e-308), log, log_exactly), 0.9);
}

TEST_F(MathTest, ExpIsWithinItsBound) {
  EXPECT_LT(error_max_ulp(uniform_between(-708, 709.7), exp, exp_exactly), 0.6);
  EXPECT_LT(error_max_ulp(uniform_between(-1, 1), exp, exp_exactly), 0.6);
  EXPECT_LT(error_max_ulp(uniform_between(-1e-9, 1e-9), exp, exp_exactly), 0.6);
}

TEST_F(MathTest, PowIsWithinItsBound) {
  RandomStream random(1, "math", "pow");
  double error_max = 0;
  int tried = 0;
  for (int i = 0; i < kArguments; ++i) {
    const double x = any_positive(random);
    const double y = (random.uniform() - 0.5) * 1400 / std::log(x);
    const long double exact = std::pow(static_cast<long double>(x), static_cast<long double>(y));
    if (exact > 2.3e-308L && exact < 1.7e308L) {
      error_max = std::fmax(error_max, error_ulp(pow(x, y), exact));
      ++tried;
    }
  }
  EXPECT_GT(tried, kArguments / 2);
  EXPECT_LT(error_max, 0.7);
}

TEST_F(MathTest, PowNearOneIsWithinItsBound) {
  const auto large_power = [](long double x) { return std::pow(x, 1e5L); };
  EXPECT_LT(error_max_ulp(
                uniform_between(0.994, 1.006), [](double x) { return pow(x, 1e5); }, large_power),
            0.7);
}

TEST_F(MathTest, Log1pIsWithinItsBound) {
  const auto exactly = [](long double x) { return std::log1p(x); };
  EXPECT_LT(error_max_ulp(uniform_between(-0.99, 3), log1p, exactly), 4);
  EXPECT_LT(error_max_ulp(uniform_between(-1e-6, 1e-6), log1p, exactly), 4);
}

TEST_F(MathTest, Expm1IsWithinItsBound) {
  const auto exactly = [](long double x) { return std::expm1(x); };
  EXPECT_LT(error_max_ulp(uniform_between(-1, 1), expm1, exactly), 4);
  EXPECT_LT(error_max_ulp(uniform_between(-1e-6, 1e-6), expm1, exactly), 4);
  EXPECT_LT(error_max_ulp(uniform_between(1, 700), expm1, exactly), 2);
}

TEST(Math, KnowsTheEdgesOfLog) {
  EXPECT_EQ(log(1), 0);
  EXPECT_EQ(log(0), -kInfinity);
  EXPECT_EQ(log(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(log(-1)));
  EXPECT_TRUE(std::isnan(log(std::nan(""))));
}

TEST(Math, KnowsTheEdgesOfExp) {
  EXPECT_EQ(exp(0), 1);
  EXPECT_EQ(exp(-kInfinity), 0);
  EXPECT_EQ(exp(kInfinity), kInfinity);
  EXPECT_EQ(exp(709.79), kInfinity);
  EXPECT_EQ(exp(-745.2), 0);
  EXPECT_EQ(exp(-745), 0x1p-1074);
  EXPECT_TRUE(std::isnan(exp(std::nan(""))));
}

TEST(Math, KnowsTheEdgesOfPow) {
  EXPECT_EQ(pow(0, 0), 1);
  EXPECT_EQ(pow(0, 2), 0);
  EXPECT_EQ(pow(0, -2), kInfinity);
  EXPECT_EQ(pow(kInfinity, 0.5), kInfinity);
  EXPECT_EQ(pow(kInfinity, -0.5), 0);
  EXPECT_EQ(pow(1, kInfinity), 1);
  EXPECT_EQ(pow(0.5, kInfinity), 0);
  EXPECT_EQ(pow(0.5, -kInfinity), kInfinity);
  EXPECT_EQ(pow(2, 1e300), kInfinity);
  EXPECT_EQ(pow(1 + 0x1p-52, -1e300), 0);
  EXPECT_EQ(pow(4, 0.5), 2);
  EXPECT_EQ(pow(0x1p-1074, 1), 0x1p-1074);
  EXPECT_TRUE(std::isnan(pow(-1, 2)));
  EXPECT_TRUE(std::isnan(pow(2, std::nan(""))));
}

TEST(Math, KnowsTheEdgesOfLog1pAndExpm1) {
  EXPECT_EQ(log1p(0), 0);
  EXPECT_EQ(log1p(-1), -kInfinity);
  EXPECT_EQ(log1p(kInfinity), kInfinity);
  EXPECT_EQ(expm1(0), 0);
  EXPECT_EQ(expm1(-kInfinity), -1);
  EXPECT_EQ(expm1(kInfinity), kInfinity);
}

TEST(Math, StepsDownToTheNextDouble) {
  for (const double x : {1.0, -1.0, 0.0, 0x1p-1074, -0x1p-1022, 1e300}) {
    EXPECT_EQ(next_below(x), std::nextafter(x, -kInfinity)) << x;
  }
}

/// FNV-1a over the bits of a row of results.
class BitHash {
 public:
  void add(double value) {
    for (std::uint64_t bits = std::bit_cast<std::uint64_t>(value), i = 0; i < 8; ++i) {
      hash_ = (hash_ ^ (bits >> (8 * i) & 0xff)) * 0x100000001b3;
    }
  }

  [[nodiscard]] std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

// One bit that another compiler, optimisation level or CPU computes differently changes this
// number.
TEST(Math, GivesTheSameBitsOnEveryMachine) {
  RandomStream random(1, "math", "golden");
  BitHash hash;
  for (int i = 0; i < 100'000; ++i) {
    const double x = any_positive(random);
    hash.add(log(x));
    const double exponent = (random.uniform() - 0.5) * 1490;
    hash.add(exp(exponent));
    hash.add(pow(x, random.uniform() - 0.5));
    hash.add(log1p(random.uniform()));
    hash.add(expm1(random.uniform()));
  }
  EXPECT_EQ(hash.value(), 12042864939079916049U);
}

}  // namespace
}  // namespace napkin::math
