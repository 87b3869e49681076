#pragma once

#include <memory>    // unique_ptr
#include <optional>  // optional
#include <string>    // string
#include <utility>   // pair
#include <vector>    // vector

#include "sim/net/region.h"
#include "sim/run/component_kind.h"
#include "sim/run/part_names.h"
#include "sim/run/scenario_keys.h"
#include "sim/run/timeline_keys.h"
#include "sim/scenario/expectation.h"
#include "sim/scenario/scenario_tree.h"

namespace napkin {

/// A scenario that was read and checked: everything a `Simulation` is built from.
struct ScenarioPlan {
  struct Region {
    std::string name;
    RegionKeys keys;
  };

  struct Part {
    std::string name;
    std::string kind;
    std::size_t region = 0;  ///< index into `regions`
    std::string group;       ///< "cell[1]."; empty outside of groups
    Node node;
    std::unique_ptr<ComponentPlan> plan;
  };

  ScenarioKeys keys;
  std::vector<Region> regions;         ///< at least one
  std::vector<Part> parts;             ///< in the order of the scenario
  std::vector<TimelineKeys> timeline;  ///< in the order of the scenario
  std::vector<Expectation> expectations;
  std::vector<Claim> claims;
  std::optional<PrecisionGoal> until;  ///< replications are added until it is reached
  Node root;                           ///< what was run, parameters put in

  [[nodiscard]] const Part* find_part(std::string_view name) const;

  /// The full names of all parts.
  [[nodiscard]] std::vector<std::string> part_names() const;

  /// From where a part looks for others.
  [[nodiscard]] PartScope scope_of(const Part& part) const {
    return {part.group, regions[part.region].name};
  }
};

/// Reads and checks a loaded scenario. Mistakes are reported, all of them; the plan is only good
/// when there are none.
[[nodiscard]] ScenarioPlan plan_scenario(const ScenarioTree& tree, Diagnostics& diagnostics);

/// Settings of a line, laid over the defaults of its distance.
[[nodiscard]] LinkOptions line_options(const LineKeys& keys, LinkOptions defaults);

}  // namespace napkin
