#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/scenario/diagnostic.h"
#include "sim/scenario/node.h"

namespace napkin {

/// `--set path=value`: a value from the command line, laid over a scenario.
struct Setting {
  std::string path;   ///< `run.seed`, `components.api.replicas`, `timeline[0].at`
  std::string value;  ///< YAML, as it would stand in the file
};

/// Splits `path=value` at the first `=`. A text without one is reported.
[[nodiscard]] Setting read_setting(std::string_view text, Diagnostics& diagnostics);

/// The tree with a setting laid over. A path starts at the top of the scenario; if its first name
/// is no key there, it may be a parameter or a component. Maps on the way are made as needed, list
/// items must be there. The new nodes carry the setting as their source; relative file names in it
/// start in `folder`.
[[nodiscard]] Node apply_setting(const Node& root,
                                 const Setting& setting,
                                 const std::string& folder,
                                 Diagnostics& diagnostics);

}  // namespace napkin
