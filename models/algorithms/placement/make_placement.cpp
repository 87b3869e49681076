#include <array>
#include <stdexcept>
#include <string>

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

struct Known {
  std::string_view name;
  Maker maker;
};

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

constexpr std::array kKnown = {
    Known{"jump", make<JumpPlacement>},
    Known{"ketama", make<KetamaRing>},
    Known{"maglev", make_maglev},
    Known{"modulo", make<ModuloPlacement>},
    Known{"range", make<RangePlacement>},
    Known{"redis_slots", make<RedisSlots>},
    Known{"rendezvous", make_rendezvous},
    Known{"ring", make_ring},
    Known{"slot_ring", make_slot_ring},
};

constexpr auto kNames = [] {
  std::array<std::string_view, kKnown.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = kKnown[i].name;
  }
  return names;
}();

}  // namespace

std::span<const std::string_view> placement_names() {
  return kNames;
}

std::unique_ptr<Placement> make_placement(std::string_view name, const PlacementOptions& options) {
  std::string message = "no placement is called \"" + std::string(name) + "\"; there are:";
  for (const Known& known : kKnown) {
    if (known.name == name) {
      return known.maker(options);
    }
    message += " " + std::string(known.name);
  }
  throw std::invalid_argument(message);
}

}  // namespace napkin::algorithms
