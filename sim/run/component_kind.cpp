#include "sim/run/component_kind.h"

#include <map>
#include <stdexcept>

namespace napkin {

namespace {

std::map<std::string, ComponentKind, std::less<>>& kinds() {
  // Complete before main() and constant afterwards: which kinds are linked, not the state of a run.
  static std::map<std::string, ComponentKind, std::less<>> registered;
  return registered;
}

}  // namespace

std::vector<SettingInfo> host_settings() {
  return {{"cores", QuantityKind::kCount},
          {"requests", QuantityKind::kCount},
          {"bandwidth", QuantityKind::kBandwidth}};
}

void ComponentKinds::add(ComponentKind kind) {
  const std::string name = kind.name;
  if (!kinds().emplace(name, std::move(kind)).second) {
    throw std::logic_error("two components register the kind " + name);
  }
}

const ComponentKind* ComponentKinds::find(std::string_view name) {
  const auto entry = kinds().find(name);
  return entry == kinds().end() ? nullptr : &entry->second;
}

std::vector<const ComponentKind*> ComponentKinds::all() {
  std::vector<const ComponentKind*> all;
  for (const auto& [name, kind] : kinds()) {
    all.push_back(&kind);
  }
  return all;
}

}  // namespace napkin
