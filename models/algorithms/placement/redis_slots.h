#pragma once

#include <cstdint>
#include <string_view>

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// The hash slot of a key in Redis Cluster: CRC-16 modulo 16384, of the part between the first {
/// and the next } if there is one and it is not empty, so that keys with a common {tag} share a
/// slot.
///
///     redis_slot("{user1000}.following") == redis_slot("{user1000}.followers")
[[nodiscard]] std::uint32_t redis_slot(std::string_view key);

/// Redis Cluster's placement: 16384 slots, each given to a node by table. Balanced to one slot,
/// moves the least possible: a newcomer takes the surplus of those above their share, a leaver's
/// slots go to those below it. Slots move one by one, while both nodes serve (see the cluster
/// specification). owner: O(1). add_all, remove: O(slots + nodes). 64 KiB. Source: Redis Cluster
/// specification, "Key distribution model" and "Cluster live reconfiguration".
///
///     RedisSlots cluster;
///     cluster.add({.id = NodeId{0}});
///     const NodeId node = cluster.owner(redis_slot(key));
class RedisSlots final : public Placement {
 public:
  static constexpr std::uint32_t kSlots = 16'384;

  /// `hash` is a slot, or any hash whose low 14 bits then are the slot.
  [[nodiscard]] NodeId owner(std::uint64_t hash) const override { return table_[hash % kSlots]; }

  /// Over slots.
  [[nodiscard]] std::optional<Segments> segments() const override;
  [[nodiscard]] std::unique_ptr<Placement> clone() const override;

  [[nodiscard]] std::size_t memory_bytes() const override {
    return table_.capacity() * sizeof(NodeId);
  }

 protected:
  [[nodiscard]] std::optional<NodeId> next_preferred(Cursor& cursor) const override;
  void validate(std::span<const Node> added) const override;

  void on_add(std::span<const Node>) override { rebalance(); }

  void on_remove(const Node&) override { rebalance(); }

 private:
  [[nodiscard]] std::vector<std::uint32_t> fair_shares() const;
  void rebalance();

  std::vector<NodeId> table_;
};

}  // namespace napkin::algorithms
