#include "sim/kernel/random.h"

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/kernel/philox.h"

namespace napkin {
namespace {

// The known answers of Random123 (kat_vectors, philox 4x64 10).
TEST(Philox, GivesTheKnownAnswerForZeros) {
  EXPECT_EQ(philox::block({0, 0, 0, 0}, {0, 0}),
            (philox::Counter{
                0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}));
}

TEST(Philox, GivesTheKnownAnswerForOnes) {
  constexpr std::uint64_t kOnes = ~std::uint64_t{0};
  EXPECT_EQ(philox::block({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
            (philox::Counter{
                0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}));
}

TEST(Philox, GivesTheKnownAnswerForTheDigitsOfPi) {
  EXPECT_EQ(philox::block(
                {0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
                {0x452821e638d01377, 0xbe5466cf34e90c6c}),
            (philox::Counter{
                0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}));
}

std::vector<std::uint64_t> first_words(RandomStream stream, int count) {
  std::vector<std::uint64_t> words;
  for (int i = 0; i < count; ++i) {
    words.push_back(stream.next());
  }
  return words;
}

TEST(RandomStream, RepeatsItselfForTheSameName) {
  EXPECT_EQ(first_words(RandomStream(42, "api[2]", "service"), 100),
            first_words(RandomStream(42, "api[2]", "service"), 100));
}

TEST(RandomStream, DrawsTheSameBitsOnEveryMachine) {
  EXPECT_EQ(first_words(RandomStream(42, "api[2]", "service"), 5),
            (std::vector<std::uint64_t>{2896988173266217985U,
                                        10212847618712847125U,
                                        7573900247081251068U,
                                        342679159403070710U,
                                        4901047664531620454U}));
}

TEST(RandomStream, DiffersBySeedPathPurposeAndReplication) {
  const std::set<std::uint64_t> firsts{
      RandomStream(42, "api", "service").next(),
      RandomStream(43, "api", "service").next(),
      RandomStream(42, "ap", "iservice").next(),
      RandomStream(42, "service", "api").next(),
      RandomStream(42, "api", "").next(),
      RandomStream(42, "", "api").next(),
      RandomStream(42, "api", std::string("service\0", 8)).next(),
      RandomStream(42, "api", "service", 1).next(),
      RandomStream(1, "api", "service", 42).next(),
  };
  EXPECT_EQ(firsts.size(), 9U);
}

TEST(RandomStream, ReadsEveryByteOfALongName) {
  const std::string name(100, 'a');
  std::set<std::uint64_t> firsts{RandomStream(1, name, "x").next()};
  for (std::size_t i = 0; i < name.size(); ++i) {
    std::string changed = name;
    changed[i] = 'b';
    firsts.insert(RandomStream(1, changed, "x").next());
  }
  EXPECT_EQ(firsts.size(), name.size() + 1);
}

TEST(RandomStream, ContinuesFromTheSamePlaceInACopy) {
  RandomStream stream(7, "a", "b");
  for (int i = 0; i < 6; ++i) {
    (void)stream.next();
  }
  EXPECT_EQ(first_words(stream, 20), first_words(RandomStream(stream), 20));
}

TEST(RandomStream, StaysInsideTheOpenUnitInterval) {
  RandomStream stream(7, "a", "uniform");
  double sum = 0;
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    const double u = stream.uniform();
    ASSERT_GT(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
  }
  // The mean has standard deviation sqrt(1 / 12 / n) = 0.0009; four of them (p = 6e-5).
  EXPECT_NEAR(sum / kDraws, 0.5, 0.0037);
}

// Chi-square with 9 degrees of freedom: 27.9 is exceeded with probability 0.001.
TEST(RandomStream, DrawsEveryIntegerBelowABoundEquallyOften) {
  RandomStream stream(7, "a", "below");
  std::array<int, 10> counts{};
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    ++counts.at(stream.below(10));
  }
  double chi_square = 0;
  for (const int count : counts) {
    chi_square += (count - kDraws / 10.0) * (count - kDraws / 10.0) / (kDraws / 10.0);
  }
  EXPECT_LT(chi_square, 27.9);
}

// With n = 3 * 2^62 a plain multiplication would hit every third value twice as often.
TEST(RandomStream, HasNoBiasForABoundNearTheWordSize) {
  RandomStream stream(7, "a", "wide");
  constexpr std::uint64_t kBound = 3ULL << 62U;
  constexpr int kDraws = 30'000;
  int divisible = 0;
  for (int i = 0; i < kDraws; ++i) {
    const std::uint64_t value = stream.below(kBound);
    ASSERT_LT(value, kBound);
    divisible += value % 3 == 0 ? 1 : 0;
  }
  // Binomial(30,000, 1/3) has standard deviation 81.6; four of them.
  EXPECT_NEAR(divisible, kDraws / 3, 327);
}

TEST(RandomStream, HasOnlyOneIntegerBelowOne) {
  EXPECT_EQ(RandomStream(1, "a", "b").below(1), 0U);
}

TEST(RandomStream, TakesTheChanceAsOftenAsItsProbabilitySays) {
  RandomStream stream(7, "a", "chance");
  int hits = 0;
  for (int i = 0; i < 100'000; ++i) {
    hits += stream.chance(0.3) ? 1 : 0;
    ASSERT_FALSE(stream.chance(0));
    ASSERT_TRUE(stream.chance(1));
  }
  // Binomial(100,000, 0.3) has standard deviation 145; four of them.
  EXPECT_NEAR(hits, 30'000, 580);
}

TEST(RandomStreamDeathTest, RefusesAnImpossibleProbability) {
  RandomStream stream(1, "a", "b");
  EXPECT_DEATH((void)stream.chance(1.5), "p <= 1");
  EXPECT_DEATH((void)stream.chance(-0.1), "p >= 0");
  EXPECT_DEATH((void)stream.below(0), "n >= 1");
}

}  // namespace
}  // namespace napkin
