#include "sim/run/part_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/run/part_names.h"
#include "sim/scenario/nearest_name.h"

namespace napkin {

namespace {

constexpr std::size_t kPartsMax = 2000;

/// Reads the entries of `components` and what they refer to.
class PartReader {
 public:
  PartReader(ScenarioPlan& plan, const ReadContext& context) : plan_(plan), context_(context) {}

  void read() {
    const Node& components = plan_.keys.components;
    const bool none = !components || !components.is_map() || components.entries().empty();
    if (none && plan_.keys.groups.empty()) {
      context_.diagnostics.error(components ? components : plan_.root,
                                 "there are no components",
                                 "write components: {users: {kind: clients, ...}, ...}");
      return;
    }
    read_map(components, {});
    for (const auto& [name, group] : plan_.keys.groups) {
      read_group(name, group);
    }
    names_ = plan_.part_names();
    for (const ScenarioPlan::Part& part : plan_.parts) {
      check_references(part);
    }
  }

 private:
  Diagnostics& diagnostics() { return context_.diagnostics; }

  /// A copy of a group: what its parts are called, and where they stand.
  struct Copy {
    std::string prefix;
    std::optional<std::size_t> region{};
  };

  void read_map(const Node& components, const Copy& copy) {
    for (const NodeEntry& entry : components.entries()) {
      read_part(entry, copy);
    }
  }

  void read_group(const std::string& name, const GroupKeys& group) {
    const Node node = plan_.keys.components ? plan_.keys.components.at(name) : Node();
    if (!is_part_name(name) || node) {
      diagnostics().error(group.components ? group.components : plan_.root,
                          "\"" + name + "\" cannot be the name of a group",
                          "letters, digits, _ and -, and no name of a component");
      return;
    }
    if (!group.components || !group.components.is_map()) {
      diagnostics().error(group.components ? group.components : plan_.root,
                          "the group \"" + name + "\" has no components",
                          "write components: {api: {kind: service, ...}}");
      return;
    }
    for (std::int64_t copy = 0; copy < group.copies.value_or(0); ++copy) {
      read_map(group.components, {name + "[" + std::to_string(copy) + "]."});
    }
    for (const std::string& region : group.regions) {
      const std::optional<std::size_t> index = find_region(region);
      if (!index) {
        report_region(group.components, region);
      }
      read_map(group.components, {name + "." + region + ".", index});
    }
  }

  void read_part(const NodeEntry& entry, const Copy& copy) {
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
    if (entry.value.find("regions") != nullptr) {
      read_spread(entry, kind, copy);
      return;
    }
    const std::size_t region = read_region(entry.value, copy);
    if (kind != nullptr) {
      add_part(copy.prefix + entry.key, copy, *kind, region, entry.value);
    }
  }

  void add_part(std::string name,
                const Copy& copy,
                const ComponentKind& kind,
                std::size_t region,
                const Node& node) {
    if (plan_.parts.size() == kPartsMax) {
      diagnostics().error(node, "the groups make too many components", "at most 2000 in all");
    }
    if (plan_.parts.size() >= kPartsMax) {
      return;
    }
    plan_.parts.push_back({std::move(name),
                           kind.name,
                           region,
                           copy.prefix,
                           node,
                           kind.read(node, context_, {"kind", "region", "regions"})});
  }

  /// `regions: [east, west]` stands for a component in each; `regions: {east: 3, west: 1}` says how
  /// many instances each has.
  void read_spread(const NodeEntry& entry, const ComponentKind* kind, const Copy& copy) {
    const Node regions = entry.value.at("regions");
    if (entry.value.find("region") != nullptr || copy.region) {
      diagnostics().error(regions, "the region is said twice", "give one of region and regions");
      return;
    }
    if (kind == nullptr) {
      return;
    }
    if ((!regions.is_list() && !regions.is_map()) ||
        (regions.items().empty() && regions.entries().empty())) {
      diagnostics().error(regions,
                          "expected regions",
                          "write regions: [east, west] or regions: {east: 3, west: 1}");
      return;
    }
    for (const Node& item : regions.items()) {
      add_spread(entry, *kind, copy, to_text(item), item, entry.value);
    }
    const std::string count = count_key(*kind);
    for (const NodeEntry& item : regions.entries()) {
      if (count.empty()) {
        diagnostics().error(
            item, "this kind has no number of instances", "write a list of regions");
        return;
      }
      add_spread(entry, *kind, copy, item.key, item.value, with(entry.value, count, item));
    }
  }

