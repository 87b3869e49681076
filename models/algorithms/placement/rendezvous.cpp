#include "models/algorithms/placement/rendezvous.h"

#include <algorithm>
#include <functional>

#include "models/algorithms/base/deterministic_math.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

RendezvousPlacement::Score RendezvousPlacement::score(std::uint64_t hash, const Node& node) const {
  const std::uint64_t word = mix64(hash ^ seed_, number_of(node.id));
  const double uniform = (static_cast<double>(word >> 11) + 0.5) * 0x1p-53;
  // With equal weights the logarithm would not change the order.
  return {equal_weights_ ? uniform : -static_cast<double>(node.weight) / natural_log(uniform),
          node.id};
}

NodeId RendezvousPlacement::owner(std::uint64_t hash) const {
  Score best = score(hash, nodes().front());
  for (const Node& node : nodes().subspan(1)) {
    const Score other = score(hash, node);
    best = other.beats(best) ? other : best;
  }
  return best.id;
}

/// The best of those that the last one, kept in the cursor, beats.
std::optional<NodeId> RendezvousPlacement::next_preferred(Cursor& cursor) const {
  std::optional<Score> last;
  if (cursor.step > 0) {
    last = score(cursor.hash, *find(NodeId{static_cast<std::uint32_t>(cursor.state)}));
  }
  std::optional<Score> best;
  for (const Node& node : nodes()) {
    const Score other = score(cursor.hash, node);
    if ((!last || last->beats(other)) && (!best || other.beats(*best))) {
      best = other;
    }
  }
  if (!best) {
    return std::nullopt;
  }
  ++cursor.step;
  cursor.state = number_of(best->id);
  return best->id;
}

void RendezvousPlacement::note_weights() {
  equal_weights_ =
      std::ranges::adjacent_find(nodes(), std::not_equal_to{}, &Node::weight) == nodes().end();
}

std::unique_ptr<Placement> RendezvousPlacement::clone() const {
  return std::make_unique<RendezvousPlacement>(*this);
}

}  // namespace napkin::algorithms
