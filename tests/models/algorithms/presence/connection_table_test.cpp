#include "models/algorithms/presence/connection_table.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
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
using Connection = ConnectionTable::Connection;

TEST(ConnectionTable, RefusesAnIdleLimitOfZero) {
  EXPECT_THROW(ConnectionTable({.idle_limit_ticks = 0}), std::invalid_argument);
}

TEST(ConnectionTable, FindsTheServerThatHoldsAUser) {
  ConnectionTable table({.idle_limit_ticks = 60});
  EXPECT_EQ(table.connect(42, 7, 100), std::nullopt);
  EXPECT_EQ(table.find(42), (Connection{42, 7, 100}));
  EXPECT_EQ(table.find(43), std::nullopt);
}

TEST(ConnectionTable, TellsWhichServerHeldTheUserBefore) {
  ConnectionTable table({.idle_limit_ticks = 60});
  table.connect(42, 7, 100);
  EXPECT_EQ(table.connect(42, 8, 101), 7U);
  EXPECT_EQ(table.size(), 1U);
}

TEST(ConnectionTable, IgnoresTheLateDisconnectOfAServerTheUserHasLeft) {
  ConnectionTable table({.idle_limit_ticks = 60});
  table.connect(42, 7, 100);
  table.connect(42, 8, 101);
  EXPECT_FALSE(table.disconnect(42, 7));
  EXPECT_EQ(table.find(42)->server, 8U);
  EXPECT_TRUE(table.disconnect(42, 8));
  EXPECT_FALSE(table.disconnect(42, 8));
}

TEST(ConnectionTable, DisconnectsEverybodyOnADeadServer) {
  ConnectionTable table({.idle_limit_ticks = 60});
  for (std::uint64_t user = 0; user < 10; ++user) {
    table.connect(user, user % 3, 0);
  }
  EXPECT_EQ(table.disconnect_all(0), 4U);
  EXPECT_EQ(table.size(), 6U);
  EXPECT_EQ(table.find(3), std::nullopt);
  EXPECT_NE(table.find(4), std::nullopt);
}

TEST(ConnectionTable, ExpiresAUserExactlyAtItsIdleLimit) {
  ConnectionTable table({.idle_limit_ticks = 60});
  table.connect(42, 7, 100);
  EXPECT_THAT(table.expire_idle(159), IsEmpty());
  EXPECT_THAT(table.expire_idle(160), ElementsAre(Connection{42, 7, 100}));
  EXPECT_EQ(table.size(), 0U);
}

TEST(ConnectionTable, AHeartBeatPutsTheExpiryOff) {
  ConnectionTable table({.idle_limit_ticks = 60});
  table.connect(42, 7, 100);
  EXPECT_TRUE(table.touch(42, 150));
  EXPECT_THAT(table.expire_idle(209), IsEmpty());
  EXPECT_THAT(table.expire_idle(210), ElementsAre(Connection{42, 7, 150}));
  EXPECT_FALSE(table.touch(42, 211));
}

TEST(ConnectionTable, HoldsTimeWhenTheClockGoesBack) {
  ConnectionTable table({.idle_limit_ticks = 60});
  table.connect(1, 7, 100);
  table.connect(2, 7, 10);
  EXPECT_EQ(table.find(2)->last_active, 100U);
  table.touch(1, 50);
  EXPECT_EQ(table.find(1)->last_active, 100U);
  EXPECT_THAT(table.expire_idle(20), IsEmpty());
  EXPECT_EQ(table.expire_idle(160).size(), 2U);
}

TEST(ConnectionTable, SurvivesTheLastTickOfAll) {
  ConnectionTable table({.idle_limit_ticks = 3});
  table.connect(1, 7, 0xFFFF'FFFF);
  EXPECT_THAT(table.expire_idle(0xFFFF'FFFF), IsEmpty());
  EXPECT_EQ(table.size(), 1U);
}

class ConnectionTableModel : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(ConnectionTableModel, AgreesWithAScanOverRandomOperations) {
  const std::uint32_t limit = GetParam();
  ConnectionTable table({.idle_limit_ticks = limit});
  std::map<std::uint64_t, Connection> model;
  std::mt19937_64 random(limit);
  ConnectionTable::Tick now = 0;
  for (int i = 0; i < 100'000; ++i) {
    now += random() % 4 == 0 ? static_cast<std::uint32_t>(random() % (limit / 8 + 2)) : 0;
    const std::uint64_t user = random() % 300;
    const auto server = static_cast<std::uint32_t>(random() % 4);
    const std::uint64_t choice = random() % 10;
    if (choice < 4) {
      table.connect(user, server, now);
      model[user] = {user, server, now};
    } else if (choice < 7) {
      ASSERT_EQ(table.touch(user, now), model.count(user) == 1);
      if (model.count(user) == 1) {
        model[user].last_active = now;
      }
    } else if (choice < 9) {
      const bool held = model.count(user) == 1 && model[user].server == server;
      ASSERT_EQ(table.disconnect(user, server), held);
      held ? model.erase(user) : 0;
    } else {
      auto expired = table.expire_idle(now);
      std::sort(expired.begin(), expired.end(), [](const auto& a, const auto& b) {
        return a.user < b.user;
      });
      std::vector<Connection> expected;
      for (const auto& [id, connection] : model) {
        if (now - connection.last_active >= limit) {
          expected.push_back(connection);
        }
      }
      ASSERT_EQ(expired, expected);
      for (const auto& connection : expected) {
        model.erase(connection.user);
      }
    }
    ASSERT_EQ(table.size(), model.size());
  }
  std::size_t visited = 0;
  table.for_each([&](const Connection& connection) {
    EXPECT_EQ(connection, model[connection.user]);
    ++visited;
  });
  EXPECT_EQ(visited, model.size());
}

INSTANTIATE_TEST_SUITE_P(IdleLimits, ConnectionTableModel, ::testing::Values(1U, 7U, 60U, 5000U));

TEST(ConnectionTable, TakesAboutThirtyBytesPerUser) {
  ConnectionTable table({.idle_limit_ticks = 600});
  for (std::uint64_t user = 0; user < 300'000; ++user) {
    table.connect(user * 7919, 1, 0);
  }
  EXPECT_LT(table.memory_bytes(), table.size() * 36);
}

}  // namespace
}  // namespace napkin::algorithms
