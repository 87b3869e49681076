#include "sim/run/component.h"

#include <algorithm>

#include "sim/run/part_names.h"

namespace napkin {

Component::Component(const ComponentContext& context)
    : region_(context.region),
      name_(context.name),
      address_(parse_address(context.name).address.value_or(Address({{context.name, {}}}))),
      kind_(context.kind) {}

Component::~Component() = default;

void Component::connect(const Directory&) {}

std::vector<Host*> Component::find_hosts(const Address& address) const {
  if (address.steps().size() <= depth()) {
    return hosts_;  // a group with all that is in it
  }
  std::vector<Host*> found;
  for (Host* const host : hosts_) {
    const AddressResult own = parse_address(host->name());
    if (own.address && matches(address, *own.address)) {
      found.push_back(host);
    }
  }
  return found;
}

bool Component::is_named_by(const Address& address) const {
  return names_part(address, address_);
}

std::optional<double> Component::set(std::string_view key, double value) {
  std::optional<double> before;
  if (key == "cores" && value >= 1) {
    for (Host* const host : hosts_) {
      const auto servers = static_cast<double>(host->cores().servers());
      if (host->cores().set_servers(static_cast<std::int64_t>(std::min(value, 0x1p62)))) {
        before = servers;
      }
    }
  } else if (key == "bandwidth" && value > 0) {
    for (Host* const host : hosts_) {
      before = host->bandwidth_bps();
      host->set_bandwidth(value);
    }
  } else if (key == "requests" && value >= 1) {
    for (Endpoint* const endpoint : endpoints_) {
      before = static_cast<double>(endpoint->in_flight_max());
      endpoint->set_in_flight_max(static_cast<std::int64_t>(std::min(value, 0x1p62)));
    }
  }
  return before;
}

std::int64_t Component::resize(std::int64_t) {
  return 0;
}

std::vector<Station*> Component::stations() const {
  std::vector<Station*> stations;
  for (Host* const host : hosts_) {
    stations.push_back(&host->cores());
  }
  return stations;
}

void Component::restart_statistics() {
  for (Station* const station : stations()) {
    station->restart_statistics();
  }
  for (Endpoint* const endpoint : endpoints_) {
    endpoint->restart_statistics();
  }
  for (const auto& recorder : recorders_) {
    recorder->restart_statistics();
  }
}

void Component::report(ComponentResult&) const {}

void Component::report_values(std::vector<NamedValue>&) const {}

void Component::report_assumptions(std::vector<std::string>&) const {}

bool Component::describe_flow(FlowSheet&) const {
  return false;
}

void Component::audit(std::vector<AuditLine>&) const {}

Host& Component::add_host(Host::Options options) {
  hosts_.push_back(&region_.add_host(std::move(options)));
  return *hosts_.back();
}

OperationRecorder& Component::add_recorder(std::string operation) {
  recorders_.push_back(std::make_unique<OperationRecorder>(region_, std::move(operation)));
  return *recorders_.back();
}

RandomStream Component::random(std::string_view purpose) const {
  return RandomStream(region_.seed(), name_, purpose);
}

}  // namespace napkin
