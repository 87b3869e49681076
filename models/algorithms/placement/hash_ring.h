#pragma once

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// The consistent-hash ring with virtual nodes: each node puts `virtual_nodes * weight` points on
/// the circle of 64-bit hashes, and a key belongs to the first point at or after its hash. A node
/// that joins takes its share in small pieces from all others; one that leaves gives it back to
/// all. With one virtual node it is the plain ring, where a leaving node's whole load falls on one
/// neighbour. The spread of load between nodes falls as 1 / sqrt(virtual_nodes).
///
/// owner: O(1) expected, two memory accesses through a table of the leading hash bits, no search.
/// add_all, remove: O(points). 16 to 20 bytes per point.
/// Source: Karger et al., "Consistent hashing and random trees", STOC 1997; virtual nodes: DeCandia
/// et al., "Dynamo", SOSP 2007, section 4.2.
///
///     HashRing ring({.virtual_nodes = 1000});
///     ring.add({.id = NodeId{0}});
///     NodeId replicas[3];
///     const std::size_t count = ring.owners(xxh64("user:42"), replicas);
class HashRing final : public Placement {
 public:
  struct Options {
    std::uint32_t virtual_nodes = 128;  // per unit of weight; at least 1
    std::uint64_t seed = 0;             // equal seeds give equal points
  };

  HashRing() : HashRing(Options{}) {}

  explicit HashRing(Options options);

  [[nodiscard]] NodeId owner(std::uint64_t hash) const override {
    return owners_[find_point(hash)];
  }

  [[nodiscard]] std::optional<Segments> segments() const override;
  [[nodiscard]] std::unique_ptr<Placement> clone() const override;
  [[nodiscard]] std::size_t memory_bytes() const override;

  /// Number of points on the ring.
  [[nodiscard]] std::size_t points() const { return positions_.size(); }

  /// Where a node's virtual node number `replica` stands.
  [[nodiscard]] static std::uint64_t position(std::uint64_t seed, NodeId id, std::uint64_t replica);

 protected:
  [[nodiscard]] std::optional<NodeId> next_preferred(Cursor& cursor) const override;
  void validate(std::span<const Node> added) const override;
  void on_add(std::span<const Node> added) override;
  void on_remove(const Node& removed) override;

 private:
  struct Point {
    std::uint64_t position;
    NodeId owner;
  };

  /// Index of the first point at or after `hash`, going round.
  [[nodiscard]] std::size_t find_point(std::uint64_t hash) const {
    std::size_t i = first_in_bucket_[hash >> bucket_shift_];
    while (i < positions_.size() && positions_[i] < hash) {
      ++i;
    }
    return i < positions_.size() ? i : 0;
  }

  void rebuild(const std::vector<Point>& points);
  void index_buckets();

  Options options_;
  std::vector<std::uint64_t> positions_;  // ascending
  std::vector<NodeId> owners_;            // of the point with the same index
  // By the leading bits of a position: the first point in or after that bucket.
  std::vector<std::uint32_t> first_in_bucket_;
  int bucket_shift_ = 63;
};

}  // namespace napkin::algorithms
