#include "models/algorithms/presence/channel_table.h"

#include <cstdint>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::uint64_t> members_of(const ChannelTable& table, std::uint64_t channel) {
  std::vector<std::uint64_t> members;
  table.for_each_member(channel, [&](std::uint64_t member) { members.push_back(member); });
  return members;
}

std::vector<std::uint64_t> channels_of(const ChannelTable& table, std::uint64_t member) {
  std::vector<std::uint64_t> channels;
  table.for_each_channel(member, [&](std::uint64_t channel) { channels.push_back(channel); });
  return channels;
}

TEST(ChannelTable, AnUnknownChannelHasNoMembers) {
  ChannelTable table;
  EXPECT_THAT(members_of(table, 1), IsEmpty());
  EXPECT_FALSE(table.contains(1, 2));
  EXPECT_FALSE(table.unsubscribe(1, 2));
  EXPECT_EQ(table.remove_member(2), 0U);
}

TEST(ChannelTable, DeliversToTheTenOnLineOfFiveHundred) {
  ChannelTable table;
  for (std::uint64_t member = 0; member < 500; ++member) {
    if (member % 50 == 0) {
      table.subscribe(/*channel=*/9, member);
    }
  }
  EXPECT_EQ(table.member_count(9), 10U);
}

TEST(ChannelTable, SubscribesAMemberOnce) {
  ChannelTable table;
  EXPECT_TRUE(table.subscribe(1, 2));
  EXPECT_FALSE(table.subscribe(1, 2));
  EXPECT_EQ(table.subscription_count(), 1U);
}

TEST(ChannelTable, ADisconnectLeavesAllChannels) {
  ChannelTable table;
  table.subscribe(1, 100);
  table.subscribe(1, 200);
  table.subscribe(2, 100);
  table.subscribe(3, 100);
  EXPECT_THAT(channels_of(table, 100), UnorderedElementsAre(1, 2, 3));
  EXPECT_EQ(table.remove_member(100), 3U);
  EXPECT_THAT(members_of(table, 1), UnorderedElementsAre(200));
  EXPECT_THAT(members_of(table, 2), IsEmpty());
  EXPECT_EQ(table.subscription_count(), 1U);
}

TEST(ChannelTable, AClosedChannelIsLeftByAll) {
  ChannelTable table;
  table.subscribe(1, 100);
  table.subscribe(1, 200);
  table.subscribe(2, 100);
  EXPECT_EQ(table.remove_channel(1), 2U);
  EXPECT_EQ(table.channel_count(100), 1U);
  EXPECT_EQ(table.channel_count(200), 0U);
}

TEST(ChannelTable, AgreesWithASetOfPairsOverRandomOperations) {
  ChannelTable table;
  std::set<std::pair<std::uint64_t, std::uint64_t>> model;
  const auto model_erase_if = [&model](auto&& matches) { return std::erase_if(model, matches); };
  std::mt19937_64 random(3);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t channel = random() % 20;
    const std::uint64_t member = 1000 + random() % 60;
    const std::uint64_t choice = random() % 100;
    if (choice < 60) {
      ASSERT_EQ(table.subscribe(channel, member), model.emplace(channel, member).second);
    } else if (choice < 90) {
      ASSERT_EQ(table.unsubscribe(channel, member), model.erase({channel, member}) == 1);
    } else if (choice < 98) {
      ASSERT_EQ(table.remove_member(member),
                model_erase_if([&](const auto& pair) { return pair.second == member; }));
    } else {
      ASSERT_EQ(table.remove_channel(channel),
                model_erase_if([&](const auto& pair) { return pair.first == channel; }));
    }
    ASSERT_EQ(table.subscription_count(), model.size());
    ASSERT_EQ(table.contains(channel, member), model.count({channel, member}) == 1);
    if (i % 16 == 0) {
      std::multiset<std::uint64_t> expected;
      for (const auto& [c, m] : model) {
        if (c == channel) {
          expected.insert(m);
        }
      }
      const auto members = members_of(table, channel);
      ASSERT_EQ(std::multiset<std::uint64_t>(members.begin(), members.end()), expected);
      ASSERT_EQ(table.channel_count(member), channels_of(table, member).size());
    }
  }
}

TEST(ChannelTable, TakesLessThanFortyBytesPerSubscription) {
  ChannelTable table;
  std::mt19937_64 random(4);
  for (std::uint64_t member = 0; member < 10'000; ++member) {
    for (int i = 0; i < 20; ++i) {
      table.subscribe(random() % 2000, member);
    }
  }
  EXPECT_LT(table.memory_bytes(), table.subscription_count() * 40);
}

}  // namespace
}  // namespace napkin::algorithms
