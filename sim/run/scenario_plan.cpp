#include "sim/run/scenario_plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/run/forecast.h"
#include "sim/run/measure_targets.h"
#include "sim/run/part_reader.h"
#include "sim/run/plan_checks.h"
#include "sim/run/timeline_check.h"
#include "sim/scenario/nearest_name.h"

namespace napkin {

namespace {

/// The entries with the places where they stand.
void place_timeline(ScenarioPlan& plan) {
  plan.timeline = plan.keys.timeline;
  const Node list = plan.root.at("timeline");
  for (std::size_t index = 0; index < plan.timeline.size(); ++index) {
    plan.timeline[index].node = list.items().at(index);
  }
}

void check_links(const ScenarioPlan& plan, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const ScenarioPlan::Region& region : plan.regions) {
    names.push_back(region.name);
  }
  const std::vector<Node>& nodes = plan.root.at("links").items();
  for (std::size_t index = 0; index < plan.keys.links.size(); ++index) {
    const LinkKeys& link = plan.keys.links[index];
    if (index < nodes.size()) {
      check_line(link, nodes[index], diagnostics);
    }
    for (std::size_t other = 0; other < index; ++other) {
      const std::vector<std::string>& ends = plan.keys.links[other].between;
      if (std::is_permutation(ends.begin(), ends.end(), link.between.begin(), link.between.end())) {
        diagnostics.error(nodes[index], "between: these two regions have a line already", "");
      }
    }
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

}  // namespace

const ScenarioPlan::Part* ScenarioPlan::find_part(std::string_view name) const {
  for (const Part& part : parts) {
    if (part.name == name) {
      return &part;
    }
  }
  return nullptr;
}

std::vector<std::string> ScenarioPlan::part_names() const {
  std::vector<std::string> names;
  for (const Part& part : parts) {
    names.push_back(part.name);
  }
  return names;
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
  read_parts(plan, context);
  place_timeline(plan);
  plan.expectations = read_expectations(plan.keys.expect, diagnostics);
  plan.claims = plan.keys.claims;
  read_claimed_values(plan.claims, context);
  check_spans(plan, diagnostics);
  check_measure_targets(plan, diagnostics);
  resolve_regions(plan);
  check_links(plan, diagnostics);
  check_timeline(plan, context);
  if (diagnostics.empty()) {
    check_region_names(plan, diagnostics);
    check_memory(plan, diagnostics);
    check_circles(plan, diagnostics);
  }
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
