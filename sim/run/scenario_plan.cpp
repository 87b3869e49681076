#include "sim/run/scenario_plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/run/measure_targets.h"
#include "sim/run/timeline.h"
#include "sim/scenario/nearest_name.h"

namespace napkin {

namespace {

/// Reads the entries of `components` and what they refer to.
class PartReader {
 public:
  PartReader(ScenarioPlan& plan, const ReadContext& context) : plan_(plan), context_(context) {}

  void read() {
    const Node& components = plan_.keys.components;
    if (!components || !components.is_map() || components.entries().empty()) {
      context_.diagnostics.error(components ? components : plan_.root,
                                 "there are no components",
                                 "write components: {users: {kind: clients, ...}, ...}");
      return;
    }
    for (const NodeEntry& entry : components.entries()) {
      read_part(entry);
    }
    for (const ScenarioPlan::Part& part : plan_.parts) {
      check_references(part);
    }
  }

 private:
  Diagnostics& diagnostics() { return context_.diagnostics; }

  void read_part(const NodeEntry& entry) {
    if (!entry.value.is_map()) {
      diagnostics().error(
          entry.value, "a component is a map", "write " + entry.key + ": {kind: service, ...}");
      return;
    }
    if (!parse_address(entry.key).address || entry.key.find_first_of(".[") != std::string::npos) {
      diagnostics().error(entry,
                          "\"" + entry.key + "\" cannot be the name of a component",
                          "letters, digits, _ and -, beginning with a letter");
      return;
    }
    const ComponentKind* const kind = read_kind(entry);
    const std::size_t region = read_region(entry.value);
    if (kind == nullptr) {
      return;
    }
    plan_.parts.push_back({entry.key,
                           kind->name,
                           region,
                           entry.value,
                           kind->read(entry.value, context_, {"kind", "region"})});
  }

  const ComponentKind* read_kind(const NodeEntry& entry) {
    const Node node = entry.value.at("kind");
    std::vector<std::string> names;
    for (const ComponentKind* const kind : ComponentKinds::all()) {
      names.push_back(kind->name);
    }
    if (!node || !node.is_scalar()) {
      diagnostics().error(
          entry, "the component \"" + entry.key + "\" has no kind", "kinds: " + list(names));
      return nullptr;
    }
    const ComponentKind* const kind = ComponentKinds::find(node.text());
    if (kind == nullptr) {
      diagnostics().error(
          node, "unknown kind \"" + node.text() + "\"", suggestion(node.text(), names));
    }
    return kind;
  }

  std::size_t read_region(const Node& part) {
    const Node node = part.at("region");
    if (!node) {
      return 0;
    }
    std::vector<std::string> names;
    for (std::size_t index = 0; index < plan_.regions.size(); ++index) {
      names.push_back(plan_.regions[index].name);
      if (node.is_scalar() && node.text() == names.back()) {
        return index;
      }
    }
    diagnostics().error(
        node, "unknown region \"" + to_text(node) + "\"", suggestion(to_text(node), names));
    return 0;
  }

  void check_references(const ScenarioPlan::Part& part) {
    for (const CallReference* const reference : part.plan->references()) {
      check_reference(*reference);
    }
    for (const CallReference* const reference : part.plan->local_references()) {
      check_region(part, *reference);
    }
  }

  void check_region(const ScenarioPlan::Part& part, const CallReference& reference) {
    const ScenarioPlan::Part* const callee = plan_.find_part(reference.component);
    if (callee != nullptr && callee->region != part.region) {
      const auto& regions = plan_.regions;
      diagnostics().error(
          reference.node,
          fmt::format("\"{}\" stands in the region {}, but \"{}\" ({}) in {}",
                      callee->name,
                      regions[callee->region].name,
                      part.name,
                      part.kind,
                      regions[part.region].name),
          fmt::format("give both the same region, or each region a {} of its own", part.kind));
    }
  }

  void check_reference(const CallReference& reference) {
    const ScenarioPlan::Part* const callee = plan_.find_part(reference.component);
    if (callee == nullptr) {
      const Node& components = plan_.keys.components;
      // A component with mistakes of its own was reported there.
      if (components.find(reference.component) != nullptr) {
        return;
      }
      std::vector<std::string> names;
      for (const ScenarioPlan::Part& other : plan_.parts) {
        names.push_back(other.name);
      }
      diagnostics().error(reference.node,
                          "there is no component \"" + reference.component + "\"",
                          suggestion(reference.component, names));
      return;
    }
    const std::vector<std::string> operations = callee->plan->operations();
    if (std::find(operations.begin(), operations.end(), reference.operation) == operations.end()) {
      diagnostics().error(reference.node,
                          "\"" + callee->name + "\" (" + callee->kind + ") has no operation \"" +
                              reference.operation + "\"",
                          suggestion(reference.operation, operations));
    }
  }

  static std::string list(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
      text += (text.empty() ? "" : ", ") + name;
    }
    return text;
  }

  ScenarioPlan& plan_;
  const ReadContext& context_;
};

void check_links(const ScenarioPlan& plan, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const ScenarioPlan::Region& region : plan.regions) {
    names.push_back(region.name);
  }
  for (const LinkKeys& link : plan.keys.links) {
    for (const std::string& name : link.between) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        diagnostics.error(plan.root.at("links"),
                          "a link names the unknown region \"" + name + "\"",
                          suggestion(name, names));
      }
    }
  }
}

/// Series are as fine as this when the run has ended: they begin with windows of a second, and
/// double these when they run out of them.
Duration series_width(Duration run) {
  const Windows::Options windows;
  Duration width = windows.width;
  while (width * static_cast<std::int64_t>(windows.limit) <= run) {
    width *= 2;
  }
  return width;
}

