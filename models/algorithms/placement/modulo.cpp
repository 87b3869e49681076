#include "models/algorithms/placement/modulo.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

std::optional<NodeId> ModuloPlacement::next_preferred(Cursor& cursor) const {
  if (cursor.step == size()) {
    return std::nullopt;
  }
  const std::size_t rank = (cursor.hash % size() + cursor.step) % size();
  ++cursor.step;
  return nodes()[rank].id;
}

void ModuloPlacement::validate(std::span<const Node> added) const {
  require(have_weight_one(added), "ModuloPlacement: every node has weight 1");
}

std::unique_ptr<Placement> ModuloPlacement::clone() const {
  return std::make_unique<ModuloPlacement>(*this);
}

}  // namespace napkin::algorithms
