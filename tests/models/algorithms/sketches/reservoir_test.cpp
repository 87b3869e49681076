#include "models/algorithms/sketches/reservoir.h"

#include <memory>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;

TEST(Reservoir, KeepsEverythingWhileItHasRoom) {
  Reservoir<int> sample(3);
  EXPECT_TRUE(sample.offer(1, ~0ULL));
  EXPECT_TRUE(sample.offer(2, ~0ULL));
  EXPECT_TRUE(sample.offer(3, ~0ULL));
  EXPECT_FALSE(sample.offer(4, ~0ULL));
  EXPECT_TRUE(sample.offer(5, 0));
  EXPECT_THAT(sample.items(), ElementsAre(5, 2, 3));
  EXPECT_EQ(sample.seen(), 5U);
}

TEST(Reservoir, WithoutRoomKeepsNothing) {
  Reservoir<int> sample(0);
  EXPECT_FALSE(sample.offer(1, 0));
  EXPECT_TRUE(sample.items().empty());
}

TEST(Reservoir, HoldsWhatCannotBeCopied) {
  Reservoir<std::unique_ptr<int>> sample(1);
  EXPECT_TRUE(sample.offer(std::make_unique<int>(1), 0));
  EXPECT_TRUE(sample.offer(std::make_unique<int>(2), 0));
  EXPECT_EQ(*sample.items().front(), 2);
}

// Each of 100 items must be in a sample of 10 with probability 1/10: chi-square over 20,000
// samples; its 99.9% quantile for 99 degrees of freedom is 148.2. (Samples without replacement vary
// less.)
TEST(Reservoir, GivesEachItemTheSameChance) {
  constexpr int kRounds = 20'000;
  std::mt19937_64 random(229);
  std::vector<int> chosen(100);
  for (int round = 0; round < kRounds; ++round) {
    Reservoir<std::size_t> sample(10);
    for (std::size_t item = 0; item < 100; ++item) {
      sample.offer(item, random());
    }
    for (const std::size_t item : sample.items()) {
      ++chosen[item];
    }
  }
  double chi_square = 0;
  for (const int count : chosen) {
    const double expected = kRounds * 0.1;
    chi_square += (count - expected) * (count - expected) / (expected * 0.9);
  }
  EXPECT_LT(chi_square, 148.2);
}

}  // namespace
}  // namespace napkin::algorithms
