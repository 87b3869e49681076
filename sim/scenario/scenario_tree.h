#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "sim/scenario/diagnostic.h"
#include "sim/scenario/node.h"
#include "sim/scenario/setting.h"
#include "sim/scenario/workload.h"

namespace napkin {

/// A scenario as plain data: the file and those it extends, `--set` laid over, parameters put in.
/// What the components' declarations are read from.
struct ScenarioTree {
  Node root;  ///< without `extends`; absent if the files could not be read
  std::shared_ptr<const Workload> workload;    ///< never null
  std::shared_ptr<const QuantityNames> names;  ///< what a value may name: `send_message.peak`

  /// A context in which values may name the workload's quantities. Both outlive the reading.
  [[nodiscard]] ReadContext context(Diagnostics& diagnostics) const {
    return {diagnostics, names.get()};
  }
};

/// Loads a scenario from a file. `extends: base.yaml` names one file relative to it, inside the
/// scenarios (see files.h), at most 16 deep; a circle is reported with all its members.
/// Mistakes are reported; later steps are left out once an earlier one found any.
[[nodiscard]] ScenarioTree load_scenario(const std::filesystem::path& path,
                                         std::span<const Setting> settings,
                                         Diagnostics& diagnostics);

/// The same from a text; it may extend files if its source has a folder.
[[nodiscard]] ScenarioTree load_scenario(std::shared_ptr<const Source> source,
                                         std::span<const Setting> settings,
                                         Diagnostics& diagnostics);

}  // namespace napkin
