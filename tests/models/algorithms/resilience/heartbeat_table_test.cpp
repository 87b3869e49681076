#include "models/algorithms/resilience/heartbeat_table.h"

#include <algorithm>
#include <map>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(HeartbeatTable, RemovesTheSilentTheLongestFirst) {
  HeartbeatTable table({.timeout = 60s});
  EXPECT_TRUE(table.beat(1, 0s));
  EXPECT_TRUE(table.beat(2, 1s));
  EXPECT_TRUE(table.beat(3, 2s));
  EXPECT_FALSE(table.beat(1, 30s));
  EXPECT_EQ(table.next_expiry(), 61s);
  EXPECT_THAT(table.expire(61s - 1ns), IsEmpty());
  EXPECT_THAT(table.expire(62s), ElementsAre(2, 3));
  EXPECT_TRUE(table.contains(1));
  EXPECT_FALSE(table.contains(2));
  EXPECT_TRUE(table.beat(2, 63s));
}

TEST(HeartbeatTable, AnEmptyTableHasNothingToExpire) {
  HeartbeatTable table({});
  EXPECT_THAT(table.expire(1h), IsEmpty());
  EXPECT_FALSE(table.next_expiry().has_value());
  EXPECT_FALSE(table.leave(1));
}

TEST(HeartbeatTable, ForgetsWhoSaidGoodBye) {
  HeartbeatTable table({});
  table.beat(1, 0s);
  EXPECT_TRUE(table.leave(1));
  EXPECT_EQ(table.size(), 0U);
  EXPECT_THAT(table.expire(1h), IsEmpty());
}

TEST(HeartbeatTable, TheGuardKeepsAFleetThatFellSilentAtOnce) {
  HeartbeatTable table({.timeout = 60s, .removals_max_ratio = 0.5});
  for (std::uint64_t node = 0; node < 10; ++node) {
    table.beat(node, 0s);
  }
  for (std::uint64_t node = 0; node < 4; ++node) {
    table.beat(node, 30s);
  }
  EXPECT_THAT(table.expire(60s), IsEmpty());  // six of ten
  EXPECT_TRUE(table.is_guarding());
  table.beat(9, 61s);
  EXPECT_THAT(table.expire(61s), ElementsAre(4, 5, 6, 7, 8));  // five of ten
  EXPECT_FALSE(table.is_guarding());
}

TEST(HeartbeatTable, AClockThatGoesBackRemovesNobody) {
  HeartbeatTable table({.timeout = 60s});
  table.beat(1, 100s);
  table.beat(2, 0s);
  EXPECT_THAT(table.expire(50s), IsEmpty());
  EXPECT_THAT(table.expire(160s), ElementsAre(1, 2));
}

TEST(HeartbeatTable, RefusesOptionsThatMakeNoSense) {
  using Options = HeartbeatTable::Options;
  EXPECT_THROW(HeartbeatTable(Options{.timeout = 0s}), std::invalid_argument);
  EXPECT_THROW(HeartbeatTable(Options{.removals_max_ratio = 0.0}), std::invalid_argument);
  EXPECT_THROW(HeartbeatTable(Options{.removals_max_ratio = 1.1}), std::invalid_argument);
}

TEST(HeartbeatTable, BehavesAsAMapOfLastHeartBeats) {
  HeartbeatTable table({.timeout = 100ns, .removals_max_ratio = 0.4});
  std::map<std::uint64_t, std::pair<std::int64_t, int>> last;  // time, order of arrival
  std::mt19937_64 random(53);
  std::int64_t now = 0;
  std::size_t removed = 0;
  int guarded = 0;
  for (int step = 0; step < 100'000; ++step) {
    now += static_cast<std::int64_t>(random() % 4 + (random() % 1'000 == 0 ? 120 : 0));
    const std::uint64_t node = random() % 60;
    const auto action = random() % 10;
    if (action < 7) {
      ASSERT_EQ(table.beat(node, Time{now}), !last.contains(node));
      last[node] = {now, step};
    } else if (action == 7) {
      ASSERT_EQ(table.leave(node), last.erase(node) == 1);
    } else {
      std::vector<std::pair<std::pair<std::int64_t, int>, std::uint64_t>> overdue;
      for (const auto& [id, when] : last) {
        if (now - when.first >= 100) {
          overdue.emplace_back(when, id);
        }
      }
      std::ranges::sort(overdue);
      const bool guards = 10 * overdue.size() > 4 * last.size();
      std::vector<std::uint64_t> expected;
      for (const auto& [when, id] : overdue) {
        if (!guards) {
          expected.push_back(id);
          last.erase(id);
        }
      }
      ASSERT_EQ(table.expire(Time{now}), expected);
      ASSERT_EQ(table.is_guarding(), guards);
      removed += expected.size();
      guarded += guards ? 1 : 0;
    }
    ASSERT_EQ(table.size(), last.size());
  }
  EXPECT_GT(removed, 1'000U);
  EXPECT_GT(guarded, 50);
}

}  // namespace
}  // namespace napkin::algorithms
