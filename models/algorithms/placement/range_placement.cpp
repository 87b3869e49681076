#include "models/algorithms/placement/range_placement.h"

#include <limits>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

bool RangePlacement::split(std::uint64_t at, NodeId upper_owner) {
  NAPKIN_CONTRACT(find(upper_owner) != nullptr);
  return at > 0 && ranges_.split(at, upper_owner);
}

void RangePlacement::assign(std::uint64_t key, NodeId owner) {
  NAPKIN_CONTRACT(find(owner) != nullptr);
  ranges_.assign(key, owner);
}

void RangePlacement::validate(std::span<const Node> added) const {
  require(have_weight_one(added), "RangePlacement: every node has weight 1");
}

void RangePlacement::on_add(std::span<const Node> added) {
  for (const Node& node : added) {
    if (owned_) {
      ranges_.split(middle_of_widest(), node.id);
    } else {
      ranges_ = RangeMap<std::uint64_t>(node.id);
      owned_ = true;
    }
  }
}

/// The lowest of the widest ranges is cut.
std::uint64_t RangePlacement::middle_of_widest() const {
  std::uint64_t widest_first = 0;
  std::uint64_t widest_gap = 0;  // last - first
  const std::vector<Segment> list = segments()->list;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::uint64_t last =
        i + 1 < list.size() ? list[i + 1].first - 1 : std::numeric_limits<std::uint64_t>::max();
    if (last - list[i].first > widest_gap) {
      widest_first = list[i].first;
      widest_gap = last - list[i].first;
    }
  }
  return widest_first + widest_gap / 2 + 1;
}

void RangePlacement::on_remove(const Node& removed) {
  owned_ = size() > 0;
  if (!owned_) {
    return;
  }
  const std::vector<Segment> list = segments()->list;
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (list[i].owner == removed.id) {
      ranges_.merge(list[i].first);
    }
  }
  if (ranges_.owner(0) == removed.id) {
    give_lowest_away();
  }
}

/// The lowest range has nothing below it: the next one's owner takes it, or, if there is no other
/// range, the node with the smallest id.
void RangePlacement::give_lowest_away() {
  const std::vector<Segment> list = segments()->list;
  if (list.size() == 1) {
    ranges_.assign(0, nodes().front().id);
    return;
  }
  ranges_.assign(0, list[1].owner);
  ranges_.merge(list[1].first);
}

/// Further preferences are the owners of the ranges that follow.
std::optional<NodeId> RangePlacement::next_preferred(Cursor& cursor) const {
  if (cursor.step == ranges_.size()) {
    return std::nullopt;
  }
  const std::uint64_t key = cursor.step == 0 ? cursor.hash : cursor.state;
  const std::uint64_t* const next = ranges_.next_first(key);
  cursor.state = next == nullptr ? 0 : *next;
  ++cursor.step;
  return ranges_.owner(key);
}

std::optional<Segments> RangePlacement::segments() const {
  Segments segments;
  if (owned_) {
    ranges_.visit_all([&](const std::uint64_t* first, NodeId owner) {
      segments.list.push_back({first == nullptr ? 0 : *first, owner});
    });
  }
  return segments;
}

std::unique_ptr<Placement> RangePlacement::clone() const {
  return std::make_unique<RangePlacement>(*this);
}

std::size_t RangePlacement::memory_bytes() const {
  constexpr std::size_t kTreeNode = 48;  // of std::map, with its key and value
  return ranges_.size() * kTreeNode;
}

}  // namespace napkin::algorithms
