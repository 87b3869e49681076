#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "models/algorithms/base/time.h"
#include "models/algorithms/queue/group_assignment.h"

namespace napkin::algorithms {

/// The coordinator of a consumer group: who is in it, who reads what, and how far they are. Every
/// change of members or partitions starts a new generation with a new assignment; a member of an
/// older generation (a zombie that was thought dead) can neither beat nor commit.
///
///     ConsumerGroup group({.strategy = ConsumerGroup::Strategy::kSticky}, {{/*topic=*/0, 12}});
///     group.join({/*id=*/1, {0}}, now);
///     group.commit(1, group.generation(), {0, 3}, /*next_offset=*/100);
///
/// Source: the group protocol of Kafka 0.9 (eager rebalancing) with the coordinator choosing, as in
/// KIP-848. Costs: a rebalance as its strategy in group_assignment.h, the rest O(log n).
class ConsumerGroup final {
 public:
  enum class Strategy : std::uint8_t { kRange, kRoundRobin, kSticky };

  enum class Result : std::uint8_t { kDone, kUnknownMember, kStaleGeneration, kNotOwner };

  struct Options {
    Strategy strategy = Strategy::kRange;
    /// A member not heard from for this long is taken for dead.
    Time session_timeout = std::chrono::seconds(45);
  };

  ConsumerGroup(Options options, std::vector<TopicSize> topics);

  /// Adds a member, or takes in its new subscription, and rebalances.
  void join(GroupMember member, Time now);

  /// Removes a member that says good-bye, and rebalances.
  Result leave(std::uint64_t member);

  Result heart_beat(std::uint64_t member, std::uint64_t generation, Time now);

  /// Removes the members that have been silent for the session time-out, and rebalances if there
  /// are any. Returns their ids.
  std::vector<std::uint64_t> expire_members(Time now);

  /// Sets how many partitions a topic has, and rebalances.
  void resize_topic(TopicSize topic);

  /// Records that everything before `next_offset` of a partition has been processed. An offset may
  /// go back: that is how a consumer rewinds.
  Result commit(std::uint64_t member,
                std::uint64_t generation,
                TopicPartition partition,
                std::uint64_t next_offset);

  /// Where the next reader of `partition` goes on; nothing if nothing was committed.
  [[nodiscard]] std::optional<std::uint64_t> committed(TopicPartition partition) const;

  [[nodiscard]] const GroupAssignment& assignment() const { return assignment_; }

  [[nodiscard]] std::uint64_t generation() const { return generation_; }

  [[nodiscard]] std::size_t member_count() const { return members_.size(); }

  /// Partitions that changed hands in the last rebalance.
  [[nodiscard]] std::size_t moved_in_last_rebalance() const { return moved_; }

 private:
  struct Session {
    std::vector<std::uint32_t> topics;
    Time last_heard;
  };

  void rebalance();
  [[nodiscard]] Result check(std::uint64_t member, std::uint64_t generation) const;

  Options options_;
  std::vector<TopicSize> topics_;
  std::map<std::uint64_t, Session> members_;
  GroupAssignment assignment_;
  std::map<TopicPartition, std::uint64_t> offsets_;
  std::uint64_t generation_ = 0;
  std::size_t moved_ = 0;
};

}  // namespace napkin::algorithms
