#include "models/components/key_value.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "models/algorithms/hash/mix.h"
#include "models/components/key_value_node.h"
#include "sim/run/directory.h"

namespace napkin::components {

namespace {

const ComponentRegistration<KeyValue> registration;

}  // namespace

void declare(Declaration<KeyValue::Options>& keys) {
  using Options = KeyValue::Options;
  keys.about("A key-value store on a consistent-hash ring, with quorums");
  keys.count("nodes", &Options::nodes)
      .at_least(1)
      .at_most(KeyValue::kNodesMax)
      .otherwise("3")
      .help("servers on the ring");
  keys.count("n", &Options::n).at_least(1).at_most(16).otherwise("3").help("copies of each key");
  keys.count("r", &Options::r)
      .at_least(1)
      .at_most(16)
      .otherwise("2")
      .help("copies that a read waits for");
  keys.count("w", &Options::w)
      .at_least(1)
      .at_most(16)
      .otherwise("2")
      .help("copies that a write waits for");
  keys.count("virtual_nodes", &Options::virtual_nodes)
      .at_least(1)
      .at_most(10000)
      .otherwise("128")
      .help("places of each server on the ring");
  keys.choice<KeyValue::Keep>(
          "keep",
          &Options::keep,
          {{"all", KeyValue::Keep::kAll}, {"unsettled", KeyValue::Keep::kUnsettled}})
      .otherwise("all")
      .help(
          "unsettled: forget a write once all its copies are stored; for logs that are never read "
          "back");
  keys.law("read", &Options::read)
      .otherwise("{exponential: 200us}")
      .help("work of reading one copy");
  keys.law("write", &Options::write)
      .otherwise("{exponential: 100us}")
      .help("work of writing one copy");
  keys.duration("timeout", &Options::timeout)
      .more_than("0s")
      .otherwise("1s")
      .help("how long a coordinator waits for a copy");
  keys.bytes("move_bytes", &Options::move_bytes)
      .at_most("4095MiB")
      .otherwise("1KiB")
      .help("size of a value on its way to a new home, when nodes come or go");
  keys.include(&Options::host);
  keys.check([](const Options& options, const KeyPlaces& places) {
    if (options.n > options.nodes) {
      places.error("n", "there are more copies than nodes");
    }
    if (options.r > options.n) {
      places.error("r", "a read cannot wait for more copies than there are");
    }
    if (options.w > options.n) {
      places.error("w", "a write cannot wait for more copies than there are");
    }
  });
}

Demand KeyValue::demand(const Options& options, std::string_view operation) {
  const bool reads = operation == "get";
  return {.work_ns = reads ? static_cast<double>(options.r) * options.read.mean()
                           : static_cast<double>(options.n) * options.write.mean(),
          .causes = {}};
}

double KeyValue::cores(const Options& options) {
  return static_cast<double>(options.nodes * options.host.cores);
}

std::vector<MemoryNeed> KeyValue::memory_needs(const Options& options) {
  constexpr double kSegmentBytes = 64;
  const auto nodes = static_cast<double>(options.nodes);
  return {{"nodes", nodes * kHostBytes},
          {"virtual_nodes", nodes * static_cast<double>(options.virtual_nodes) * kSegmentBytes}};
}

KeyValue::KeyValue(const ComponentContext& context, const Options& options)
    : Component(context),
      options_(options),
      log_ledger_(static_cast<std::size_t>(options.n)),
      routing_(random("routing")) {
  for (std::int64_t number = 0; number < options_.nodes; ++number) {
    add_node();
  }
  in_use_ = nodes_.size();
  homes_ = homes_on(in_use_);
}

void KeyValue::add_node() {
  const std::size_t number = nodes_.size();
  const std::string address = fmt::format("{}[{}]", name(), number);
  Host& host = add_host(options_.host.host(address, region(), number));
  nodes_.push_back(std::make_unique<Node>(*this, static_cast<std::uint32_t>(number), host));
  options_.host.limit(*nodes_.back());
  add_endpoint(*nodes_.back());
}

/// The homes of all keys when the first `nodes` nodes stand on the ring.
std::unique_ptr<HomesTable> KeyValue::homes_on(std::size_t nodes) {
  algorithms::HashRing ring({.virtual_nodes = static_cast<std::uint32_t>(options_.virtual_nodes)});
  std::vector<algorithms::Node> members;
  for (std::size_t number = 0; number < nodes; ++number) {
    members.push_back({.id = nodes_[number]->id(), .zone = nodes_[number]->host().zone()});
  }
  ring.add_all(members);
  return std::make_unique<HomesTable>(ring, static_cast<std::size_t>(options_.n));
}

KeyValue::~KeyValue() = default;

void KeyValue::connect(const Directory& directory) {
  get_ = directory.operations().id("get");
  delete_ = directory.operations().id("delete");
  store_ = directory.operations().id("store");
  fetch_ = directory.operations().id("fetch");
}

void KeyValue::start() {
  for (const auto& node : nodes_) {
    node->host().tasks().spawn(node->hand_over_hints());
  }
}

std::int64_t KeyValue::resize(std::int64_t by) {
  if (next_homes_ != nullptr) {
    return 0;
  }
  const auto before = static_cast<std::int64_t>(in_use_);
  const std::int64_t after =
      std::clamp(before + by, static_cast<std::int64_t>(options_.n), kNodesMax);
  while (static_cast<std::int64_t>(nodes_.size()) < after) {
    add_node();
    nodes_.back()->host().tasks().spawn(nodes_.back()->hand_over_hints());
  }
  if (after == before) {
    return 0;
  }
  next_homes_ = homes_on(static_cast<std::size_t>(after));
  moving_.assign(nodes_.size(), false);
  std::fill_n(moving_.begin(), std::min(in_use_, nodes_.size()), true);
  in_use_ = static_cast<std::size_t>(after);
  for (const auto& node : nodes_) {
    if (moving_[node->number()] && node->host().up()) {
      node->host().tasks().spawn(node->hand_over_keys());
    }
  }
  return after - before;
}

void KeyValue::end_move(std::uint32_t node) {
  moving_[node] = false;
  if (std::find(moving_.begin(), moving_.end(), true) == moving_.end()) {
    homes_ = std::move(next_homes_);
  }
}

KeyValue::WriteHomes KeyValue::write_homes_of(std::uint64_t key) const {
  WriteHomes homes;
  const auto add = [&homes](algorithms::NodeId id) {
    const auto end = homes.ids.begin() + static_cast<std::ptrdiff_t>(homes.count);
    const bool is_new = std::find(homes.ids.begin(), end, id) == end;
    if (is_new) {
      homes.ids[homes.count++] = id;
    }
    return is_new;
  };
  for (const algorithms::NodeId id : homes_of(key)) {
    add(id);
  }
  if (next_homes_ != nullptr) {
    for (const algorithms::NodeId id : next_homes_->homes(algorithms::mix64(key))) {
      homes.newcomers += add(id) ? 1 : 0;
    }
  }
  return homes;
}

std::span<const algorithms::NodeId> KeyValue::homes_of(std::uint64_t key) const {
  return homes_->homes(algorithms::mix64(key));
}

/// A client that knows the ring goes to a home of the key, which then coordinates.
Endpoint* KeyValue::route(const Request& request, Host&, const Endpoint* avoid) {
  const std::span<const algorithms::NodeId> homes = homes_of(request.key);
  const std::size_t first = routing_.below(homes.size());
  for (std::size_t step = 0; step < homes.size(); ++step) {
    Node& home = node(homes[(first + step) % homes.size()]);
    if (home.believed_up() && &home != avoid) {
      return &home;
    }
  }
  return &node(homes[first]);
}

void KeyValue::on_outcome(Endpoint& chosen, Status status, Duration) {
  if (status == Status::kRefused || status == Status::kReset) {
    static_cast<Node&>(chosen).suspect();
  }
}

std::string KeyValue::layout() const {
  return fmt::format("{} nodes", in_use_);
}

void KeyValue::report(ComponentResult& result) const {
  for (std::size_t index = 0; index < nodes_.size() && index < result.instances.size(); ++index) {
    auto& values = result.instances[index].values;
    values.push_back({"hints", static_cast<double>(nodes_[index]->hints()), "writes"});
    values.push_back({"moved", static_cast<double>(nodes_[index]->moved()), "keys"});
    values.push_back({"read_repairs", static_cast<double>(nodes_[index]->repairs()), "writes"});
  }
}

void KeyValue::report_values(std::vector<NamedValue>& values) const {
  std::optional<std::int64_t> lost;
  auto at_risk = static_cast<std::int64_t>(log_ledger_.at_risk());
  if (options_.keep == Keep::kAll) {
    const ValueLedger::Tally tally = tally_values();
    lost = tally.lost;
    at_risk = tally.at_risk;
  } else if (log_ledger_.is_known()) {
    lost = log_ledger_.lost();
  }
  if (lost) {
    values.push_back({fmt::format("lost({})", name()), static_cast<double>(*lost), "writes"});
  }
  values.push_back({fmt::format("at_risk({})", name()), static_cast<double>(at_risk), "writes"});
}

ValueLedger::Tally KeyValue::tally_values() const {
  std::vector<std::uint64_t> versions;
  return value_ledger_.tally([this, &versions](std::uint64_t key) {
    versions.clear();
    for (const algorithms::NodeId home : homes_of(key)) {
      versions.push_back(node(home).version_of(key).value_or(0));
    }
    return std::span<const std::uint64_t>(versions);
  });
}

}  // namespace napkin::components
