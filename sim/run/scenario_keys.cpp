#include "sim/run/scenario_keys.h"

#include <memory>

#include "sim/run/component_kind.h"
#include "sim/scenario/workload.h"

namespace napkin {

namespace {

/// A node that somebody else reads, of whose shape this is known.
Value<Node> node_of(ValueInfo info) {
  Value<Node> value = values::node();
  value.info = std::move(info);
  return value;
}

ValueInfo map_of(ValueInfo element) {
  ValueInfo info{.type = ValueType::kMap};
  info.element = std::make_shared<ValueInfo>(std::move(element));
  return info;
}

std::vector<Variant> kinds() {
  std::vector<Variant> variants;
  for (const ComponentKind* const kind : ComponentKinds::all()) {
    variants.push_back({kind->name, &kind->keys()});
  }
  return variants;
}

/// The map of one component: the keys of its kind, and those of all.
ValueInfo component_info() {
  ValueInfo info{.type = ValueType::kVariant};
  info.variants = std::make_shared<VariantInfo>(
      VariantInfo{.key = "kind", .all = kinds, .common = +[]() -> const DeclarationInfo& {
                    return declaration_of<PartKeys>().info();
                  }});
  return info;
}

ValueInfo workload_info() {
  ValueInfo info{.type = ValueType::kObject};
  info.nested = workload_keys;
  return info;
}

ValueInfo texts_info() {
  ValueInfo info{.type = ValueType::kList};
  info.element = std::make_shared<ValueInfo>(ValueInfo{.type = ValueType::kText});
  return info;
}

}  // namespace

void declare(Declaration<LineKeys>& keys) {
  keys.about("How messages travel, in one direction");
  keys.law("latency", &LineKeys::latency).help("one way; by default that of the distance");
  keys.bandwidth("bandwidth", &LineKeys::bandwidth)
      .more_than("0bps")
      .help("of the line; by default without limit");
  keys.ratio("loss", &LineKeys::loss).otherwise("0%").help("share of the messages that get lost");
  keys.ratio("duplicate", &LineKeys::duplicate)
      .otherwise("0%")
      .help("share of the requests that arrive twice");
  keys.ratio("reorder", &LineKeys::reorder)
      .otherwise("0%")
      .help("share of the messages that are held up and overtaken");
  keys.duration("reorder_delay", &LineKeys::reorder_delay)
      .otherwise("10ms")
      .help("for how long they are held up");
}

void declare(Declaration<RegionKeys>& keys) {
  keys.about("A part of the world: a city with its data centres");
  keys.count("zones", &RegionKeys::zones)
      .at_least(1)
      .at_most(16)
      .otherwise("1")
      .help("data centres; instances are spread over them");
  keys.object("same_zone", &RegionKeys::same_zone)
      .help("the network inside a data centre, 250us one way by default");
  keys.object("between_zones", &RegionKeys::between_zones)
      .help("lines between data centres of the region, 2ms one way by default");
}

void declare(Declaration<LinkKeys>& keys) {
  keys.about("A line between two regions, in both directions");
  keys.list_of("between", &LinkKeys::between, values::text())
      .required()
      .at_least(2)
      .at_most(2)
      .help("the names of the two regions");
  keys.choice<LineDistance>("distance",
                            &LinkKeys::distance,
                            {{"same_city", LineDistance::kSameCity},
                             {"national", LineDistance::kNational},
                             {"international", LineDistance::kInternational}})
      .otherwise("national")
      .help("latency if none is given: 2ms, 50ms or 150ms one way");
  keys.include(&LinkKeys::line);
}

namespace {

Value<WarmUpKey> warm_up_value() {
  Value<Duration> duration = values::duration();
  duration.info.choices = {"auto"};
  return {duration.info,
          [read = duration.read](const Node& node,
                                 const ValueInfo& known,
                                 const ReadContext& context) -> std::optional<WarmUpKey> {
            if (node.is_scalar() && node.text() == "auto") {
              return WarmUpKey{.automatic = true};
            }
            const std::optional<Duration> length = read(node, known, context);
            return length ? std::optional(WarmUpKey{.length = *length}) : std::nullopt;
          }};
}

}  // namespace

void declare(Declaration<RunKeys>& keys) {
  keys.about("How the scenario is run");
  keys.count("seed", &RunKeys::seed)
      .otherwise("1")
      .help("same seed, same result, to the last byte");
  keys.duration("duration", &RunKeys::duration)
      .more_than("0s")
      .otherwise("60s")
      .help("simulated time");
  keys.key("warm_up", &RunKeys::warm_up, warm_up_value())
      .otherwise("0s")
      .help("simulated time at the start that is not measured; auto finds it by a pilot run");
  keys.count("replications", &RunKeys::replications)
      .at_least(1)
      .at_most(10000)
      .otherwise("1")
      .help("runs that differ in their random numbers only, side by side");
  keys.node("until", &RunKeys::until)
      .help("adds replications until a value is known so exactly: p99(send) within 3%");
  keys.count("replications_max", &RunKeys::replications_max)
      .at_least(5)
      .at_most(10000)
      .otherwise("200")
      .help("with until: the most replications");
  keys.boolean("trace", &RunKeys::trace)
      .otherwise("true")
      .help("keep the spans of the slowest, the failed and some sampled requests");
  keys.object("budget", &RunKeys::budget).help("when to stop a run that costs too much");
}

void declare(Declaration<GroupKeys>& keys) {
  keys.about("Components that stand several times, each time together: cells, sites");
  keys.count("copies", &GroupKeys::copies)
      .at_least(1)
      .at_most(100)
      .help("how many; of a group cell the parts are cell[0].api, cell[1].api and so on");
  keys.list_of("regions", &GroupKeys::regions, values::text())
      .at_least(1)
      .help("or one in each of these regions: cell.east.api, cell.west.api");
  keys.key("components", &GroupKeys::components, node_of(map_of(component_info())))
      .optional()
      .help("the parts of each copy; by their short names they call each other");
  keys.check([](const GroupKeys& group, const KeyPlaces& places) {
    if (group.copies.has_value() != group.regions.empty()) {
      places.error("copies", "how often it stands is not clear", "give one of copies and regions");
    }
  });
}

void declare(Declaration<ScenarioKeys>& keys) {
  keys.about("A system, the load on it, what happens to it, and what is expected of it");
  keys.count("napkin", &ScenarioKeys::version)
      .required()
      .at_least(1)
      .at_most(1)
      .help("version of the scenario language");
  keys.text("extends", &ScenarioKeys::extends)
      .help("another scenario, over which this one is laid");
  keys.text("name", &ScenarioKeys::name).required().help("a few words");
  keys.text("about", &ScenarioKeys::about).otherwise("\"\"").help("a sentence or two");
  keys.key("params", &ScenarioKeys::params, node_of(map_of({.type = ValueType::kNode})))
      .optional()
      .help("values that a sweep may vary, used as \"{name}\"");
  keys.key("workload", &ScenarioKeys::workload, node_of(workload_info()))
      .optional()
      .help("users and what they do: gives the rates");
  keys.map_of("regions", &ScenarioKeys::regions, values::object<RegionKeys>())
      .help("parts of the world; by default one of one zone");
  keys.list_of("links", &ScenarioKeys::links, values::object<LinkKeys>())
      .help("lines between regions; by default national");
  keys.key("components", &ScenarioKeys::components, node_of(map_of(component_info())))
      .optional()
      .help("the parts of the system by name");
  keys.map_of("groups", &ScenarioKeys::groups, values::object<GroupKeys>())
      .help("components that stand several times, each time together");
  keys.object("run", &ScenarioKeys::run).help("how long, with which seed");
  keys.list_of("timeline", &ScenarioKeys::timeline, values::object<TimelineKeys>())
      .help("what happens while it runs");
  keys.key("expect", &ScenarioKeys::expect, node_of(texts_info()))
      .optional()
      .help("objectives, such as p99(send) < 200ms");
  keys.list_of("claims", &ScenarioKeys::claims, values::object<Claim>())
      .help("statements to hold against the simulation");
}

void declare(Declaration<PartKeys>& keys) {
  keys.about("What every component has");
  keys.text("region", &PartKeys::region).help("where it stands; by default the first region");
  keys.node("regions", &PartKeys::regions)
      .help("it stands in each of these, [east, west] or with instances, {east: 3, west: 1}");
}

}  // namespace napkin
