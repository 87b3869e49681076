#pragma once

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// hash modulo the number of nodes: the simplest placement, and the one that moves nearly all keys,
/// n/(n+1) of them, when the n+1st node joins. Balanced to the key; no weights.
/// owner: O(1), no memory. The position of a node is its rank by id.
/// Source: the division method, Knuth, TAOCP vol. 3, section 6.4.
///
///     ModuloPlacement shards;
///     shards.add({.id = NodeId{0}});
///     const NodeId shard = shards.owner(user_id);
class ModuloPlacement final : public Placement {
 public:
  [[nodiscard]] NodeId owner(std::uint64_t hash) const override {
    return nodes()[hash % size()].id;
  }

  [[nodiscard]] std::unique_ptr<Placement> clone() const override;

  [[nodiscard]] std::size_t memory_bytes() const override { return 0; }

 protected:
  [[nodiscard]] std::optional<NodeId> next_preferred(Cursor& cursor) const override;
  void validate(std::span<const Node> added) const override;

  void on_add(std::span<const Node>) override {}

  void on_remove(const Node&) override {}
};

}  // namespace napkin::algorithms
