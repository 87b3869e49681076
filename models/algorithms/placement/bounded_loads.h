#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// Consistent hashing with bounded loads: a request goes to its owner unless that already carries
/// more than `balance` times the mean load, in which case it goes to the next node in the order of
/// preference that does not. Affinity as far as balance allows. In a ring, a change of one node or
/// request moves O(1 / (balance - 1)^2) others in expectation.
/// acquire: O(nodes passed over); O(1) expected for a fixed balance above 1.
/// Source: Mirrokni, Thorup and Zadimoghaddam, "Consistent hashing with bounded loads", SODA 2018.
///
///     BoundedLoads balancer(make_placement("ring"), {.balance = 1.25});
///     balancer.add({.id = NodeId{0}});
///     const NodeId node = balancer.acquire(xxh64(url));   // one more request in flight there
///     balancer.release(node);
class BoundedLoads final {
 public:
  struct Options {
    double balance = 1.25;  // c: the largest load over the mean; at least 1
  };

  explicit BoundedLoads(std::unique_ptr<Placement> placement)
      : BoundedLoads(std::move(placement), Options{}) {}

  /// Throws std::invalid_argument if there is no placement, or balance is out of range.
  BoundedLoads(std::unique_ptr<Placement> placement, Options options);

  void add(const Node& node);

  /// Removes a node. Returns the load that it carried, which is gone with it: acquire it anew.
  std::uint64_t remove(NodeId id);

  /// Chooses the node for one more unit of load, and counts it. Requires: there are nodes.
  NodeId acquire(std::uint64_t hash);

  /// Takes one unit of load away; no effect if the node is gone. Requires: load(id) > 0 otherwise.
  void release(NodeId id);

  [[nodiscard]] std::uint64_t load(NodeId id) const;

  [[nodiscard]] std::uint64_t total_load() const { return total_load_; }

  /// The most that the node may carry with one more unit in the system:
  /// ceil(balance * (total load + 1) * its share of the weights). Requires: it is there.
  [[nodiscard]] std::uint64_t limit(NodeId id) const;

  [[nodiscard]] const Placement& placement() const { return *placement_; }

 private:
  [[nodiscard]] std::size_t rank_of(NodeId id) const;

  std::unique_ptr<Placement> placement_;
  Options options_;
  std::vector<std::uint64_t> loads_;  // by rank in placement_->nodes()
  std::uint64_t total_load_ = 0;
  std::uint64_t total_weight_ = 0;
};

}  // namespace napkin::algorithms
