#include "sim/run/component.h"

namespace napkin {

Component::Component(const ComponentContext& context)
    : region_(context.region), name_(context.name), kind_(context.kind) {}

Component::~Component() = default;

void Component::connect(const Directory&) {}

std::vector<Host*> Component::find_hosts(const Address& address) const {
  std::vector<Host*> found;
  for (Host* const host : hosts_) {
    const AddressResult own = parse_address(host->name());
    if (own.address && matches(address, *own.address)) {
      found.push_back(host);
    }
  }
  return found;
}

bool Component::set(std::string_view, double) {
  return false;
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
