#include "models/algorithms/queue/consumer_group.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Result = ConsumerGroup::Result;
using Strategy = ConsumerGroup::Strategy;

ConsumerGroup group_of(Strategy strategy, std::uint32_t partition_count) {
  return ConsumerGroup({.strategy = strategy, .session_timeout = 10s}, {{0, partition_count}});
}

TEST(ConsumerGroup, EachChangeOfMembersStartsAGeneration) {
  auto group = group_of(Strategy::kRange, 4);
  group.join({1, {0}}, 0s);
  group.join({2, {0}}, 0s);
  EXPECT_EQ(group.generation(), 2U);
  EXPECT_EQ(group.assignment().at(1).size(), 2U);
  group.leave(1);
  EXPECT_EQ(group.generation(), 3U);
  EXPECT_EQ(group.assignment().at(2).size(), 4U);
  EXPECT_EQ(group.leave(1), Result::kUnknownMember);
}

TEST(ConsumerGroup, AZombieCannotCommit) {
  auto group = group_of(Strategy::kRange, 1);
  group.join({1, {0}}, 0s);
  const auto generation = group.generation();
  EXPECT_EQ(group.commit(1, generation, {0, 0}, 10), Result::kDone);
  EXPECT_THAT(group.expire_members(10s), ElementsAre(1));
  group.join({2, {0}}, 10s);
  EXPECT_EQ(group.commit(1, generation, {0, 0}, 20), Result::kUnknownMember);
  group.join({1, {0}}, 11s);
  EXPECT_EQ(group.commit(1, generation, {0, 0}, 20), Result::kStaleGeneration);
  EXPECT_EQ(group.committed({0, 0}), 10U);
}

TEST(ConsumerGroup, OnlyTheOwnerCommits) {
  auto group = group_of(Strategy::kRange, 2);
  group.join({1, {0}}, 0s);
  group.join({2, {0}}, 0s);
  EXPECT_EQ(group.commit(1, 2, {0, 1}, 5), Result::kNotOwner);
  EXPECT_EQ(group.commit(2, 2, {0, 1}, 5), Result::kDone);
  EXPECT_EQ(group.committed({0, 0}), std::nullopt);
}

TEST(ConsumerGroup, HeartBeatsKeepAMember) {
  auto group = group_of(Strategy::kRange, 2);
  group.join({1, {0}}, 0s);
  EXPECT_EQ(group.heart_beat(1, 1, 9s), Result::kDone);
  EXPECT_EQ(group.heart_beat(1, 1, 3s), Result::kDone);
  EXPECT_THAT(group.expire_members(18s), IsEmpty());
  EXPECT_EQ(group.heart_beat(1, 0, 18s), Result::kStaleGeneration);
  EXPECT_THAT(group.expire_members(27s), IsEmpty());
  EXPECT_THAT(group.expire_members(28s), ElementsAre(1));
  EXPECT_EQ(group.heart_beat(1, 2, 28s), Result::kUnknownMember);
  EXPECT_EQ(group.member_count(), 0U);
}

TEST(ConsumerGroup, NewPartitionsAreSharedOut) {
  auto group = group_of(Strategy::kSticky, 2);
  group.join({1, {0}}, 0s);
  group.join({2, {0}}, 0s);
  group.resize_topic({0, 6});
  EXPECT_EQ(group.assignment().at(1).size(), 3U);
  EXPECT_EQ(group.moved_in_last_rebalance(), 0U);
}

TEST(ConsumerGroup, StickyPausesFewerPartitionsThanRange) {
  std::map<Strategy, std::size_t> moved;
  for (const Strategy strategy : {Strategy::kRange, Strategy::kRoundRobin, Strategy::kSticky}) {
    auto group = group_of(strategy, 60);
    std::mt19937_64 random(1);
    for (int i = 0; i < 500; ++i) {
      const std::uint64_t member = random() % 8;
      if (random() % 2 == 0) {
        group.join({member, {0}}, 0s);
      } else if (group.leave(member) != Result::kDone) {
        continue;
      }
      moved[strategy] += group.moved_in_last_rebalance();
    }
  }
  EXPECT_LT(moved[Strategy::kSticky], moved[Strategy::kRange]);
  EXPECT_LT(moved[Strategy::kSticky] * 2, moved[Strategy::kRoundRobin]);
}

}  // namespace
}  // namespace napkin::algorithms
