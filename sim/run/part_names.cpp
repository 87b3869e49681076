#include "sim/run/part_names.h"

#include <algorithm>

namespace napkin {

std::string resolve_part(std::string_view name,
                         const PartScope& scope,
                         const std::vector<std::string>& parts) {
  const auto exists = [&parts](const std::string& part) {
    return std::find(parts.begin(), parts.end(), part) != parts.end();
  };
  for (const std::string& wanted : {scope.group + std::string(name), std::string(name)}) {
    if (exists(wanted)) {
      return wanted;
    }
    if (exists(wanted + "." + scope.region)) {
      return wanted + "." + scope.region;
    }
    const auto spread = std::find_if(parts.begin(), parts.end(), [&wanted](const auto& part) {
      return part.starts_with(wanted + ".") && part.find('.', wanted.size() + 1) == part.npos;
    });
    if (spread != parts.end()) {
      return *spread;
    }
  }
  return {};
}

bool names_part(const Address& address, const Address& part) {
  const auto& own = part.steps();
  const auto& asked = address.steps();
  for (std::size_t index = 0; index < std::min(own.size(), asked.size()); ++index) {
    const AddressStep& step = asked[index];
    // Behind the component's own name stands the number of an instance.
    const bool any = index + 1 == own.size() || !step.index || *step.index == AddressStep::kEvery;
    if (step.name != own[index].name || (!any && step.index != own[index].index)) {
      return false;
    }
  }
  return true;
}

}  // namespace napkin
