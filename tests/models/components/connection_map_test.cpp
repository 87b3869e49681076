#include "models/components/connection_map.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/kernel/random.h"

namespace napkin::components {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::uint64_t> users_on(const ConnectionMap& map, std::uint32_t server) {
  std::vector<std::uint64_t> users;
  map.for_each_on(server, [&users](std::uint64_t user) { users.push_back(user); });
  return users;
}

/// With many and with few of all users on line: an array, and a table.
class ConnectionMapTest : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  ConnectionMap map_{1000, GetParam()};
};

INSTANTIATE_TEST_SUITE_P(ManyAndFew, ConnectionMapTest, ::testing::Values(500, 5));

TEST_P(ConnectionMapTest, HoldsNobodyAtFirst) {
  EXPECT_EQ(map_.server_of(0), std::nullopt);
  EXPECT_THAT(users_on(map_, 0), IsEmpty());
}

TEST_P(ConnectionMapTest, TellsWhoHeldTheUserBefore) {
  EXPECT_EQ(map_.connect(7, 0), std::nullopt);
  EXPECT_EQ(map_.connect(7, 3), std::optional<std::uint32_t>(0));
  EXPECT_EQ(map_.server_of(7), std::optional<std::uint32_t>(3));
}

TEST_P(ConnectionMapTest, NewsOfAnEarlierServerComeTooLate) {
  map_.connect(7, 1);
  map_.connect(7, 2);
  EXPECT_FALSE(map_.disconnect(7, 1));
  EXPECT_TRUE(map_.disconnect(7, 2));
  EXPECT_EQ(map_.server_of(7), std::nullopt);
}

TEST_P(ConnectionMapTest, AcceptsUsersBeyondThoseExpected) {
  map_.connect(~std::uint64_t{0}, 4);
  EXPECT_EQ(map_.server_of(~std::uint64_t{0}), std::optional<std::uint32_t>(4));
  EXPECT_THAT(users_on(map_, 4), ElementsAre(~std::uint64_t{0}));
}

TEST_P(ConnectionMapTest, AgreesWithAMap) {
  RandomStream random(20261121, "connection map", "test");
  std::map<std::uint64_t, std::uint32_t> model;
  for (int step = 0; step < 20'000; ++step) {
    const std::uint64_t user = random.below(1100);  // some beyond those expected
    const auto server = static_cast<std::uint32_t>(random.below(5));
    if (random.chance(0.6)) {
      map_.connect(user, server);
      model[user] = server;
    } else if (map_.disconnect(user, server)) {
      ASSERT_EQ(model.at(user), server);
      model.erase(user);
    }
    if (step % 5'000 == 4'999) {
      map_.disconnect_all(2);
      std::erase_if(model, [](const auto& entry) { return entry.second == 2; });
    }
  }
  for (std::uint64_t user = 0; user < 1100; ++user) {
    const auto entry = model.find(user);
    ASSERT_EQ(map_.server_of(user),
              entry == model.end() ? std::nullopt : std::optional(entry->second));
  }
  std::size_t held = 0;
  for (std::uint32_t server = 0; server < 5; ++server) {
    held += users_on(map_, server).size();
  }
  EXPECT_EQ(held, model.size());
}

TEST(ConnectionMap, TakesTwoBytesForEachUserWhereMostAreOnLine) {
  EXPECT_LT(ConnectionMap(1'000'000, 100'000).memory_bytes(), 2'010'000U);
  EXPECT_LT(ConnectionMap(1'000'000'000, 1'000).memory_bytes(), 50'000U);
}

}  // namespace
}  // namespace napkin::components
