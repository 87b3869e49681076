#include "models/algorithms/placement/placement.h"

#include <algorithm>
#include <tuple>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {
namespace {

auto position_of(std::vector<Node>& nodes, NodeId id) {
  return std::ranges::lower_bound(nodes, id, {}, &Node::id);
}

bool contains(std::span<const NodeId> chosen, NodeId id) {
  return std::ranges::find(chosen, id) != chosen.end();
}

}  // namespace

bool have_weight_one(std::span<const Node> nodes) {
  return std::ranges::all_of(nodes, [](const Node& node) { return node.weight == 1; });
}

void Placement::add_all(std::span<const Node> nodes) {
  std::vector<Node> all = nodes_;
  for (const Node& node : nodes) {
    require(node.weight > 0, "a node's weight must be at least 1");
    const auto position = position_of(all, node.id);
    require(position == all.end() || position->id != node.id,
            "a node with this id is already placed");
    all.insert(position, node);
  }
  validate(nodes);
  nodes_ = std::move(all);
  regroup();
  on_add(nodes);
}

bool Placement::remove(NodeId id) {
  const auto position = position_of(nodes_, id);
  if (position == nodes_.end() || position->id != id) {
    return false;
  }
  const Node node = *position;
  nodes_.erase(position);
  regroup();
  on_remove(node);
  return true;
}

const Node* Placement::find(NodeId id) const {
  const auto position = std::ranges::lower_bound(nodes_, id, {}, &Node::id);
  return position != nodes_.end() && position->id == id ? &*position : nullptr;
}

std::size_t Placement::owners(std::uint64_t hash, std::span<NodeId> out) const {
  const std::size_t count = std::min(out.size(), nodes_.size());
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = choose_next(hash, out.first(i));
  }
  return count;
}

NodeId Placement::choose_next(std::uint64_t hash, std::span<const NodeId> chosen) const {
  if (chosen.empty()) {
    return owner(hash);
  }
  const std::size_t in_zone_least = racks_.size() > 1 ? fewest_in_a_zone(chosen) : 0;
  const auto next = first_preferred(hash, [&](NodeId id) {
    return !contains(chosen, id) &&
           (racks_.size() == 1 || is_balanced_choice(*find(id), chosen, in_zone_least));
  });
  NAPKIN_CONTRACT(next.has_value());
  return *next;
}

std::optional<NodeId> Placement::first_preferred(std::uint64_t hash,
                                                 const std::function<bool(NodeId)>& accepts) const {
  Cursor cursor{.hash = hash};
  while (const std::optional<NodeId> id = nodes_.empty() ? std::nullopt : next_preferred(cursor)) {
    if (accepts(*id)) {
      return id;
    }
  }
  for (const Node& node : nodes_) {
    if (accepts(node.id)) {
      return node.id;
    }
  }
  return std::nullopt;
}

std::size_t Placement::count_in(const Group& group,
                                bool whole_zone,
                                std::span<const NodeId> chosen) const {
  return static_cast<std::size_t>(std::ranges::count_if(chosen, [&](NodeId id) {
    const Node& node = *find(id);
    return node.zone == group.zone && (whole_zone || node.rack == group.rack);
  }));
}

/// Of the zones that have nodes left: the smallest number chosen in one of them.
std::size_t Placement::fewest_in_a_zone(std::span<const NodeId> chosen) const {
  std::size_t fewest = chosen.size();
  for (const Group& zone : zones_) {
    const std::size_t count = count_in(zone, true, chosen);
    fewest = count < zone.nodes ? std::min(fewest, count) : fewest;
  }
  return fewest;
}

/// Whether the node, not chosen yet, is in a zone whose turn it is, and there in such a rack.
bool Placement::is_balanced_choice(const Node& node,
                                   std::span<const NodeId> chosen,
                                   std::size_t in_zone_least) const {
  const Group own{node.zone, node.rack, 0};
  if (count_in(own, true, chosen) > in_zone_least) {
    return false;
  }
  const std::size_t in_rack = count_in(own, false, chosen);
  return in_rack == 0 || std::ranges::none_of(racks_, [&](const Group& rack) {
           const std::size_t count =
               rack.zone == node.zone ? count_in(rack, false, chosen) : in_rack;
           return count < in_rack && count < rack.nodes;
         });
}

/// Counts the nodes of each zone and of each rack.
void Placement::regroup() {
  racks_.clear();
  for (const Node& node : nodes_) {
    racks_.push_back({node.zone, node.rack, 1});
  }
  const auto key = [](const Group& group) { return std::tuple(group.zone, group.rack); };
  std::ranges::sort(racks_, {}, key);
  const auto merge = [](std::vector<Group>& groups, auto same) {
    std::vector<Group> merged;
    for (const Group& group : groups) {
      if (merged.empty() || !same(merged.back(), group)) {
        merged.push_back(group);
      } else {
        merged.back().nodes += group.nodes;
      }
    }
    groups = std::move(merged);
  };
  zones_ = racks_;
  merge(racks_, [&](const Group& a, const Group& b) { return key(a) == key(b); });
  merge(zones_, [](const Group& a, const Group& b) { return a.zone == b.zone; });
}

}  // namespace napkin::algorithms
