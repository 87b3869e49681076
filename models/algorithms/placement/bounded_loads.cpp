#include "models/algorithms/placement/bounded_loads.h"

#include <cmath>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

BoundedLoads::BoundedLoads(std::unique_ptr<Placement> placement, Options options)
    : placement_(std::move(placement)), options_(options) {
  require(placement_ != nullptr, "BoundedLoads needs a placement");
  require(options.balance >= 1.0 && options.balance < 1e6,
          "BoundedLoads: balance must be from 1 to 1e6");
  loads_.resize(placement_->size());
  for (const Node& node : placement_->nodes()) {
    total_weight_ += node.weight;
  }
}

void BoundedLoads::add(const Node& node) {
  placement_->add(node);
  loads_.insert(loads_.begin() + static_cast<std::ptrdiff_t>(rank_of(node.id)), 0);
  total_weight_ += node.weight;
}

std::uint64_t BoundedLoads::remove(NodeId id) {
  const Node* const node = placement_->find(id);
  if (node == nullptr) {
    return 0;
  }
  const std::size_t rank = rank_of(id);
  const std::uint64_t load = loads_[rank];
  total_weight_ -= node->weight;
  total_load_ -= load;
  loads_.erase(loads_.begin() + static_cast<std::ptrdiff_t>(rank));
  placement_->remove(id);
  return load;
}

NodeId BoundedLoads::acquire(std::uint64_t hash) {
  const NodeId owner = placement_->owner(hash);
  const auto has_room = [this](NodeId id) { return loads_[rank_of(id)] < limit(id); };
  // The limits sum to more than the total load, so that some node always has room.
  const std::optional<NodeId> chosen =
      has_room(owner) ? owner : placement_->first_preferred(hash, has_room);
  NAPKIN_CONTRACT(chosen.has_value());
  ++loads_[rank_of(*chosen)];
  ++total_load_;
  return *chosen;
}

void BoundedLoads::release(NodeId id) {
  if (placement_->find(id) == nullptr) {
    return;
  }
  std::uint64_t& load = loads_[rank_of(id)];
  NAPKIN_CONTRACT(load > 0);
  --load;
  --total_load_;
}

std::uint64_t BoundedLoads::load(NodeId id) const {
  return placement_->find(id) == nullptr ? 0 : loads_[rank_of(id)];
}

std::uint64_t BoundedLoads::limit(NodeId id) const {
  const double share =
      static_cast<double>(placement_->find(id)->weight) / static_cast<double>(total_weight_);
  const double fair = options_.balance * static_cast<double>(total_load_ + 1);
  return static_cast<std::uint64_t>(std::ceil(fair * share));
}

std::size_t BoundedLoads::rank_of(NodeId id) const {
  return static_cast<std::size_t>(placement_->find(id) - placement_->nodes().data());
}

}  // namespace napkin::algorithms
