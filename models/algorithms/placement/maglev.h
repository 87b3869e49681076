#pragma once

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// The order in which a node asks for table entries: offset, offset + skip, offset + 2 skip, ...
/// modulo the table size.
struct MaglevPermutation {
  std::uint32_t offset = 0;  // in [0, table size)
  std::uint32_t skip = 1;    // in [1, table size)
  std::uint32_t weight = 1;
};

/// Fills a Maglev table: the nodes take turns, each taking the first entry in its order that is
/// still free. Returns, by entry, the index of the node. A node of weight w has w turns in as many
/// rounds as the largest weight counts (as Envoy does it). O(size ln size) expected. Requires: size
/// is prime, there are permutations, not all of weight 0.
[[nodiscard]] std::vector<std::uint32_t> maglev_table(
    std::span<const MaglevPermutation> permutations, std::uint32_t size);

/// Maglev hashing: a look-up table, filled so that every node has almost exactly its share and that
/// a join or leave changes few entries beyond that share. Made for packet routers: a look-up is one
/// array access, the balance is within 1/size, at the price of some needless moves.
/// owner: O(1). add_all, remove: O(table size). 4 bytes per entry. The table should have at least
/// 100 entries per node. Source: Eisenbud et al., "Maglev: a fast and reliable software network
/// load balancer", NSDI 2016, section 3.4, pseudocode 1.
///
///     MaglevPlacement backends({.table_size = 65'537});
///     backends.add({.id = NodeId{0}});
///     const NodeId backend = backends.owner(connection_hash);
class MaglevPlacement final : public Placement {
 public:
  struct Options {
    std::uint32_t table_size = 65'537;  // a prime, at least as large as the number of nodes
    std::uint64_t seed = 0;
  };

  MaglevPlacement() : MaglevPlacement(Options{}) {}

  explicit MaglevPlacement(Options options);

  [[nodiscard]] NodeId owner(std::uint64_t hash) const override {
    return table_[hash % table_.size()];
  }

  /// Over table entries: the position of a key is hash modulo the table size.
  [[nodiscard]] std::optional<Segments> segments() const override;
  [[nodiscard]] std::unique_ptr<Placement> clone() const override;

  [[nodiscard]] std::size_t memory_bytes() const override {
    return table_.capacity() * sizeof(NodeId);
  }

 protected:
  [[nodiscard]] std::optional<NodeId> next_preferred(Cursor& cursor) const override;
  void validate(std::span<const Node> added) const override;

  void on_add(std::span<const Node>) override { rebuild(); }

  void on_remove(const Node&) override { rebuild(); }

 private:
  void rebuild();

  Options options_;
  std::vector<NodeId> table_;
};

}  // namespace napkin::algorithms
