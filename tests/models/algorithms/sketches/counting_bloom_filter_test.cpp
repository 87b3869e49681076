#include "models/algorithms/sketches/counting_bloom_filter.h"

#include <cmath>
#include <random>
#include <stdexcept>
#include <unordered_map>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(CountingBloomFilter, ForgetsWhatIsRemoved) {
  CountingBloomFilter filter(BloomSize::for_items(100, 0.01));
  filter.add(1);
  filter.add(1);
  filter.remove(1);
  EXPECT_TRUE(filter.may_contain(1));
  filter.remove(1);
  EXPECT_FALSE(filter.may_contain(1));
}

TEST(CountingBloomFilter, AFullCounterNeverFalls) {
  CountingBloomFilter filter({.bits = 1, .hashes = 1});
  for (int i = 0; i < 100; ++i) {
    filter.add(1);
  }
  for (int i = 0; i < 100; ++i) {
    filter.remove(1);
  }
  EXPECT_TRUE(filter.may_contain(2));  // 15 stands for 15 or more: nothing may be lost
}

TEST(CountingBloomFilter, TakesFourTimesTheRoomOfABloomFilter) {
  const BloomSize size = BloomSize::for_items(100'000, 0.01);
  EXPECT_NEAR(static_cast<double>(CountingBloomFilter(size).memory_bytes()),
              4.0 * static_cast<double>(BloomFilter(size).memory_bytes()),
              64.0);
}

TEST(CountingBloomFilter, RefusesSizesThatMakeNoSense) {
  EXPECT_THROW(CountingBloomFilter({.bits = 0, .hashes = 1}), std::invalid_argument);
  EXPECT_THROW(CountingBloomFilter({.bits = 1, .hashes = 0}), std::invalid_argument);
}

TEST(CountingBloomFilter, NeverLosesAnItemUnderRandomTraffic) {
  CountingBloomFilter filter(BloomSize::for_items(2'000, 0.01));
  std::unordered_map<std::uint64_t, int> items;
  std::mt19937_64 random(157);
  int wrong = 0;
  int asked = 0;
  for (int step = 0; step < 200'000; ++step) {
    const std::uint64_t id = random() % 4'000;
    int& copies = items[id];
    // Drifts to about half of the ids, 2,000 items.
    if (copies == 0 && random() % 2 == 0) {
      filter.add(id);
      ++copies;
    } else if (copies > 0 && random() % 2 == 0) {
      filter.remove(id);
      --copies;
    }
    const std::uint64_t other = random() % 4'000;
    if (items[other] > 0) {
      ASSERT_TRUE(filter.may_contain(other));
    } else if (step > 100'000) {
      ++asked;
      wrong += filter.may_contain(other) ? 1 : 0;
    }
  }
  // 1%, of a population that wanders by about 2 sqrt(1000) items.
  EXPECT_NEAR(wrong / static_cast<double>(asked), 0.01, 0.004);
}

}  // namespace
}  // namespace napkin::algorithms
