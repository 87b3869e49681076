#pragma once

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// Rendezvous, or highest random weight: each node draws a score from the key and its own id, and
/// the highest owns the key. A join or leave moves exactly the keys of that node; the order of
/// scores is a list of replicas for free; weights are exact. It pays by asking all nodes each time.
/// owner: O(nodes); no memory. Scores are -weight / ln(u) for u uniform in (0, 1), which gives each
/// node its weight's share. Source: Thaler and Ravishankar, "Using name-based mappings to increase
/// hit rates", IEEE/ACM Transactions on Networking 6(1), 1998; weights: Schindelhauer and
/// Schomaker, "Weighted distributed hash tables", SPAA 2005.
///
///     RendezvousPlacement nodes;
///     nodes.add({.id = NodeId{0}, .weight = 3});
///     const NodeId node = nodes.owner(xxh64(key));
class RendezvousPlacement final : public Placement {
 public:
  explicit RendezvousPlacement(std::uint64_t seed = 0) : seed_(seed) {}

  [[nodiscard]] NodeId owner(std::uint64_t hash) const override;
  [[nodiscard]] std::unique_ptr<Placement> clone() const override;

  [[nodiscard]] std::size_t memory_bytes() const override { return 0; }

 protected:
  [[nodiscard]] std::optional<NodeId> next_preferred(Cursor& cursor) const override;

  void on_add(std::span<const Node>) override { note_weights(); }

  void on_remove(const Node&) override { note_weights(); }

 private:
  struct Score {
    double value = 0;
    NodeId id{};

    /// A tie goes to the smaller id.
    [[nodiscard]] bool beats(const Score& other) const {
      return value != other.value ? value > other.value : id < other.id;
    }
  };

  [[nodiscard]] Score score(std::uint64_t hash, const Node& node) const;
  void note_weights();

  std::uint64_t seed_;
  bool equal_weights_ = true;
};

}  // namespace napkin::algorithms
