#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/scenario/node.h"

namespace napkin::components {

/// What is done to one key of a scenario.
enum class Damage {
  kDropped,
  kRenamed,
  kDoubled,
  kOtherType,
  kWrongUnit,
  kNegative,
  kHuge,
};

/// A scenario with one mistake in it.
struct Mutant {
  Damage damage = Damage::kDropped;
  std::string path;      ///< "components.api.replicas", "timeline[0].at"
  std::string key;       ///< the key it is about, "replicas"
  std::string text;      ///< the scenario, every key on a line of its own
  std::size_t line = 0;  ///< of the key in the text; of the map around it when it was dropped
  std::size_t parent_line = 0;  ///< of the key that the map around it is the value of; 1 at the top
  std::string change;           ///< "5ms -> -5ms"
};

/// Every mutant of the scenario: each key with every kind of damage, in some variants.
[[nodiscard]] std::vector<Mutant> mutants_of(const Node& root);

/// The tree as YAML, every key on a line of its own.
[[nodiscard]] std::string written(const Node& root);

}  // namespace napkin::components
