#include "models/algorithms/placement/redis_slots.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/hash/crc16.h"
#include "models/algorithms/placement/table_segments.h"

namespace napkin::algorithms {

std::uint32_t redis_slot(std::string_view key) {
  const std::size_t open = key.find('{');
  if (open != std::string_view::npos) {
    const std::size_t close = key.find('}', open + 1);
    if (close != std::string_view::npos && close > open + 1) {
      key = key.substr(open + 1, close - open - 1);
    }
  }
  return crc16(key) % RedisSlots::kSlots;
}

void RedisSlots::validate(std::span<const Node> added) const {
  require(size() + added.size() <= kSlots, "RedisSlots: more nodes than slots");
}

/// Slots due to each node, in the order of nodes(): by weight, rounded so that they sum to all.
std::vector<std::uint32_t> RedisSlots::fair_shares() const {
  std::uint64_t total = 0;
  for (const Node& node : nodes()) {
    total += node.weight;
  }
  NAPKIN_CONTRACT(total > 0);
  std::vector<std::uint32_t> shares;
  std::uint64_t weight_before = 0;
  for (const Node& node : nodes()) {
    const std::uint64_t first = weight_before * kSlots / total;
    weight_before += node.weight;
    shares.push_back(static_cast<std::uint32_t>(weight_before * kSlots / total - first));
  }
  return shares;
}

/// Slots without an owner, or beyond their owner's share, go to the nodes below theirs: ascending.
void RedisSlots::rebalance() {
  if (size() == 0) {
    table_.clear();
    return;
  }
  std::vector<std::uint32_t> room = fair_shares();
  std::vector<std::uint32_t> homeless;
  const bool is_new = table_.empty();
  table_.resize(kSlots);
  for (std::uint32_t slot = 0; slot < kSlots; ++slot) {
    const Node* const node = is_new ? nullptr : find(table_[slot]);
    if (node != nullptr && room[static_cast<std::size_t>(node - nodes().data())] > 0) {
      --room[static_cast<std::size_t>(node - nodes().data())];
    } else {
      homeless.push_back(slot);
    }
  }
  std::size_t taker = 0;
  for (const std::uint32_t slot : homeless) {
    while (room[taker] == 0) {
      ++taker;
    }
    --room[taker];
    table_[slot] = nodes()[taker].id;
  }
}

/// Further preferences are the nodes that follow the owner by id.
std::optional<NodeId> RedisSlots::next_preferred(Cursor& cursor) const {
  if (cursor.step == size()) {
    return std::nullopt;
  }
  const Node* const first = find(owner(cursor.hash));
  const auto rank = static_cast<std::size_t>(first - nodes().data());
  return nodes()[(rank + cursor.step++) % size()].id;
}

std::optional<Segments> RedisSlots::segments() const {
  Segments segments = segments_of_table(table_);
  segments.space = kSlots;
  return segments;
}

std::unique_ptr<Placement> RedisSlots::clone() const {
  return std::make_unique<RedisSlots>(*this);
}

}  // namespace napkin::algorithms
