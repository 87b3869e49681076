#pragma once

#include <string>
#include <vector>

#include "cli/budget_arguments.h"
#include "sim/run/scenario_plan.h"
#include "sim/scenario/scenario_tree.h"

namespace CLI {
class App;
}

namespace napkin::cli {

/// Which scenario a command works on: `FILE --set PATH=VALUE --seed NUMBER --max-events COUNT`.
struct ScenarioArguments {
  std::string file;
  std::vector<std::string> settings;  ///< "path=value", as they were typed
  std::string seed;                   ///< empty: the scenario's
  BudgetArguments budget{};
};

/// A scenario that was read and found good.
struct LoadedScenario {
  ScenarioTree tree;
  ScenarioPlan plan;
};

/// Adds `--set`, `--seed` and the budgets; `arguments` outlive the command line.
void add_setting_options(CLI::App& command, ScenarioArguments& arguments);

/// Adds FILE, which has to be given, `--set`, `--seed` and the budgets.
void add_scenario_options(CLI::App& command, ScenarioArguments& arguments);

/// The settings of the command line, seed and budgets among them. Mistakes are reported.
[[nodiscard]] std::vector<Setting> read_settings(const ScenarioArguments& arguments,
                                                 Diagnostics& diagnostics);

/// The scenario with the command line laid over. Its mistakes are reported, all of them; it is only
/// good when there are none. Its memory budget is within what the machine has.
[[nodiscard]] LoadedScenario load(const ScenarioArguments& arguments, Diagnostics& diagnostics);

/// The same; throws ScenarioError with all mistakes.
[[nodiscard]] LoadedScenario load(const ScenarioArguments& arguments);

/// The file's name without folders: a result does not depend on where its scenario lies.
[[nodiscard]] std::string file_name_of(const ScenarioArguments& arguments);

}  // namespace napkin::cli
