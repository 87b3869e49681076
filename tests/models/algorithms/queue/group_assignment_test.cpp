#include "models/algorithms/queue/group_assignment.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {

void PrintTo(const TopicPartition& each, std::ostream* out) {
  *out << 't' << each.topic << 'p' << each.partition;
}

namespace {

using Partitions = std::vector<TopicPartition>;

// The examples in the documentation of Kafka's assignors: consumers C0, C1 ..., topics t0, t1 ...

const std::vector<TopicSize> kTwoTopicsOfThree{{0, 3}, {1, 3}};
const std::vector<GroupMember> kTwoReaders{{0, {0, 1}}, {1, {0, 1}}};
const std::vector<TopicSize> kTopicsOfOneTwoThree{{0, 1}, {1, 2}, {2, 3}};
const std::vector<GroupMember> kStaircase{{0, {0}}, {1, {0, 1}}, {2, {0, 1, 2}}};

TEST(GroupAssignment, RangeFollowsThePublishedExample) {
  const GroupAssignment expected{{0, {{0, 0}, {0, 1}, {1, 0}, {1, 1}}}, {1, {{0, 2}, {1, 2}}}};
  EXPECT_EQ(assign_range(kTwoTopicsOfThree, kTwoReaders), expected);
}

TEST(GroupAssignment, RoundRobinFollowsThePublishedExamples) {
  const GroupAssignment expected{{0, {{0, 0}, {0, 2}, {1, 1}}}, {1, {{0, 1}, {1, 0}, {1, 2}}}};
  EXPECT_EQ(assign_round_robin(kTwoTopicsOfThree, kTwoReaders), expected);
  const GroupAssignment uneven{{0, {{0, 0}}}, {1, {{1, 0}}}, {2, {{1, 1}, {2, 0}, {2, 1}, {2, 2}}}};
  EXPECT_EQ(assign_round_robin(kTopicsOfOneTwoThree, kStaircase), uneven);
}

TEST(GroupAssignment, StickyKeepsWhatItCanWhenAMemberLeaves) {
  const std::vector<TopicSize> topics{{0, 2}, {1, 2}, {2, 2}, {3, 2}};
  const std::vector<std::uint32_t> all{0, 1, 2, 3};
  const auto before = assign_sticky(topics, {{0, all}, {1, all}, {2, all}}, {});
  const GroupAssignment expected{
      {0, {{0, 0}, {1, 1}, {3, 0}}}, {1, {{0, 1}, {2, 0}, {3, 1}}}, {2, {{1, 0}, {2, 1}}}};
  EXPECT_EQ(before, expected);
  const auto after = assign_sticky(topics, {{0, all}, {2, all}}, before);
  EXPECT_EQ(moved_count(before, after), 3U);  // round robin would move five
  EXPECT_EQ(after.at(0).size(), 4U);
  EXPECT_EQ(after.at(2).size(), 4U);
}

TEST(GroupAssignment, StickyIsAsEvenAsUnequalSubscriptionsAllow) {
  const GroupAssignment expected{
      {0, {{0, 0}}}, {1, {{1, 0}, {1, 1}}}, {2, {{2, 0}, {2, 1}, {2, 2}}}};
  EXPECT_EQ(assign_sticky(kTopicsOfOneTwoThree, kStaircase, {}), expected);
  const GroupAssignment after{{1, {{0, 0}, {1, 0}, {1, 1}}}, {2, {{2, 0}, {2, 1}, {2, 2}}}};
  EXPECT_EQ(assign_sticky(kTopicsOfOneTwoThree, {kStaircase[1], kStaircase[2]}, expected), after);
}

TEST(GroupAssignment, StickyEvensOutByAChainOfHandOvers) {
  // Member 0 holds three; 1 holds two and reads nothing else that 0 has; only 1 can give to 2.
  const std::vector<TopicSize> topics{{0, 3}, {1, 3}};
  const std::vector<GroupMember> members{{0, {0}}, {1, {0, 1}}, {2, {1}}};
  const GroupAssignment before{{0, {{0, 0}, {0, 1}, {0, 2}}}, {1, {{1, 0}, {1, 1}}}, {2, {{1, 2}}}};
  const auto after = assign_sticky(topics, members, before);
  for (const auto& [member, partitions] : after) {
    EXPECT_EQ(partitions.size(), 2U) << "member " << member;
  }
}

TEST(GroupAssignment, WithoutMembersOrTopicsAssignsNothing) {
  EXPECT_TRUE(assign_range(kTwoTopicsOfThree, {}).empty());
  EXPECT_TRUE(assign_round_robin(kTwoTopicsOfThree, {}).empty());
  EXPECT_TRUE(assign_sticky(kTwoTopicsOfThree, {}, {}).empty());
  EXPECT_EQ(assign_sticky({}, kTwoReaders, {}), (GroupAssignment{{0, {}}, {1, {}}}));
}

TEST(GroupAssignment, ConsumersBeyondThePartitionsAreIdle) {
  const std::vector<TopicSize> topics{{0, 2}};
  const std::vector<GroupMember> members{{0, {0}}, {1, {0}}, {2, {0}}, {3, {0}}};
  for (const auto& assignment : {assign_range(topics, members),
                                 assign_round_robin(topics, members),
                                 assign_sticky(topics, members, {})}) {
    EXPECT_TRUE(assignment.at(2).empty());
    EXPECT_TRUE(assignment.at(3).empty());
  }
}

/// The most even loads there are, by trying every assignment: the smallest sum of squares.
std::size_t best_sum_of_squares(const Partitions& partitions,
                                const std::vector<GroupMember>& members) {
  std::vector<std::size_t> loads(members.size());
  std::size_t best = ~std::size_t{0};
  const std::function<void(std::size_t)> place = [&](std::size_t index) {
    if (index == partitions.size()) {
      std::size_t sum = 0;
      for (const std::size_t load : loads) {
        sum += load * load;
      }
      best = std::min(best, sum);
      return;
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
      const auto& topics = members[i].topics;
      if (std::find(topics.begin(), topics.end(), partitions[index].topic) != topics.end()) {
        ++loads[i];
        place(index + 1);
        --loads[i];
      }
    }
  };
  place(0);
  return best;
}

struct RandomGroup {
  std::vector<TopicSize> topics;
  std::vector<GroupMember> members;

