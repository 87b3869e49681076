#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/algorithms/base/id_slots.h"
#include "models/algorithms/base/node_id.h"
#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// Directory (look-up) partitioning: a table that names the node of every single key. Any key can
/// go anywhere and be moved alone, so a join moves nothing until someone decides to; the price is
/// the table itself, a service that every request depends on. New keys go to the node with the
/// fewest keys for its weight. find, place, move: O(1) expected, and O(nodes) to choose a node.
/// remove: O(keys). About 20 bytes per key. Not a Placement: where an unknown key belongs depends
/// on the keys known so far. Source: Tatarowicz et al., "Lookup tables: fine-grained partitioning
/// for distributed databases", ICDE 2012.
///
///     Directory directory;
///     directory.add({.id = NodeId{0}});
///     const NodeId node = directory.place(user_id);     // the same one from now on
class Directory final {
 public:
  struct Move {
    std::uint64_t key = 0;
    NodeId from{};
    NodeId to{};
  };

  /// Adds a node; moves nothing. Throws std::invalid_argument if its id is taken or its weight is
  /// 0.
  void add(const Node& node);

  /// Removes a node and places its keys anew, in the order of their first placement as far as keys
  /// were not erased in between. Returns the moves; nothing if there is no such node. Throws
  /// std::invalid_argument if it is the last and has keys.
  std::vector<Move> remove(NodeId id);

  /// The node of `key`, or nullopt if it was never placed.
  [[nodiscard]] std::optional<NodeId> find(std::uint64_t key) const;

  /// The node of `key`, chosen now if it has none: the least loaded for its weight, the smallest id
  /// among equals. Requires: there are nodes.
  NodeId place(std::uint64_t key);

  /// Gives `key` to that node, wherever it was. Requires: the node is there.
  void move(std::uint64_t key, NodeId to);

  /// Forgets `key`. Returns whether it was placed.
  bool erase(std::uint64_t key);

  /// Moves keys from the fullest to the emptiest node until no move would help, `moves_max` at
  /// most. O(keys + moves * nodes). Returns the moves.
  std::vector<Move> rebalance(std::size_t moves_max);

  /// Number of keys on the node; 0 if there is no such node.
  [[nodiscard]] std::size_t load(NodeId id) const;

  /// Number of keys placed.
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Place {
    Node node;
    std::size_t keys = 0;
  };

  [[nodiscard]] Place* find_place(NodeId id);
  [[nodiscard]] const Place* find_place(NodeId id) const;
  [[nodiscard]] Place& emptiest();

  std::vector<Place> places_;  // ascending by node id
  IdSlots keys_;
  std::vector<NodeId> owners_;  // by slot
};

}  // namespace napkin::algorithms
