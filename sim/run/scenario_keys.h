#pragma once

#include <cstdint>   // int64_t, uint64_t
#include <optional>  // optional
#include <string>    // string
#include <utility>   // pair
#include <vector>    // vector

#include "sim/kernel/law.h"
#include "sim/run/budget.h"
#include "sim/run/timeline_keys.h"
#include "sim/scenario/claim.h"
#include "sim/scenario/declaration.h"

namespace napkin {

/// How far two regions are apart, when no latency is given: the documents' classes of lines.
enum class LineDistance : std::uint8_t { kSameCity, kNational, kInternational };

/// Faults of a line that are always there; the timeline brings the others.
struct LineKeys {
  std::optional<Law> latency;
  std::optional<double> bandwidth;
  double loss = 0;
  double duplicate = 0;
  double reorder = 0;
  Duration reorder_delay{0};
};

void declare(Declaration<LineKeys>& keys);

/// An entry of `regions`.
struct RegionKeys {
  std::int64_t zones = 1;
  LineKeys same_zone;
  LineKeys between_zones;
};

void declare(Declaration<RegionKeys>& keys);

/// An entry of `links`: a line between two regions.
struct LinkKeys {
  std::vector<std::string> between;
  LineDistance distance = LineDistance::kNational;
  LineKeys line;
};

void declare(Declaration<LinkKeys>& keys);

/// How much of the start is not measured: a time, or `auto`, which lets a rule find it.
struct WarmUpKey {
  Duration length{0};
  bool automatic = false;
};

/// `run`.
struct RunKeys {
  std::uint64_t seed = 1;
  Duration duration{0};
  WarmUpKey warm_up;
  std::uint32_t replications = 1;
  Node until;  ///< read by the plan
  std::uint32_t replications_max = 0;
  bool trace = true;
  BudgetKeys budget;
};

void declare(Declaration<RunKeys>& keys);

/// An entry of `groups`: components that stand several times, each time together.
struct GroupKeys {
  std::optional<std::int64_t> copies;  ///< cell[0], cell[1], ...
  std::vector<std::string> regions;    ///< or one in each of these: cell.east, cell.west
  Node components;
};

void declare(Declaration<GroupKeys>& keys);

/// The scenario's top level; what other parts read by their own rules is kept as nodes.
struct ScenarioKeys {
  std::int64_t version = 1;
  std::optional<std::string> extends;  ///< followed by the loader
  std::string name;
  std::string about;
  Node params;    ///< read by the loader
  Node workload;  ///< read by the loader
  std::vector<std::pair<std::string, RegionKeys>> regions;
  std::vector<LinkKeys> links;
  std::vector<std::pair<std::string, GroupKeys>> groups;
  Node components;
  RunKeys run;
  std::vector<TimelineKeys> timeline;
  Node expect;  ///< read by read_expectations
  std::vector<Claim> claims;
};

void declare(Declaration<ScenarioKeys>& keys);

/// What every component has besides the keys of its kind. Read where the parts are wired.
struct PartKeys {
  std::optional<std::string> region;
  Node regions;
};

void declare(Declaration<PartKeys>& keys);

}  // namespace napkin
