#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace napkin::algorithms {

struct TopicPartition {
  std::uint32_t topic = 0;
  std::uint32_t partition = 0;

  friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;
};

/// A topic and how many partitions it has, numbered from 0.
struct TopicSize {
  std::uint32_t topic = 0;
  std::uint32_t partition_count = 0;
};

/// A consumer of a group and the topics it reads.
struct GroupMember {
  std::uint64_t id = 0;
  std::vector<std::uint32_t> topics;
};

/// Which member of a consumer group reads which partitions: each partition of a topic that anyone
/// reads belongs to exactly one of its readers. A member beyond the number of partitions is idle.
using GroupAssignment = std::map<std::uint64_t, std::vector<TopicPartition>>;

/// Shares out each topic by itself: consecutive partitions, the first members get one more. Equal
/// partitions of equal topics meet on one member (joins need that), at the price of balance: with
/// many topics the first members carry all the remainders. O(partitions + topics * members).
/// Source: Kafka's RangeAssignor.
///
///     const std::vector<TopicSize> topics{{/*topic=*/0, /*partition_count=*/3}, {1, 3}};
///     const std::vector<GroupMember> members{{/*id=*/10, {0, 1}}, {11, {0, 1}}};
///     const auto assignment = assign_range(topics, members);    // 10 reads 0 and 1 of both topics
[[nodiscard]] GroupAssignment assign_range(const std::vector<TopicSize>& topics,
                                           const std::vector<GroupMember>& members);

/// Deals all partitions of all topics like cards, passing over members that do not read the topic.
/// Even when all members read the same topics; when they do not, it can be far from even.
/// O(partitions * members). Source: Kafka's RoundRobinAssignor.
[[nodiscard]] GroupAssignment assign_round_robin(const std::vector<TopicSize>& topics,
                                                 const std::vector<GroupMember>& members);

/// As even as the subscriptions allow, and, given that, close to `previous`: a member keeps what it
/// had, what lost its reader goes to the least loaded, and a partition moves only if that evens out
/// the loads. The goals are those of Kafka's StickyAssignor (KIP-54); evenness is reached by moving
/// partitions along cost-reducing paths, which is optimal (Harvey, Ladner, Lovasz and Tamir,
/// "Semi-matchings for bipartite graphs and load balancing", 2003, theorem 3.1).
/// O(partitions * members) and O(topics * members) per partition moved.
[[nodiscard]] GroupAssignment assign_sticky(const std::vector<TopicSize>& topics,
                                            const std::vector<GroupMember>& members,
                                            const GroupAssignment& previous);

/// Number of partitions read by another member than before: each is a pause, and a cache gone cold.
[[nodiscard]] std::size_t moved_count(const GroupAssignment& before, const GroupAssignment& after);

}  // namespace napkin::algorithms
