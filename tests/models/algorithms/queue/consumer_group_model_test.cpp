// A consumer group against its definition, under members that come, go, fall silent and lie about
// their generation, and topics that change their size.

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "models/algorithms/queue/consumer_group.h"
#include "tests/models/algorithms/random_words.h"

namespace napkin::algorithms {
namespace {

using testing::RandomWords;
using Result = ConsumerGroup::Result;
using Strategy = ConsumerGroup::Strategy;
using Owners = std::map<TopicPartition, std::uint64_t>;

constexpr std::uint64_t kMembers = 6;
constexpr std::uint32_t kTopics = 3;

Owners owners_of(const GroupAssignment& assignment) {
  Owners owners;
  for (const auto& [member, partitions] : assignment) {
    for (const TopicPartition& partition : partitions) {
      EXPECT_TRUE(owners.emplace(partition, member).second) << "a partition has two readers";
    }
  }
  return owners;
}

/// Plain maps; who reads what is not foretold but judged.
class GroupModel {
 public:
  explicit GroupModel(Strategy strategy)
      : group_({.strategy = strategy, .session_timeout = 10s}, {{0, 4}, {1, 3}}) {}

  void take_a_step(RandomWords& random) {
    now_ += 1ms * random.below(500);
    const std::uint64_t member = random.below(kMembers);
    const std::uint64_t act = random.below(100);
    if (act < 4) {
      join(member, random);
    } else if (act < 5) {
      leave(member);
    } else if (act < 6) {
      resize(static_cast<std::uint32_t>(random.below(kTopics)), random);
    } else if (act < 8) {
      expire();
    } else if (act < 45) {
      beat(member, some_generation(random));
    } else {
      commit(member, some_generation(random), random);
    }
    EXPECT_EQ(group_.generation(), generation_);
    EXPECT_EQ(group_.member_count(), members_.size());
  }

  [[nodiscard]] std::uint64_t generation() const { return generation_; }

 private:
  struct Member {
    std::set<std::uint32_t> topics;
    Time heard{0};
  };

  std::uint64_t some_generation(RandomWords& random) const {
    return random.below(4) > 0 ? generation_ : generation_ - random.below(2);
  }

  void join(std::uint64_t member, RandomWords& random) {
    Member& joined = members_[member];
    joined = {{}, now_};
    for (std::uint32_t topic = 0; topic < kTopics; ++topic) {
      if (random.below(3) > 0) {
        joined.topics.insert(topic);
      }
    }
    group_.join({member, {joined.topics.begin(), joined.topics.end()}}, now_);
    expect_a_new_generation();
  }

  void leave(std::uint64_t member) {
    const bool was_there = members_.erase(member) > 0;
    EXPECT_EQ(group_.leave(member), was_there ? Result::kDone : Result::kUnknownMember);
    if (was_there) {
      expect_a_new_generation();
    }
  }

  void resize(std::uint32_t topic, RandomWords& random) {
    sizes_[topic] = static_cast<std::uint32_t>(random.below(7));
    group_.resize_topic({topic, sizes_[topic]});
    expect_a_new_generation();
  }

  void expire() {
    std::vector<std::uint64_t> silent;
    for (const auto& [member, state] : members_) {
      if (now_ - state.heard >= 10s) {
        silent.push_back(member);
      }
    }
    EXPECT_EQ(group_.expire_members(now_), silent);
    for (const std::uint64_t member : silent) {
      members_.erase(member);
    }
    if (!silent.empty()) {
      expect_a_new_generation();
    }
  }

  [[nodiscard]] Result judge(std::uint64_t member, std::uint64_t generation) const {
    if (!members_.contains(member)) {
      return Result::kUnknownMember;
    }
    return generation == generation_ ? Result::kDone : Result::kStaleGeneration;
  }

  void beat(std::uint64_t member, std::uint64_t generation) {
    EXPECT_EQ(group_.heart_beat(member, generation, now_), judge(member, generation));
    if (members_.contains(member)) {
      members_[member].heard = now_;
    }
  }

  void commit(std::uint64_t member, std::uint64_t generation, RandomWords& random) {
    const TopicPartition partition{static_cast<std::uint32_t>(random.below(kTopics)),
                                   static_cast<std::uint32_t>(random.below(7))};
    const std::uint64_t offset = random.below(1'000);
    Result expected = judge(member, generation);
    if (expected == Result::kDone) {
      const auto owner = owners_.find(partition);
      const bool is_own = owner != owners_.end() && owner->second == member;
      expected = is_own ? Result::kDone : Result::kNotOwner;
    }
    if (expected == Result::kDone) {
      offsets_[partition] = offset;
    }
    EXPECT_EQ(group_.commit(member, generation, partition, offset), expected);
    const auto known = offsets_.find(partition);
    EXPECT_EQ(group_.committed(partition),
              known == offsets_.end() ? std::nullopt : std::optional(known->second));
  }

  /// Each partition of a topic that somebody reads has one reader, who asked for the topic.
  void expect_a_new_generation() {
    ++generation_;
    const Owners next = owners_of(group_.assignment());
    std::size_t read = 0;
    for (const auto& topic : sizes_) {
      const bool is_read = std::ranges::any_of(
          members_, [&](const auto& member) { return member.second.topics.contains(topic.first); });
      read += is_read ? topic.second : 0;
    }
    EXPECT_EQ(next.size(), read);
    std::size_t moved = 0;
    for (const auto& [partition, member] : next) {
      EXPECT_LT(partition.partition, sizes_[partition.topic]);
      EXPECT_TRUE(members_[member].topics.contains(partition.topic));
      const auto before = owners_.find(partition);
      moved += before != owners_.end() && before->second != member ? 1U : 0U;
    }
    EXPECT_EQ(group_.moved_in_last_rebalance(), moved);
    owners_ = next;
  }

  ConsumerGroup group_;
  Time now_{0};
  std::map<std::uint64_t, Member> members_;
  std::map<std::uint32_t, std::uint32_t> sizes_{{0, 4}, {1, 3}};
  std::uint64_t generation_ = 0;
  Owners owners_;
  std::map<TopicPartition, std::uint64_t> offsets_;
};

class EveryStrategy : public ::testing::TestWithParam<Strategy> {};

TEST_P(EveryStrategy, KeepsItsPromisesWhoeverComesAndGoes) {
  RandomWords random(11);
  GroupModel model(GetParam());
  for (int step = 0; step < 100'000; ++step) {
    model.take_a_step(random);
    ASSERT_FALSE(HasFailure()) << "step " << step;
  }
  EXPECT_GT(model.generation(), 5'000U) << "the group did rebalance";
}

INSTANTIATE_TEST_SUITE_P(ConsumerGroup,
                         EveryStrategy,
                         ::testing::Values(Strategy::kRange,
                                           Strategy::kRoundRobin,
                                           Strategy::kSticky));

}  // namespace
}  // namespace napkin::algorithms
