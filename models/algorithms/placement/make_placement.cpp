#include <array>

#include "models/algorithms/base/by_name.h"
#include "models/algorithms/placement/hash_ring.h"
#include "models/algorithms/placement/jump.h"
#include "models/algorithms/placement/ketama.h"
#include "models/algorithms/placement/maglev.h"
#include "models/algorithms/placement/modulo.h"
#include "models/algorithms/placement/placement.h"
#include "models/algorithms/placement/range_placement.h"
#include "models/algorithms/placement/redis_slots.h"
#include "models/algorithms/placement/rendezvous.h"
#include "models/algorithms/placement/slot_ring.h"

namespace napkin::algorithms {
namespace {

using Made = std::unique_ptr<Placement>;
using Maker = Made (*)(const PlacementOptions& options);

template <class Method>
Made make(const PlacementOptions&) {
  return std::make_unique<Method>();
}

Made make_maglev(const PlacementOptions& options) {
  return std::make_unique<MaglevPlacement>(
      MaglevPlacement::Options{.table_size = options.table_size, .seed = options.seed});
}

Made make_rendezvous(const PlacementOptions& options) {
  return std::make_unique<RendezvousPlacement>(options.seed);
}

Made make_ring(const PlacementOptions& options) {
  return std::make_unique<HashRing>(
      HashRing::Options{.virtual_nodes = options.virtual_nodes, .seed = options.seed});
}

Made make_slot_ring(const PlacementOptions& options) {
  return std::make_unique<SlotRing>(options.slots);
}

constexpr auto kKnown = std::to_array<Named<Maker>>({
    {"jump", make<JumpPlacement>},
    {"ketama", make<KetamaRing>},
    {"maglev", make_maglev},
    {"modulo", make<ModuloPlacement>},
    {"range", make<RangePlacement>},
    {"redis_slots", make<RedisSlots>},
    {"rendezvous", make_rendezvous},
    {"ring", make_ring},
    {"slot_ring", make_slot_ring},
});

constexpr auto kNames = names_of(kKnown);

}  // namespace

std::span<const std::string_view> placement_names() {
  return kNames;
}

std::unique_ptr<Placement> make_placement(std::string_view name, const PlacementOptions& options) {
  return maker_of(kKnown, name, "placement")(options);
}

}  // namespace napkin::algorithms
