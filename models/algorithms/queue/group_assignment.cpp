#include "models/algorithms/queue/group_assignment.h"

#include <algorithm>
#include <set>
#include <utility>

namespace napkin::algorithms {

namespace {

using Partitions = std::vector<TopicPartition>;

/// The readers of each topic, in order of their ids.
std::map<std::uint32_t, std::vector<std::uint64_t>> readers_by_topic(
    const std::vector<GroupMember>& members) {
  std::map<std::uint32_t, std::vector<std::uint64_t>> readers;
  for (const GroupMember& member : members) {
    for (const std::uint32_t topic : member.topics) {
      readers[topic].push_back(member.id);
    }
  }
  for (auto& [topic, ids] : readers) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  }
  return readers;
}

GroupAssignment empty_assignment(const std::vector<GroupMember>& members) {
  GroupAssignment assignment;
  for (const GroupMember& member : members) {
    assignment[member.id];
  }
  return assignment;
}

std::vector<TopicSize> sorted_by_topic(std::vector<TopicSize> topics) {
  std::sort(topics.begin(), topics.end(), [](const TopicSize& a, const TopicSize& b) {
    return a.topic < b.topic;
  });
  return topics;
}

}  // namespace

GroupAssignment assign_range(const std::vector<TopicSize>& topics,
                             const std::vector<GroupMember>& members) {
  GroupAssignment assignment = empty_assignment(members);
  const auto readers = readers_by_topic(members);
  for (const TopicSize& topic : sorted_by_topic(topics)) {
    const auto found = readers.find(topic.topic);
    if (found == readers.end()) {
      continue;
    }
    const auto& ids = found->second;
    std::uint32_t partition = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const std::size_t extra = i < topic.partition_count % ids.size() ? 1 : 0;
      for (std::size_t share = topic.partition_count / ids.size() + extra; share > 0; --share) {
        assignment[ids[i]].push_back({topic.topic, partition++});
      }
    }
  }
  return assignment;
}

GroupAssignment assign_round_robin(const std::vector<TopicSize>& topics,
                                   const std::vector<GroupMember>& members) {
  GroupAssignment assignment = empty_assignment(members);
  const auto readers = readers_by_topic(members);
  auto turn = assignment.begin();
  const auto pass = [&] {
    if (++turn == assignment.end()) {
      turn = assignment.begin();
    }
  };
  for (const TopicSize& topic : sorted_by_topic(topics)) {
    const auto found = readers.find(topic.topic);
    if (found == readers.end()) {
      continue;
    }
    const auto& ids = found->second;
    for (std::uint32_t partition = 0; partition < topic.partition_count; ++partition) {
      while (!std::binary_search(ids.begin(), ids.end(), turn->first)) {
        pass();
      }
      turn->second.push_back({topic.topic, partition});
      pass();
    }
  }
  return assignment;
}

namespace {

/// The sticky assignment in the making.
class StickyPlan final {
 public:
  StickyPlan(const std::vector<TopicSize>& topics, const std::vector<GroupMember>& members)
      : readers_(readers_by_topic(members)), assignment_(empty_assignment(members)) {
    for (const TopicSize& topic : topics) {
      if (readers_.count(topic.topic) == 1) {
        sizes_[topic.topic] = topic.partition_count;
      }
    }
  }

  void keep(const GroupAssignment& previous);
  void place_the_rest();
  void even_out();

  GroupAssignment take() {
    for (auto& [member, partitions] : assignment_) {
      std::sort(partitions.begin(), partitions.end());
    }
    return std::move(assignment_);
  }

 private:
  /// How a search reached a member: from whom, and what topic that one could hand over.
  struct Step {
    std::uint64_t giver;
    std::uint32_t topic;
  };

  [[nodiscard]] bool reads(std::uint64_t member, std::uint32_t topic) const;
  [[nodiscard]] std::uint64_t least_loaded_reader(std::uint32_t topic) const;
  [[nodiscard]] std::size_t smallest_load() const;
  [[nodiscard]] std::set<std::uint32_t> topics_held_by(std::uint64_t member) const;
  bool relieve(std::uint64_t overloaded);
  void hand_over(std::uint64_t giver, std::uint64_t taker, std::uint32_t topic);

