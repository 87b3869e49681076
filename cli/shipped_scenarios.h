#pragma once

#include <string_view>
#include <vector>

namespace napkin::cli {

/// A scenario of the folder `scenarios`, as it was when the program was built.
struct ShippedScenario {
  std::string_view name;  ///< path below the folder without ending: "chat/peak"
  std::string_view text;
};

/// All of them, by name.
[[nodiscard]] const std::vector<ShippedScenario>& shipped_scenarios();

}  // namespace napkin::cli
