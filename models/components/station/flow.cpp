#include "models/components/station.h"
#include "sim/run/flow_sheet.h"

namespace napkin::components {

namespace {

FlowSheet::Discipline discipline_of(const Stations::Options& options) {
  switch (options.discipline) {
    case Discipline::kFifo:
    case Discipline::kLifo:  // the mean does not depend on the order
      return FlowSheet::Discipline::kFirstComeFirstServed;
    case Discipline::kShared:
      return FlowSheet::Discipline::kShared;
    default:
      return FlowSheet::Discipline::kOther;
  }
}

}  // namespace

bool Stations::describe_flow(FlowSheet& sheet) const {
  if (options_.queue || options_.patience || options_.copies > 1) {
    sheet.give_up();  // not everything that comes is served, once
    return true;
  }
  FlowSheet::Servers servers;
  servers.servers = options_.servers;
  servers.groups = options_.stations;
  servers.discipline = discipline_of(options_);
  servers.only_works = !options_.vacation && !options_.up && !options_.admit;
  sheet.set_servers(name(), servers);
  for (const std::string& operation : operations(options_)) {
    sheet.node(name() + "." + operation).works = {{options_.service, 1}};
  }
  for (const auto& [operation, keys] : options_.classes) {
    sheet.node(name() + "." + operation).works = {{keys.service.value_or(options_.service), 1}};
  }
  return true;
}

}  // namespace napkin::components