  std::map<std::uint32_t, std::vector<std::uint64_t>> readers_;
  std::map<std::uint32_t, std::uint32_t> sizes_;
  std::map<std::uint32_t, std::vector<bool>> is_placed_;
  GroupAssignment assignment_;
};

bool StickyPlan::reads(std::uint64_t member, std::uint32_t topic) const {
  const auto found = readers_.find(topic);
  return found != readers_.end() &&
         std::binary_search(found->second.begin(), found->second.end(), member);
}

void StickyPlan::keep(const GroupAssignment& previous) {
  for (const auto& [topic, size] : sizes_) {
    is_placed_[topic].resize(size);
  }
  for (const auto& [member, partitions] : previous) {
    for (const TopicPartition& kept : partitions) {
      const auto size = sizes_.find(kept.topic);
      const bool exists = size != sizes_.end() && kept.partition < size->second;
      if (exists && reads(member, kept.topic) && !is_placed_[kept.topic][kept.partition]) {
        is_placed_[kept.topic][kept.partition] = true;
        assignment_[member].push_back(kept);
      }
    }
  }
}

std::uint64_t StickyPlan::least_loaded_reader(std::uint32_t topic) const {
  const auto& ids = readers_.at(topic);
  return *std::min_element(ids.begin(), ids.end(), [this](std::uint64_t a, std::uint64_t b) {
    return assignment_.at(a).size() < assignment_.at(b).size();
  });
}

std::size_t StickyPlan::smallest_load() const {
  std::size_t smallest = assignment_.begin()->second.size();
  for (const auto& [member, partitions] : assignment_) {
    smallest = std::min(smallest, partitions.size());
  }
  return smallest;
}

void StickyPlan::place_the_rest() {
  // Topics with the fewest readers first: they have the least choice.
  std::vector<std::uint32_t> topics;
  topics.reserve(sizes_.size());
  for (const auto& [topic, size] : sizes_) {
    topics.push_back(topic);
  }
  std::sort(topics.begin(), topics.end(), [this](std::uint32_t a, std::uint32_t b) {
    return std::pair(readers_.at(a).size(), a) < std::pair(readers_.at(b).size(), b);
  });
  for (const std::uint32_t topic : topics) {
    for (std::uint32_t partition = 0; partition < sizes_.at(topic); ++partition) {
      if (!is_placed_[topic][partition]) {
        assignment_[least_loaded_reader(topic)].push_back({topic, partition});
      }
    }
  }
}

/// Relieves the most loaded first: what it gives away then never has to be passed on.
void StickyPlan::even_out() {
  std::vector<std::uint64_t> members;
  members.reserve(assignment_.size());
  for (const auto& [member, partitions] : assignment_) {
    members.push_back(member);
  }
  const auto by_load = [this](std::uint64_t a, std::uint64_t b) {
    return std::pair(assignment_.at(b).size(), a) < std::pair(assignment_.at(a).size(), b);
  };
  const auto can_relieve = [this](std::uint64_t member) { return relieve(member); };
  do {
    std::sort(members.begin(), members.end(), by_load);
  } while (std::any_of(members.begin(), members.end(), can_relieve));
}

/// Searches, breadth first, for the least loaded member that `overloaded` could hand a partition
/// to, directly or by a chain of hand-overs, and carries the chain out if that evens out the two.
bool StickyPlan::relieve(std::uint64_t overloaded) {
  const std::size_t load = assignment_.at(overloaded).size();
  if (load < smallest_load() + 2) {
    return false;
  }
  std::uint64_t least_loaded = overloaded;
  std::map<std::uint64_t, Step> steps;
  std::vector<std::uint64_t> line{overloaded};
  for (std::size_t i = 0; i < line.size(); ++i) {
    for (const std::uint32_t topic : topics_held_by(line[i])) {
      for (const std::uint64_t taker : readers_.at(topic)) {
        if (taker == overloaded || !steps.try_emplace(taker, Step{line[i], topic}).second) {
          continue;
        }
        line.push_back(taker);
        if (assignment_.at(taker).size() < assignment_.at(least_loaded).size()) {
          least_loaded = taker;
        }
      }
    }
  }
  if (assignment_.at(least_loaded).size() + 2 > load) {
    return false;
  }
  for (std::uint64_t taker = least_loaded; taker != overloaded; taker = steps.at(taker).giver) {
    hand_over(steps.at(taker).giver, taker, steps.at(taker).topic);
  }
  return true;
}

std::set<std::uint32_t> StickyPlan::topics_held_by(std::uint64_t member) const {
  std::set<std::uint32_t> topics;
  for (const TopicPartition& held : assignment_.at(member)) {
    topics.insert(held.topic);
  }
  return topics;
}

void StickyPlan::hand_over(std::uint64_t giver, std::uint64_t taker, std::uint32_t topic) {
  Partitions& held = assignment_.at(giver);
  const auto last = std::find_if(held.rbegin(), held.rend(), [topic](const TopicPartition& each) {
    return each.topic == topic;
  });
  assignment_.at(taker).push_back(*last);
  held.erase(std::next(last).base());
}

}  // namespace

GroupAssignment assign_sticky(const std::vector<TopicSize>& topics,
                              const std::vector<GroupMember>& members,
                              const GroupAssignment& previous) {
  StickyPlan plan(topics, members);
  plan.keep(previous);
  plan.place_the_rest();
  plan.even_out();
  return plan.take();
}

std::size_t moved_count(const GroupAssignment& before, const GroupAssignment& after) {
  std::map<TopicPartition, std::uint64_t> owners;
  for (const auto& [member, partitions] : before) {
    for (const TopicPartition& partition : partitions) {
      owners[partition] = member;
    }
  }
  std::size_t moved = 0;
  for (const auto& [member, partitions] : after) {
    for (const TopicPartition& partition : partitions) {
      const auto owner = owners.find(partition);
      moved += owner != owners.end() && owner->second != member ? 1U : 0U;
    }
  }
  return moved;
}

}  // namespace napkin::algorithms
