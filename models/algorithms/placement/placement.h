#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/algorithms/base/node_id.h"

namespace napkin::algorithms {

/// A machine that keys are placed on. Two nodes share a rack only if they share its zone too.
struct Node {
  NodeId id{};
  std::uint32_t weight = 1;  // share of the keys, relative to the other nodes; at least 1
  std::uint32_t zone = 0;
  std::uint32_t rack = 0;
};

/// For methods that know no weights.
[[nodiscard]] bool have_weight_one(std::span<const Node> nodes);

/// A run of positions with one owner, from `first` to the next segment's first.
struct Segment {
  std::uint64_t first = 0;
  NodeId owner{};
};

/// The whole space of positions, cut by owner: segments in ascending order, the first one at 0.
struct Segments {
  std::uint64_t space = 0;  // number of positions; 0 stands for 2^64
  std::vector<Segment> list;
};

/// Which node owns which key: one file per method, all in this shape, so that a method can be
/// chosen by name and the cost of a join or leave compared (see moves.h).
///
///     HashRing ring({.virtual_nodes = 1000});
///     ring.add({.id = NodeId{7}, .zone = 1});
///     const NodeId node = ring.owner(xxh64(key));
///
/// Keys come as 64-bit hashes; the methods themselves choose no hash for them. Equal sequences of
/// joins and leaves give equal placements, on every machine.
class Placement {
 public:
  virtual ~Placement() = default;

  /// Adds a node. Throws std::invalid_argument if its id is taken, or its weight is 0 or above what
  /// the method supports.
  void add(const Node& node) { add_all({&node, 1}); }

  /// Adds nodes in this order, at the cost of one: for building a large placement.
  void add_all(std::span<const Node> nodes);

  /// Removes a node. Returns whether it was there.
  bool remove(NodeId id);

  /// The node that owns the key. Requires: size() > 0.
  [[nodiscard]] virtual NodeId owner(std::uint64_t hash) const = 0;

  /// Fills `out` with distinct owners, the first one owner(hash); for replicas. Each next one is
  /// the first node in the method's order of preference among those in the zone with the fewest
  /// chosen, and there in the rack with the fewest: so replicas spread over zones first, then over
  /// racks. Returns how many it wrote: fewer than asked only if there are fewer nodes.
  std::size_t owners(std::uint64_t hash, std::span<NodeId> out) const;

  /// The first node in the method's order of preference for the key that `accepts` takes; after the
  /// method's preferences the other nodes, by id. nullopt if it takes none.
  [[nodiscard]] std::optional<NodeId> first_preferred(
      std::uint64_t hash, const std::function<bool(NodeId)>& accepts) const;

  /// The exact cut of the space of positions where the method has one; nullopt where ownership is
  /// scattered key by key (modulo, jump, rendezvous).
  [[nodiscard]] virtual std::optional<Segments> segments() const { return std::nullopt; }

  [[nodiscard]] virtual std::unique_ptr<Placement> clone() const = 0;

  /// Bytes of heap memory of the look-up structure.
  [[nodiscard]] virtual std::size_t memory_bytes() const = 0;

  /// The nodes, ascending by id.
  [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  /// The node with this id, or null.
  [[nodiscard]] const Node* find(NodeId id) const;

 protected:
  /// Where a walk in order of preference stands; each method gives the fields its own meaning.
  struct Cursor {
    std::uint64_t hash = 0;
    std::uint64_t step = 0;
    std::uint64_t state = 0;
  };

  Placement() = default;
  Placement(const Placement&) = default;
  Placement& operator=(const Placement&) = default;

  /// The next node in order of preference for the key, from owner(hash) on; may repeat nodes.
  /// nullopt when the method has no further preference. The first call has step and state 0.
  [[nodiscard]] virtual std::optional<NodeId> next_preferred(Cursor& cursor) const = 0;

  /// Throws std::invalid_argument if the method cannot take these nodes in.
  virtual void validate(std::span<const Node>) const {}

  // Called after nodes() has changed.
  virtual void on_add(std::span<const Node> added) = 0;
  virtual void on_remove(const Node& removed) = 0;

 private:
  struct Group {  // a zone, or a rack in a zone
    std::uint32_t zone = 0;
    std::uint32_t rack = 0;
    std::size_t nodes = 0;
  };

  void regroup();
  [[nodiscard]] std::size_t count_in(const Group& group,
                                     bool whole_zone,
                                     std::span<const NodeId> chosen) const;
  [[nodiscard]] std::size_t fewest_in_a_zone(std::span<const NodeId> chosen) const;
  [[nodiscard]] bool is_balanced_choice(const Node& node,
                                        std::span<const NodeId> chosen,
                                        std::size_t in_zone_least) const;
  [[nodiscard]] NodeId choose_next(std::uint64_t hash, std::span<const NodeId> chosen) const;

  std::vector<Node> nodes_;
  std::vector<Group> zones_;
  std::vector<Group> racks_;
};

/// What make_placement passes on to the methods that have such a choice.
struct PlacementOptions {
  std::uint32_t virtual_nodes = 128;  // ring: points per unit of weight
  std::uint32_t slots = 360;          // slot_ring: slots
  std::uint32_t table_size = 65'537;  // maglev: entries, a prime
  std::uint64_t seed = 0;             // ring, rendezvous, maglev
};

/// The names that make_placement knows, sorted.
[[nodiscard]] std::span<const std::string_view> placement_names();

/// An empty placement by name, for example "ring" or "maglev". Throws std::invalid_argument that
/// lists the names if there is none such, or if an option is out of its range.
[[nodiscard]] std::unique_ptr<Placement> make_placement(std::string_view name,
                                                        const PlacementOptions& options = {});

}  // namespace napkin::algorithms
