#include "sim/run/measure_targets.h"

#include <algorithm>
#include <string>
#include <vector>

#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin {

namespace {

std::vector<std::string> known_names(const ScenarioPlan& plan) {
  std::vector<std::string> names;
  for (const ScenarioPlan::Part& part : plan.parts) {
    const std::vector<std::string> measured = part.plan->measured();
    names.insert(names.end(), measured.begin(), measured.end());
    names.push_back(part.name);
    // Of `cell[1].api` also `cell`, and of `api.east` also `api`.
    names.push_back(part.name.substr(0, part.name.find_first_of(".[")));
    names.push_back(part.name.substr(0, part.name.find_first_of(".[")));  // of all its copies
  }
  for (const ScenarioPlan::Region& region : plan.regions) {
    names.push_back(region.name);
  }
  return names;
}

/// The name that was meant; empty when the target is there, or like nothing that is.
std::string meant_by(const Measure& measure, const std::vector<std::string>& names) {
  if (measure.target.empty()) {
    return {};  // what is wrong with it was reported
  }
  const std::string& root = measure.target.root();
  const bool known = std::find(names.begin(), names.end(), root) != names.end() ||
                     std::find(names.begin(), names.end(), measure.target.text()) != names.end();
  return known ? std::string() : std::string(nearest_name(root, names));
}

/// What is known of a window of time; the rest, such as what components say of themselves, only of
/// the whole run.
bool is_known_in_windows(const Measure& measure) {
  static const std::vector<std::string> kFunctions = {"mean",
                                                      "min",
                                                      "max",
                                                      "error_rate",
                                                      "availability",
                                                      "rate",
                                                      "throughput",
                                                      "max_throughput",
                                                      "arrival_rate",
                                                      "completed",
                                                      "failed",
                                                      "utilisation",
                                                      "queue_mean"};
  return measure.quantile ||
         std::find(kFunctions.begin(), kFunctions.end(), measure.function) != kFunctions.end();
}

}  // namespace

void check_measure_targets(const ScenarioPlan& plan, Diagnostics& diagnostics) {
  if (plan.parts.size() < plan.keys.components.entries().size()) {
    return;  // who is missing has mistakes of its own, and may be what was meant
  }
  const std::vector<std::string> names = known_names(plan);
  const auto check = [&](const Measure& measure, const Mark& mark, std::size_t length) {
    const std::string meant = meant_by(measure, names);
    if (!meant.empty()) {
      diagnostics.add({mark,
                       length,
                       "there is no operation, component or region " + quote(measure.target.root()),
                       "did you mean " + quote(meant) + "?"});
    } else if (!measure.window.is_whole() && !is_known_in_windows(measure)) {
      diagnostics.add({mark,
                       length,
                       measure.function + " is known of the whole run only",
                       "leave out the window of time"});
    }
  };
  for (const Expectation& expectation : plan.expectations) {
    check(expectation.measure, expectation.mark, expectation.text.size());
  }
  for (const Claim& claim : plan.claims) {
    const Node node = claim.node.at("measure");
    check(claim.measure, node.mark(), node.length());
  }
}

void resolve_regions(ScenarioPlan& plan) {
  const auto resolve = [&plan](Measure& measure) {
    const std::string name = measure.target.text();
    for (const ScenarioPlan::Part& part : plan.parts) {
      const bool stands_there = plan.regions[part.region].name == name;
      const AddressResult address = parse_address(part.name);
      if (stands_there && address.address && part.plan->measured().empty() &&
          plan.find_part(name) == nullptr) {
        measure.parts.push_back(*address.address);
      }
    }
  };
  for (Expectation& expectation : plan.expectations) {
    resolve(expectation.measure);
  }
  for (Claim& claim : plan.claims) {
    resolve(claim.measure);
  }
}

}  // namespace napkin
