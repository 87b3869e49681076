#include "models/algorithms/base/rolling_counts.h"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(RollingCounts, ForgetsASlotWhenTheWindowHasPassed) {
  RollingCounts<1> counts(10s);
  counts.add(0s, 0, 3);
  counts.add(5s, 0, 4);
  EXPECT_EQ(counts.total(10s - 1ns, 0), 7);
  EXPECT_EQ(counts.total(10s, 0), 4);
  EXPECT_EQ(counts.total(15s, 0), 0);
}

TEST(RollingCounts, RefusesAWindowShorterThanItsSlots) {
  EXPECT_THROW(RollingCounts<1>(9ns), std::invalid_argument);
  EXPECT_NO_THROW(RollingCounts<1>(10ns));
}

TEST(RollingCounts, EqualsTheSumOverAListWithAClockThatJumpsBothWays) {
  RollingCounts<2> counts(100ns);

  struct Entry {
    std::int64_t tick;
    std::size_t column;
    std::int64_t amount;
  };

  std::vector<Entry> entries;
  std::mt19937_64 random(5);
  std::int64_t now_ns = -1'000;
  std::int64_t latest = -1'000'000;
  for (int step = 0; step < 100'000; ++step) {
    now_ns += static_cast<std::int64_t>(random() % 30) - (random() % 8 == 0 ? 60 : 0);
    now_ns += random() % 500 == 0 ? 300 : 0;
    latest = std::max(latest, (now_ns + 10'000'000) / 10 - 1'000'000);
    const auto column = static_cast<std::size_t>(random() % 2);
    const auto amount = static_cast<std::int64_t>(random() % 5);
    counts.add(Time{now_ns}, column, amount);
    entries.push_back({latest, column, amount});
    std::erase_if(entries, [&](const Entry& entry) { return latest - entry.tick >= 10; });
    std::int64_t expected = 0;
    for (const Entry& entry : entries) {
      expected += entry.column == column ? entry.amount : 0;
    }
    ASSERT_EQ(counts.total(Time{now_ns}, column), expected) << "step " << step;
  }
}

}  // namespace
}  // namespace napkin::algorithms
