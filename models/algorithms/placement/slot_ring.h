#pragma once

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// The simple consistent hash that interviews start from: keys modulo a number of slots, by default
/// 360, and a table in which each machine owns one arc of them. A machine that joins is put between
/// the two neighbours that own most together, and takes from both until the three are equal: only
/// those two give (two to three machines: a third moves). One that leaves gives its arc to its two
/// neighbours. Its two defects are the point: load falls on neighbours only, and no arc but theirs
/// evens out.
/// owner: O(1). add, remove: O(slots). 4 bytes per slot. No weights; at most as many nodes as
/// slots. Source: the classic construction, compare Karger et al., STOC 1997.
///
///     SlotRing ring;
///     ring.add({.id = NodeId{0}});
///     const NodeId machine = ring.owner(user_id);   // user_id % 360
class SlotRing final : public Placement {
 public:
  explicit SlotRing(std::uint32_t slots = 360);

  [[nodiscard]] NodeId owner(std::uint64_t hash) const override {
    return table_[hash % table_.size()];
  }

  /// Over slots: the position of a key is hash modulo the number of slots.
  [[nodiscard]] std::optional<Segments> segments() const override;
  [[nodiscard]] std::unique_ptr<Placement> clone() const override;

  [[nodiscard]] std::size_t memory_bytes() const override {
    return table_.capacity() * sizeof(NodeId) + arcs_.capacity() * sizeof(Arc);
  }

 protected:
  [[nodiscard]] std::optional<NodeId> next_preferred(Cursor& cursor) const override;
  void validate(std::span<const Node> added) const override;
  void on_add(std::span<const Node> added) override;
  void on_remove(const Node& removed) override;

 private:
  /// The slots of one node, clockwise; lengths sum to the number of slots.
  struct Arc {
    NodeId owner{};
    std::uint32_t length = 0;
  };

  void join(NodeId id);
  void write_table();

  std::vector<Arc> arcs_;         // clockwise
  std::uint32_t first_slot_ = 0;  // where the first arc begins
  std::vector<NodeId> table_;
};

}  // namespace napkin::algorithms
