#include "models/algorithms/sketches/bloom_filter.h"

#include <cmath>
#include <random>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

// The textbook's sizes: 1% takes 9.585 bits and 7 hashes for each item, 0.1% takes 14.378 and 10.
TEST(BloomFilter, TakesTheSizesOfTheTextbook) {
  const BloomSize percent = BloomSize::for_items(1'000'000, 0.01);
  EXPECT_NEAR(static_cast<double>(percent.bits), 9'585'059, 1);
  EXPECT_EQ(percent.hashes, 7);
  const BloomSize permille = BloomSize::for_items(1'000'000, 0.001);
  EXPECT_NEAR(static_cast<double>(permille.bits), 14'377'588, 1);
  EXPECT_EQ(permille.hashes, 10);
  EXPECT_EQ(BloomSize::for_items(1, 0.9).hashes, 1);
}

TEST(BloomFilter, AnEmptyOneContainsNothing) {
  const BloomFilter filter(BloomSize::for_items(100, 0.01));
  for (std::uint64_t hash = 0; hash < 1'000; ++hash) {
    ASSERT_FALSE(filter.may_contain(hash));
  }
  EXPECT_EQ(filter.false_positive_rate(), 0.0);
  EXPECT_EQ(filter.estimated_items(), 0.0);
}

TEST(BloomFilter, OfOneBitSaysMaybeAfterTheFirstItem) {
  BloomFilter filter({.bits = 1, .hashes = 1});
  EXPECT_FALSE(filter.may_contain(1));
  filter.add(2);
  EXPECT_TRUE(filter.may_contain(1));
  EXPECT_TRUE(std::isinf(filter.estimated_items()));
}

// A false "maybe" has probability fill^k, where fill = 1 - e^(-kn/m): binomial, checked at 4 sigma.
TEST(BloomFilter, NeverForgetsAndErrsAsOftenAsTheoryAllows) {
  std::mt19937_64 random(151);
  for (const double target : {0.1, 0.01, 0.001}) {
    constexpr int kItems = 20'000;
    constexpr int kProbes = 200'000;
    const BloomSize size = BloomSize::for_items(kItems, target);
    BloomFilter filter(size);
    std::set<std::uint64_t> items;
    while (items.size() < kItems) {
      const std::uint64_t hash = random();
      items.insert(hash);
      filter.add(hash);
    }
    for (const std::uint64_t hash : items) {
      ASSERT_TRUE(filter.may_contain(hash));
    }
    int wrong = 0;
    for (int i = 0; i < kProbes; ++i) {
      wrong += filter.may_contain(random()) ? 1 : 0;
    }
    const double fill =
        1 - std::exp(-size.hashes * double{kItems} / static_cast<double>(size.bits));
    const double rate = std::pow(fill, size.hashes);
    EXPECT_NEAR(wrong, kProbes * rate, 4 * std::sqrt(kProbes * rate) + kProbes * rate * 0.02);
    EXPECT_NEAR(filter.false_positive_rate(), rate, rate * 0.1);
    EXPECT_NEAR(filter.estimated_items(), kItems, kItems * 0.02);
  }
}

TEST(BloomFilter, WeakHashesDoNoHarm) {
  BloomFilter filter(BloomSize::for_items(10'000, 0.01));
  for (std::uint64_t id = 0; id < 10'000; ++id) {
    filter.add(id);
  }
  int wrong = 0;
  for (std::uint64_t id = 10'000; id < 110'000; ++id) {
    wrong += filter.may_contain(id) ? 1 : 0;
  }
  EXPECT_NEAR(wrong, 1'000, 4 * std::sqrt(1'000.0) + 20);
}

TEST(BloomFilter, MergesIntoTheUnion) {
  const BloomSize size = BloomSize::for_items(1'000, 0.01);
  BloomFilter left(size);
  BloomFilter right(size);
  BloomFilter both(size);
  for (std::uint64_t id = 0; id < 1'000; ++id) {
    (id % 2 == 0 ? left : right).add(id);
    both.add(id);
  }
  left.merge(right);
  EXPECT_EQ(left.fill_ratio(), both.fill_ratio());
  for (std::uint64_t id = 0; id < 100'000; ++id) {
    ASSERT_EQ(left.may_contain(id), both.may_contain(id));
  }
  left.clear();
  EXPECT_EQ(left.fill_ratio(), 0.0);
}

TEST(BloomFilter, RefusesSizesThatMakeNoSense) {
  EXPECT_THROW(BloomFilter(BloomSize{.bits = 0, .hashes = 1}), std::invalid_argument);
  EXPECT_THROW(BloomFilter(BloomSize{.bits = 8, .hashes = 0}), std::invalid_argument);
  EXPECT_THROW(BloomFilter(BloomSize{.bits = 8, .hashes = 65}), std::invalid_argument);
  EXPECT_THROW((void)BloomSize::for_items(0, 0.01), std::invalid_argument);
  EXPECT_THROW((void)BloomSize::for_items(1, 0.0), std::invalid_argument);
  EXPECT_THROW((void)BloomSize::for_items(1, 1.0), std::invalid_argument);
}

}  // namespace
}  // namespace napkin::algorithms
