#include "models/algorithms/sketches/cuckoo_filter.h"

#include <cmath>
#include <random>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(CuckooFilter, FindsAndForgets) {
  CuckooFilter filter({.items = 100});
  EXPECT_FALSE(filter.may_contain(1));
  EXPECT_TRUE(filter.add(1));
  EXPECT_TRUE(filter.may_contain(1));
  EXPECT_TRUE(filter.remove(1));
  EXPECT_FALSE(filter.may_contain(1));
  EXPECT_FALSE(filter.remove(1));
  EXPECT_EQ(filter.size(), 0U);
}

TEST(CuckooFilter, HoldsTheSameItemEightTimes) {
  CuckooFilter filter({.items = 1'000, .fingerprint_bits = 16});
  int added = 0;
  while (filter.add(42)) {
    ++added;
  }
  EXPECT_EQ(added, 8);
  EXPECT_EQ(filter.size(), 8U);
}

TEST(CuckooFilter, OfOneItemHoldsIt) {
  CuckooFilter filter({.items = 1});
  EXPECT_TRUE(filter.add(7));
  EXPECT_TRUE(filter.may_contain(7));
}

// Fan et al., table 2: buckets of four fill to 95%.
TEST(CuckooFilter, FillsTo95Percent) {
  CuckooFilter filter({.items = 62'000, .fingerprint_bits = 16});  // 65,536 slots
  std::mt19937_64 random(163);
  while (filter.add(random())) {
  }
  EXPECT_GT(filter.load(), 0.95);
}

TEST(CuckooFilter, AnAddThatFailsLosesNothing) {
  CuckooFilter filter({.items = 1'000, .fingerprint_bits = 16});
  std::mt19937_64 random(167);
  std::vector<std::uint64_t> items;
  int failures = 0;
  while (failures < 100) {
    const std::uint64_t hash = random();
    if (filter.add(hash)) {
      items.push_back(hash);
    } else {
      ++failures;
    }
  }
  EXPECT_EQ(filter.size(), items.size());
  for (const std::uint64_t hash : items) {
    ASSERT_TRUE(filter.may_contain(hash));
  }
  for (const std::uint64_t hash : items) {
    ASSERT_TRUE(filter.remove(hash));
  }
  EXPECT_EQ(filter.load(), 0.0);
}

// Section 5.1: an absent item meets 2 x 4 x load fingerprints, each equal with probability 2^-f.
TEST(CuckooFilter, ErrsAsOftenAsTheoryAllows) {
  std::mt19937_64 random(173);
  for (const int bits : {8, 12}) {
    CuckooFilter filter({.items = 62'000, .fingerprint_bits = bits});
    while (filter.load() < 0.9) {
      ASSERT_TRUE(filter.add(random()));
    }
    constexpr int kProbes = 400'000;
    int wrong = 0;
    for (int i = 0; i < kProbes; ++i) {
      wrong += filter.may_contain(random()) ? 1 : 0;
    }
    const double rate = 1 - std::pow(1 - std::pow(2, -bits), 8 * 0.9);
    EXPECT_NEAR(wrong, kProbes * rate, 4 * std::sqrt(kProbes * rate) + kProbes * rate * 0.02)
        << bits;
  }
}

TEST(CuckooFilter, RefusesOptionsThatMakeNoSense) {
  using Options = CuckooFilter::Options;
  EXPECT_THROW(CuckooFilter(Options{.items = 0}), std::invalid_argument);
  EXPECT_THROW(CuckooFilter(Options{.fingerprint_bits = 3}), std::invalid_argument);
  EXPECT_THROW(CuckooFilter(Options{.fingerprint_bits = 33}), std::invalid_argument);
}

TEST(CuckooFilter, NeverLosesAnItemUnderRandomTraffic) {
  CuckooFilter filter({.items = 2'500, .fingerprint_bits = 14});
  std::unordered_map<std::uint64_t, bool> held;
  std::mt19937_64 random(179);
  std::size_t count = 0;
  for (int step = 0; step < 200'000; ++step) {
    const std::uint64_t id = random() % 4'000;
    bool& target = held[id];
    if (!target && filter.add(id)) {
      target = true;
      ++count;
    } else if (target && random() % 2 == 0) {
      ASSERT_TRUE(filter.remove(id));
      target = false;
      --count;
    }
    ASSERT_EQ(filter.size(), count);
    const std::uint64_t other = random() % 4'000;
    if (held[other]) {
      ASSERT_TRUE(filter.may_contain(other));
    }
  }
  EXPECT_GT(count, 1'000U);
}

}  // namespace
}  // namespace napkin::algorithms
