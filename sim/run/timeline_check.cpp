#include "sim/run/timeline_check.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/run/timeline.h"
#include "sim/scenario/nearest_name.h"

namespace napkin {

namespace {

using Parts = std::vector<const ScenarioPlan::Part*>;

class TimelineChecker {
 public:
  TimelineChecker(ScenarioPlan& plan, const ReadContext& context)
      : plan_(plan), context_(context) {}

  void check() {
    int partitions = 0;
    for (TimelineKeys& entry : plan_.timeline) {
      for (const Address& address : entry.addresses()) {
        check_address(entry, address);
      }
      if (entry.set) {
        check_setting(entry);
      }
      if (entry.add) {
        check_resize(entry.node.at("add"), entry.add->to, entry.add->instances);
      }
      if (entry.remove) {
        check_resize(entry.node.at("remove"), entry.remove->from, entry.remove->instances);
      }
      check_degrade(entry);
      const int before = partitions;
      partitions += Timeline::partitions_of(entry);
      if (before <= Timeline::kPartitionsMax && partitions > Timeline::kPartitionsMax) {
        error(entry.node,
              fmt::format("there are more than {} partitions, each way counted",
                          Timeline::kPartitionsMax),
              "let one entry name several hosts, such as api[*]");
      }
    }
  }

 private:
  void error(const Node& at, std::string message, std::string hint) {
    context_.diagnostics.error(at, std::move(message), std::move(hint));
  }

  [[nodiscard]] Parts find_parts(const Address& address) const {
    Parts found;
    for (const ScenarioPlan::Part& part : plan_.parts) {
      if (names_part(address, *parse_address(part.name).address)) {
        found.push_back(&part);
      }
    }
    return found;
  }

  [[nodiscard]] bool is_region(const Address& address) const {
    return std::any_of(plan_.regions.begin(), plan_.regions.end(), [&address](const auto& region) {
      return region.name == address.root();
    });
  }

  /// Names that an address may begin with: without the numbers of copies.
  [[nodiscard]] std::vector<std::string> roots() const {
    std::vector<std::string> names = plan_.part_names();
    for (std::string& name : names) {
      name = name.substr(0, name.find_first_of(".["));
    }
    for (const ScenarioPlan::Region& region : plan_.regions) {
      names.push_back(region.name);
    }
    return names;
  }

  void check_address(const TimelineKeys& entry, const Address& address) {
    if (!is_region(address) && find_parts(address).empty()) {
      error(entry.node,
            fmt::format("there is no \"{}\" to do this to", address.text()),
            suggestion(address.root(), roots()));
    }
  }

  /// The parts that a text names, for `set`, `add` and `remove`.
  [[nodiscard]] Parts named_parts(const Node& at, const std::string& name) {
    const AddressResult read = parse_address(name);
    Parts parts = read.address ? find_parts(*read.address) : Parts{};
    if (parts.empty()) {
      error(at,
            fmt::format("there is no component \"{}\"", name),
            suggestion(name, plan_.part_names()));
    }
    return parts;
  }

  /// `phones.rate_factor`: which settings a component has, its kind says.
  void check_setting(TimelineKeys& entry) {
    const Node at = entry.node.at("set");
    const std::size_t dot = entry.set->rfind('.');
    if (dot == std::string::npos || dot + 1 == entry.set->size()) {
      error(at,
            fmt::format("\"{}\" is no setting of a component", *entry.set),
            "write set: phones.rate_factor");
      return;
    }
    const std::string key = entry.set->substr(dot + 1);
    for (const ScenarioPlan::Part* const part : named_parts(at, entry.set->substr(0, dot))) {
      const std::vector<SettingInfo> settings = part->plan->settings();
      const auto setting = std::find_if(
          settings.begin(), settings.end(), [&key](const auto& one) { return one.name == key; });
      if (setting != settings.end()) {
        read_value(entry, setting->unit);
        continue;
      }
      std::vector<std::string> names;
      for (const SettingInfo& one : settings) {
        names.push_back(one.name);
      }
      error(
          at,
          fmt::format("\"{}\" of {} ({}) cannot change while it runs", key, part->name, part->kind),
          names.empty() ? "nothing of this kind can" : suggestion(key, names));
    }
  }

  void read_value(TimelineKeys& entry, QuantityKind unit) {
    const ValueInfo info{.type = ValueType::kQuantity, .unit = unit};
    const std::optional<Quantity> value = read_quantity(entry.to, info, context_);
    if (value && value->value < 0) {
      error(entry.to, "no setting is negative", "");
    } else if (value) {
      entry.value = value->value;
    }
  }

  void check_resize(const Node& at, const std::string& name, const InstanceCount& instances) {
    const std::string_view given = instances.nodes ? "nodes" : "replicas";
    for (const ScenarioPlan::Part* const part : named_parts(at, name)) {
      const std::string_view own = part->plan->instances();
      if (own.empty()) {
        error(at, fmt::format("a {} keeps the size it begins with", part->kind), "");
      } else if (own != given) {
        error(at, fmt::format("{} has {}, not {}", name, own, given), fmt::format("write {}", own));
      }
    }
  }

  void check_degrade(const TimelineKeys& entry) {
    const auto& sides = entry.degrade;
    const Node at = entry.node.at("degrade");
    if (sides.size() == 2 &&
        (!is_region(sides[0]) || !is_region(sides[1]) || sides[0].root() == sides[1].root() ||
         sides[0].steps().size() > 1 || sides[1].steps().size() > 1)) {
      error(at,
            "a line goes from one region to another",
            "write degrade: [east, west], or degrade: [\"api[0]\"] for the network card of a host");
    }
    if (sides.size() == 1 && entry.change.latency) {
      error(at, "a network card has no latency of its own", "write slow_link: api[0], by: 20ms");
    }
  }

  ScenarioPlan& plan_;
  const ReadContext& context_;
};

}  // namespace

void check_timeline(ScenarioPlan& plan, const ReadContext& context) {
  TimelineChecker(plan, context).check();
}

}  // namespace napkin
