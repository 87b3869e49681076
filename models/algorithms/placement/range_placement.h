#pragma once

#include "models/algorithms/placement/placement.h"
#include "models/algorithms/placement/range_map.h"

namespace napkin::algorithms {

/// Range partitioning of 64-bit keys, kept even without knowing the data: a node that joins takes
/// the upper half of the widest range; one that leaves hands each of its ranges to the neighbour
/// below it (the lowest: to the one above). Where the data say more, split and assign the ranges
/// yourself. The keys are not hashed: neighbours stay together, and sequential keys all land on the
/// last range, which is the method's known hot spot.
/// owner: O(log ranges). add, remove: O(ranges). No weights.
/// Source: the tablets of Chang et al., "Bigtable", OSDI 2006, section 5.
///
///     RangePlacement shards;
///     shards.add({.id = NodeId{0}});
///     shards.add({.id = NodeId{1}});            // from 2^63 on
///     const NodeId shard = shards.owner(user_id);
class RangePlacement final : public Placement {
 public:
  [[nodiscard]] NodeId owner(std::uint64_t key) const override { return ranges_.owner(key); }

  /// Cuts the range that holds `at`; the part from `at` on goes to `upper_owner`. Returns false if
  /// a range begins there already. Requires: upper_owner is placed.
  bool split(std::uint64_t at, NodeId upper_owner);

  /// Joins the range that begins at `at` to the one below it. Returns false if none begins there.
  bool merge(std::uint64_t at) { return ranges_.merge(at); }

  /// Gives the whole range that holds `key` to `owner`. Requires: owner is placed.
  void assign(std::uint64_t key, NodeId owner);

  /// Number of ranges.
  [[nodiscard]] std::size_t ranges() const { return size() == 0 ? 0 : ranges_.size(); }

  [[nodiscard]] std::optional<Segments> segments() const override;
  [[nodiscard]] std::unique_ptr<Placement> clone() const override;
  [[nodiscard]] std::size_t memory_bytes() const override;

 protected:
  [[nodiscard]] std::optional<NodeId> next_preferred(Cursor& cursor) const override;
  void validate(std::span<const Node> added) const override;
  void on_add(std::span<const Node> added) override;
  void on_remove(const Node& removed) override;

 private:
  [[nodiscard]] std::uint64_t middle_of_widest() const;
  void give_lowest_away();

  RangeMap<std::uint64_t> ranges_{NodeId{}};
  bool owned_ = false;  // whether there is a node, so that ranges_ means something
};

}  // namespace napkin::algorithms
