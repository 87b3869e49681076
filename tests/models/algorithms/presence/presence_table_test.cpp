#include "models/algorithms/presence/presence_table.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;

TEST(PresenceTable, AUserIsOnLineUntilTheTimeoutAfterItsLastHeartBeat) {
  PresenceTable presence({.timeout_ticks = 60});
  EXPECT_FALSE(presence.is_online(7, 0));
  presence.heart_beat(7, 100);
  EXPECT_TRUE(presence.is_online(7, 160));
  EXPECT_FALSE(presence.is_online(7, 161));
  EXPECT_EQ(presence.online_count(160), 1U);
  EXPECT_EQ(presence.online_count(161), 0U);
}

TEST(PresenceTable, AUserWhoLeavesIsOffLineAtOnce) {
  PresenceTable presence({.timeout_ticks = 60});
  presence.heart_beat(3, 0);
  presence.heart_beat(5, 0);
  presence.leave(3);
  presence.leave(3);
  presence.leave(99);
  EXPECT_FALSE(presence.is_online(3, 0));
  EXPECT_EQ(presence.online_count(0), 1U);
}

TEST(PresenceTable, VisitsThoseOnLine) {
  PresenceTable presence({.timeout_ticks = 10});
  presence.heart_beat(5, 0);
  presence.heart_beat(2, 8);
  presence.heart_beat(9, 3);
  std::vector<std::uint32_t> online;
  presence.for_each_online(12, [&](std::uint32_t user) { online.push_back(user); });
  EXPECT_THAT(online, ElementsAre(2, 9));
}

TEST(PresenceTable, HoldsTimeWhenTheClockGoesBack) {
  PresenceTable presence({.timeout_ticks = 10});
  presence.heart_beat(1, 100);
  presence.heart_beat(2, 50);
  EXPECT_EQ(presence.online_count(50), 2U);
  EXPECT_TRUE(presence.is_online(2, 110));
}

TEST(PresenceTable, WithNoTimeoutOnlyThePresentTickCounts) {
  PresenceTable presence({.timeout_ticks = 0});
  presence.heart_beat(1, 5);
  EXPECT_EQ(presence.online_count(5), 1U);
  EXPECT_EQ(presence.online_count(6), 0U);
}

TEST(PresenceTable, TakesFourBytesPerUser) {
  PresenceTable presence({.timeout_ticks = 60});
  for (std::uint32_t user = 0; user < 100'000; ++user) {
    presence.heart_beat(user, 0);
  }
  EXPECT_LT(presence.memory_bytes(), 100'000 * 5 + 1'000);
}

class PresenceTableModel : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(PresenceTableModel, AgreesWithAMapOverRandomOperations) {
  PresenceTable presence({.timeout_ticks = GetParam()});
  std::map<std::uint32_t, std::uint32_t> model;
  std::mt19937_64 random(GetParam());
  std::uint32_t now = 0;
  for (int i = 0; i < 100'000; ++i) {
    now += random() % 8 == 0 ? static_cast<std::uint32_t>(random() % (GetParam() / 2 + 2)) : 0;
    now += random() % 500 == 0 ? 3 * GetParam() : 0;
    const auto user = static_cast<std::uint32_t>(random() % 50);
    const std::uint64_t choice = random() % 8;
    if (choice < 4) {
      presence.heart_beat(user, now);
      model[user] = now;
    } else if (choice == 4) {
      presence.leave(user);
      model.erase(user);
    } else {
      std::erase_if(model, [&](const auto& each) { return now - each.second > GetParam(); });
      ASSERT_EQ(presence.online_count(now), model.size());
      ASSERT_EQ(presence.is_online(user, now), model.count(user) == 1);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Timeouts, PresenceTableModel, ::testing::Values(0U, 1U, 6U, 60U));

}  // namespace
}  // namespace napkin::algorithms
