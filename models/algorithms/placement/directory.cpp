#include "models/algorithms/placement/directory.h"

#include <algorithm>
#include <utility>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {
namespace {

/// Whether `keys` on a node of this weight is less load than `other_keys` on the other.
bool is_less_loaded(std::size_t keys,
                    std::uint32_t weight,
                    std::size_t other_keys,
                    std::uint32_t other_weight) {
  return std::uint64_t{keys} * other_weight < std::uint64_t{other_keys} * weight;
}

}  // namespace

void Directory::add(const Node& node) {
  require(node.weight > 0, "a node's weight must be at least 1");
  require(find_place(node.id) == nullptr, "a node with this id is already placed");
  const auto position = std::ranges::lower_bound(
      places_, node.id, {}, [](const Place& place) { return place.node.id; });
  places_.insert(position, {node, 0});
}

std::vector<Directory::Move> Directory::remove(NodeId id) {
  const Place* const place = find_place(id);
  if (place == nullptr) {
    return {};
  }
  require(places_.size() > 1 || place->keys == 0, "the last node with keys cannot leave");
  places_.erase(places_.begin() + (place - places_.data()));
  std::vector<Move> moves;
  keys_.for_each([&](std::uint64_t key, std::uint32_t slot) {
    if (owners_[slot] == id) {
      Place& target = emptiest();
      ++target.keys;
      owners_[slot] = target.node.id;
      moves.push_back({key, id, target.node.id});
    }
  });
  return moves;
}

std::optional<NodeId> Directory::find(std::uint64_t key) const {
  const std::uint32_t slot = keys_.find(key);
  return slot == IdSlots::kNone ? std::nullopt : std::optional(owners_[slot]);
}

NodeId Directory::place(std::uint64_t key) {
  if (const std::optional<NodeId> owner = find(key)) {
    return *owner;
  }
  const NodeId owner = emptiest().node.id;
  move(key, owner);
  return owner;
}

void Directory::move(std::uint64_t key, NodeId to) {
  Place* const target = find_place(to);
  NAPKIN_CONTRACT(target != nullptr);
  erase(key);
  const std::uint32_t slot = keys_.insert(key);
  owners_.resize(std::max(owners_.size(), keys_.slot_count()));
  owners_[slot] = to;
  ++target->keys;
}

bool Directory::erase(std::uint64_t key) {
  const std::uint32_t slot = keys_.erase(key);
  if (slot == IdSlots::kNone) {
    return false;
  }
  --find_place(owners_[slot])->keys;
  return true;
}

std::vector<Directory::Move> Directory::rebalance(std::size_t moves_max) {
  std::vector<Move> moves;
  keys_.for_each([&](std::uint64_t key, std::uint32_t slot) {
    if (moves.size() == moves_max) {
      return;
    }
    Place& from = *find_place(owners_[slot]);
    Place& to = emptiest();
    // Worth it if the receiver stays below what the giver has now.
    if (is_less_loaded(to.keys + 1, to.node.weight, from.keys, from.node.weight)) {
      --from.keys;
      ++to.keys;
      owners_[slot] = to.node.id;
      moves.push_back({key, from.node.id, to.node.id});
    }
  });
  return moves;
}

std::size_t Directory::load(NodeId id) const {
  const Place* const place = find_place(id);
  return place == nullptr ? 0 : place->keys;
}

Directory::Place& Directory::emptiest() {
  NAPKIN_CONTRACT(!places_.empty());
  return *std::ranges::min_element(places_, [](const Place& a, const Place& b) {
    return is_less_loaded(a.keys, a.node.weight, b.keys, b.node.weight);
  });
}

const Directory::Place* Directory::find_place(NodeId id) const {
  const auto place =
      std::ranges::lower_bound(places_, id, {}, [](const Place& p) { return p.node.id; });
  return place != places_.end() && place->node.id == id ? &*place : nullptr;
}

Directory::Place* Directory::find_place(NodeId id) {
  return const_cast<Place*>(std::as_const(*this).find_place(id));
}

std::size_t Directory::memory_bytes() const {
  return keys_.memory_bytes() + owners_.capacity() * sizeof(NodeId) +
         places_.capacity() * sizeof(Place);
}

}  // namespace napkin::algorithms
