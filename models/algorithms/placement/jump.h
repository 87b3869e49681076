#pragma once

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// Jump consistent hash: the bucket, in [0, buckets), of a key. Five lines, no memory, perfectly
/// even; with one more bucket exactly the keys of the new one move. But buckets are only numbers:
/// none but the last can go away. O(ln buckets). Requires: buckets > 0. Source: Lamping and Veach,
/// "A fast, minimal memory, consistent hash algorithm", 2014, figure 1.
///
///     jump_hash(256, 1024) == 520
[[nodiscard]] std::uint32_t jump_hash(std::uint64_t hash, std::uint32_t buckets);

/// Nodes in buckets of a jump hash. A node that joins gets the next bucket. One that leaves is
/// replaced in its bucket by the node of the last one, so that both nodes' keys move: at most 2/n
/// of all. No weights.
///
///     JumpPlacement shards;
///     shards.add({.id = NodeId{0}});
///     const NodeId shard = shards.owner(mix64(user_id));
class JumpPlacement final : public Placement {
 public:
  [[nodiscard]] NodeId owner(std::uint64_t hash) const override {
    return buckets_[jump_hash(hash, static_cast<std::uint32_t>(buckets_.size()))];
  }

  [[nodiscard]] std::unique_ptr<Placement> clone() const override;

  [[nodiscard]] std::size_t memory_bytes() const override {
    return buckets_.capacity() * sizeof(NodeId);
  }

 protected:
  [[nodiscard]] std::optional<NodeId> next_preferred(Cursor& cursor) const override;
  void validate(std::span<const Node> added) const override;
  void on_add(std::span<const Node> added) override;
  void on_remove(const Node& removed) override;

 private:
  std::vector<NodeId> buckets_;
};

}  // namespace napkin::algorithms
