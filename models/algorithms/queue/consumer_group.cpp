#include "models/algorithms/queue/consumer_group.h"

#include <algorithm>
#include <utility>

namespace napkin::algorithms {

namespace {

GroupAssignment assign(ConsumerGroup::Strategy strategy,
                       const std::vector<TopicSize>& topics,
                       const std::vector<GroupMember>& members,
                       const GroupAssignment& previous) {
  switch (strategy) {
    case ConsumerGroup::Strategy::kRange:
      return assign_range(topics, members);
    case ConsumerGroup::Strategy::kRoundRobin:
      return assign_round_robin(topics, members);
    case ConsumerGroup::Strategy::kSticky:
      return assign_sticky(topics, members, previous);
  }
  return {};
}

}  // namespace

ConsumerGroup::ConsumerGroup(Options options, std::vector<TopicSize> topics)
    : options_(options), topics_(std::move(topics)) {}

void ConsumerGroup::join(GroupMember member, Time now) {
  Session& session = members_[member.id];
  session.topics = std::move(member.topics);
  session.last_heard = now;
  rebalance();
}

ConsumerGroup::Result ConsumerGroup::leave(std::uint64_t member) {
  if (members_.erase(member) == 0) {
    return Result::kUnknownMember;
  }
  rebalance();
  return Result::kDone;
}

ConsumerGroup::Result ConsumerGroup::check(std::uint64_t member, std::uint64_t generation) const {
  if (members_.count(member) == 0) {
    return Result::kUnknownMember;
  }
  return generation == generation_ ? Result::kDone : Result::kStaleGeneration;
}

ConsumerGroup::Result ConsumerGroup::heart_beat(std::uint64_t member,
                                                std::uint64_t generation,
                                                Time now) {
  const Result result = check(member, generation);
  if (result != Result::kUnknownMember) {
    Session& session = members_.at(member);  // alive, even if it has yet to learn the generation
    session.last_heard = std::max(session.last_heard, now);
  }
  return result;
}

std::vector<std::uint64_t> ConsumerGroup::expire_members(Time now) {
  std::vector<std::uint64_t> expired;
  for (const auto& [member, session] : members_) {
    if (now - session.last_heard >= options_.session_timeout) {
      expired.push_back(member);
    }
  }
  for (const std::uint64_t member : expired) {
    members_.erase(member);
  }
  if (!expired.empty()) {
    rebalance();
  }
  return expired;
}

void ConsumerGroup::resize_topic(TopicSize topic) {
  const auto found = std::find_if(topics_.begin(), topics_.end(), [&](const TopicSize& each) {
    return each.topic == topic.topic;
  });
  if (found == topics_.end()) {
    topics_.push_back(topic);
  } else {
    found->partition_count = topic.partition_count;
  }
  rebalance();
}

void ConsumerGroup::rebalance() {
  std::vector<GroupMember> members;
  members.reserve(members_.size());
  for (const auto& [member, session] : members_) {
    members.push_back({member, session.topics});
  }
  GroupAssignment next = assign(options_.strategy, topics_, members, assignment_);
  moved_ = moved_count(assignment_, next);
  assignment_ = std::move(next);
  ++generation_;
}

ConsumerGroup::Result ConsumerGroup::commit(std::uint64_t member,
                                            std::uint64_t generation,
                                            TopicPartition partition,
                                            std::uint64_t next_offset) {
  const Result result = check(member, generation);
  if (result != Result::kDone) {
    return result;
  }
  const auto& owned = assignment_.at(member);
  if (std::find(owned.begin(), owned.end(), partition) == owned.end()) {
    return Result::kNotOwner;
  }
  offsets_[partition] = next_offset;
  return Result::kDone;
}

std::optional<std::uint64_t> ConsumerGroup::committed(TopicPartition partition) const {
  const auto found = offsets_.find(partition);
  return found == offsets_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace napkin::algorithms