  static RandomGroup draw(std::mt19937_64& random) {
    RandomGroup group;
    for (std::uint32_t topic = 0; topic < 3; ++topic) {
      group.topics.push_back({topic, static_cast<std::uint32_t>(random() % 3)});
    }
    for (std::uint64_t member = 0; member < 1 + random() % 4; ++member) {
      GroupMember each{member * 10, {}};
      for (std::uint32_t topic = 0; topic < 3; ++topic) {
        if (random() % 2 == 0) {
          each.topics.push_back(topic);
        }
      }
      group.members.push_back(each);
    }
    return group;
  }

  [[nodiscard]] Partitions readable() const {
    Partitions partitions;
    for (const TopicSize& topic : topics) {
      const bool is_read =
          std::any_of(members.begin(), members.end(), [&](const GroupMember& member) {
            return std::count(member.topics.begin(), member.topics.end(), topic.topic) > 0;
          });
      for (std::uint32_t i = 0; is_read && i < topic.partition_count; ++i) {
        partitions.push_back({topic.topic, i});
      }
    }
    return partitions;
  }
};

void expect_complete_and_allowed(const RandomGroup& group, const GroupAssignment& assignment) {
  Partitions assigned;
  ASSERT_EQ(assignment.size(), group.members.size());
  for (const GroupMember& member : group.members) {
    for (const TopicPartition& each : assignment.at(member.id)) {
      ASSERT_EQ(std::count(member.topics.begin(), member.topics.end(), each.topic), 1);
      assigned.push_back(each);
    }
  }
  std::sort(assigned.begin(), assigned.end());
  ASSERT_EQ(assigned, group.readable());
}

TEST(GroupAssignment, EveryReadPartitionHasExactlyOneAllowedReader) {
  std::mt19937_64 random(3);
  GroupAssignment previous;
  for (int i = 0; i < 34'000; ++i) {
    const RandomGroup group = RandomGroup::draw(random);
    expect_complete_and_allowed(group, assign_range(group.topics, group.members));
    expect_complete_and_allowed(group, assign_round_robin(group.topics, group.members));
    previous = assign_sticky(group.topics, group.members, previous);
    expect_complete_and_allowed(group, previous);
  }
}

TEST(GroupAssignment, StickyIsTheMostEvenOfAllAssignments) {
  std::mt19937_64 random(4);
  GroupAssignment previous;
  for (int i = 0; i < 1'500; ++i) {
    const RandomGroup group = RandomGroup::draw(random);
    previous = assign_sticky(group.topics, group.members, previous);
    std::size_t sum = 0;
    for (const auto& [member, partitions] : previous) {
      sum += partitions.size() * partitions.size();
    }
    ASSERT_EQ(sum, best_sum_of_squares(group.readable(), group.members)) << "group " << i;
  }
}

TEST(GroupAssignment, StickyMovesNothingWhenNothingChanges) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 1'000; ++i) {
    const RandomGroup group = RandomGroup::draw(random);
    const auto once = assign_sticky(group.topics, group.members, {});
    ASSERT_EQ(assign_sticky(group.topics, group.members, once), once);
  }
}

TEST(GroupAssignment, StickyMovesOnlyTheShareOfTheNewMember) {
  const std::vector<TopicSize> topics{{0, 120}};
  std::vector<GroupMember> members;
  GroupAssignment assignment;
  for (std::uint64_t member = 0; member < 12; ++member) {
    members.push_back({member, {0}});
    const auto next = assign_sticky(topics, members, assignment);
    if (member > 0) {
      EXPECT_EQ(moved_count(assignment, next), 120 / (member + 1));
    }
    assignment = next;
  }
}

}  // namespace
}  // namespace napkin::algorithms
