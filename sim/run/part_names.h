#pragma once

#include <string>       // string
#include <string_view>  // string_view
#include <vector>       // vector

#include "sim/scenario/address.h"

namespace napkin {

/// From where a component looks for others: the group it belongs to, and its region.
struct PartScope {
  std::string group;  ///< "cell[1]."; empty outside of groups
  std::string region;
};

/// The full name of the component that `name` means to one in `scope`: the one of its own group, or
/// of that name; of one that is spread over regions the part in its own region, else the first
/// part. Empty when there is none. `parts` are all full names in the order of the scenario.
[[nodiscard]] std::string resolve_part(std::string_view name,
                                       const PartScope& scope,
                                       const std::vector<std::string>& parts);

/// Whether an address names a component, stands in it, or names a group it belongs to. Names are
/// compared as far as both go: `cell[1]` names all of the group, `cell[1].api[0]` a part of
/// `cell[1].api`.
[[nodiscard]] bool names_part(const Address& address, const Address& part);

}  // namespace napkin