/// A span that cut through a window of the series could not be measured exactly.
void check_spans(const ScenarioPlan& plan, Diagnostics& diagnostics) {
  const Duration width = series_width(plan.keys.run.duration);
  const auto cuts = [width](const std::optional<Time>& edge) {
    return edge && *edge % width != Duration::zero();
  };
  const auto check = [&](const TimeWindow& span, const Mark& mark) {
    if (cuts(span.start) || cuts(span.end)) {
      const std::int64_t seconds = width / 1s;
      diagnostics.error(
          mark,
          fmt::format("a span of this run begins and ends at multiples of {}s", seconds),
          fmt::format("such as {}s..{}s", 5 * seconds, 10 * seconds));
    }
  };
  for (const Expectation& expectation : plan.expectations) {
    check(expectation.measure.window, expectation.mark);
  }
  for (const Claim& claim : plan.claims) {
    check(claim.measure.window, claim.node.mark());
  }
}

void check_partitions(const ScenarioPlan& plan, Diagnostics& diagnostics) {
  int partitions = 0;
  for (const TimelineKeys& entry : plan.timeline) {
    const int before = partitions;
    partitions += Timeline::partitions_of(entry);
    if (before <= Timeline::kPartitionsMax && partitions > Timeline::kPartitionsMax) {
      diagnostics.error(entry.node,
                        fmt::format("there are more than {} partitions, each way counted",
                                    Timeline::kPartitionsMax),
                        "let one entry name several hosts, such as api[*]");
    }
  }
}

/// `phones.rate_factor`: which settings a component has, it knows itself.
void check_setting(const ScenarioPlan& plan, const TimelineKeys& entry, Diagnostics& diagnostics) {
  const std::size_t dot = entry.set->find('.');
  std::vector<std::string> names;
  for (const ScenarioPlan::Part& part : plan.parts) {
    names.push_back(part.name);
  }
  const std::string name = entry.set->substr(0, dot);
  if (dot == std::string::npos || dot + 1 == entry.set->size()) {
    diagnostics.error(entry.node.at("set"),
                      "\"" + *entry.set + "\" is no setting of a component",
                      "write set: phones.rate_factor");
  } else if (plan.find_part(name) == nullptr) {
    diagnostics.error(
        entry.node.at("set"), "there is no component \"" + name + "\"", suggestion(name, names));
  }
}

void check_addresses(const ScenarioPlan& plan, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const ScenarioPlan::Part& part : plan.parts) {
    names.push_back(part.name);
  }
  for (const ScenarioPlan::Region& region : plan.regions) {
    names.push_back(region.name);
  }
  for (const TimelineKeys& entry : plan.timeline) {
    std::vector<Address> addresses = entry.partition;
    for (const auto* const address : {&entry.kill,
                                      &entry.restart,
                                      &entry.pause,
                                      &entry.resume,
                                      &entry.slow,
                                      &entry.slow_link,
                                      &entry.isolate,
                                      &entry.step_clock,
                                      &entry.drift_clock}) {
      if (address->has_value()) {
        addresses.push_back(**address);
      }
    }
    if (entry.set) {
      check_setting(plan, entry, diagnostics);
    }
    for (const Address& address : addresses) {
      if (std::find(names.begin(), names.end(), address.root()) == names.end()) {
        diagnostics.error(entry.node,
                          "there is no \"" + address.root() + "\" to do this to",
                          suggestion(address.root(), names));
      }
    }
  }
}

}  // namespace

const ScenarioPlan::Part* ScenarioPlan::find_part(std::string_view name) const {
  for (const Part& part : parts) {
    if (part.name == name) {
      return &part;
    }
  }
  return nullptr;
}

ScenarioPlan plan_scenario(const ScenarioTree& tree, Diagnostics& diagnostics) {
  ScenarioPlan plan;
  plan.root = tree.root;
  if (!tree.root) {
    return plan;
  }
  const ReadContext context = tree.context(diagnostics);
  plan.keys = declaration_of<ScenarioKeys>().read(tree.root, context);
  for (const auto& [name, keys] : plan.keys.regions) {
    plan.regions.push_back({name, keys});
  }
  if (plan.regions.empty()) {
    plan.regions.push_back({"region", RegionKeys{}});
  }
  PartReader(plan, context).read();
  plan.timeline = plan.keys.timeline;
  plan.expectations = read_expectations(plan.keys.expect, diagnostics);
  plan.claims = plan.keys.claims;
  read_claimed_values(plan.claims, context);
  check_spans(plan, diagnostics);
  check_measure_targets(plan, diagnostics);
  check_links(plan, diagnostics);
  check_addresses(plan, diagnostics);
  check_partitions(plan, diagnostics);
  if (plan.keys.run.until) {
    plan.until = read_precision_goal(plan.keys.run.until, diagnostics);
  }
  if (plan.keys.run.warm_up.length >= plan.keys.run.duration && diagnostics.empty()) {
    diagnostics.error(plan.root.at("run"),
                      "the warm-up leaves nothing to measure",
                      "make warm_up shorter than duration");
  }
  return plan;
}

LinkOptions line_options(const LineKeys& keys, LinkOptions defaults) {
  if (keys.latency) {
    defaults.latency = *keys.latency;
  }
  if (keys.bandwidth) {
    defaults.bandwidth_bps = *keys.bandwidth;
  }
  defaults.loss = keys.loss;
  defaults.duplicate = keys.duplicate;
  defaults.reorder = keys.reorder;
  defaults.reorder_delay = keys.reorder_delay;
  return defaults;
}

}  // namespace napkin