  void add_spread(const NodeEntry& entry,
                  const ComponentKind& kind,
                  const Copy& copy,
                  const std::string& region,
                  const Node& place,
                  const Node& node) {
    const std::optional<std::size_t> index = find_region(region);
    if (!index) {
      report_region(place, region);
      return;
    }
    add_part(copy.prefix + entry.key + "." + region, copy, kind, *index, node);
  }

  /// The key that says how many instances there are.
  static std::string count_key(const ComponentKind& kind) {
    const DeclarationInfo& keys = kind.keys();
    for (const char* const key : {"nodes", "replicas"}) {
      if (keys.find(key) != nullptr && keys.find("shards") == nullptr) {
        return key;
      }
    }
    return {};
  }

  static Node with(const Node& map, const std::string& key, const NodeEntry& value) {
    std::vector<NodeEntry> entries;
    for (const NodeEntry& entry : map.entries()) {
      if (entry.key != key) {
        entries.push_back(entry);
      }
    }
    entries.push_back({key, value.mark, value.value});
    return Node::map(std::move(entries), map.mark());
  }

  std::optional<std::size_t> find_region(const std::string& name) const {
    for (std::size_t index = 0; index < plan_.regions.size(); ++index) {
      if (plan_.regions[index].name == name) {
        return index;
      }
    }
    return std::nullopt;
  }

  void report_region(const Node& place, const std::string& name) {
    std::vector<std::string> names;
    for (const ScenarioPlan::Region& region : plan_.regions) {
      names.push_back(region.name);
    }
    diagnostics().error(place, "unknown region \"" + name + "\"", suggestion(name, names));
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

  std::size_t read_region(const Node& part, const Copy& copy) {
    const Node node = part.at("region");
    if (!node) {
      return copy.region.value_or(0);
    }
    const std::optional<std::size_t> region = find_region(to_text(node));
    if (!region) {
      report_region(node, to_text(node));
    }
    return region.value_or(0);
  }

  void check_references(const ScenarioPlan::Part& part) {
    for (const CallReference* const reference : part.plan->references()) {
      check_reference(part, *reference);
    }
    for (const CallReference* const reference : part.plan->local_references()) {
      check_region(part, *reference);
    }
  }

  void check_region(const ScenarioPlan::Part& part, const CallReference& reference) {
    const ScenarioPlan::Part* const callee =
        plan_.find_part(resolve_part(reference.component, plan_.scope_of(part), names_));
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

  void check_reference(const ScenarioPlan::Part& part, const CallReference& reference) {
    const ScenarioPlan::Part* const callee =
        plan_.find_part(resolve_part(reference.component, plan_.scope_of(part), names_));
    if (callee == nullptr) {
      // A component with mistakes of its own was reported there.
      if (!is_written(reference.component)) {
        diagnostics().error(reference.node,
                            "there is no component \"" + reference.component + "\"",
                            suggestion(reference.component, names_));
      }
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

  /// Whether the scenario has a component of this name, sound or not.
  bool is_written(const std::string& name) const {
    const std::string own =
        name.substr(name.rfind('.') == std::string::npos ? 0 : name.rfind('.') + 1);
    const Node& components = plan_.keys.components;
    bool written = components && components.find(name) != nullptr;
    for (const auto& [group, keys] : plan_.keys.groups) {
      written = written || (keys.components && keys.components.find(own) != nullptr &&
                            plan_.find_part(name) == nullptr && name == own);
    }
    return written;
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
  std::vector<std::string> names_;  // of all parts
};

}  // namespace

void read_parts(ScenarioPlan& plan, const ReadContext& context) {
  PartReader(plan, context).read();
}

}  // namespace napkin
