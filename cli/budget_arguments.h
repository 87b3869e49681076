#pragma once

#include <string>
#include <vector>

#include "sim/scenario/setting.h"

namespace CLI {
class App;
}

namespace napkin::cli {

/// `--max-events 10M` and its kin: what a run may cost, laid over the scenario's `run.budget`.
/// Empty: as the scenario has it.
struct BudgetArguments {
  std::string events;
  std::string pending;
  std::string wall;
  std::string memory;
  std::string output;
};

/// Adds the options; `arguments` outlive the command line.
void add_budget_options(CLI::App& command, BudgetArguments& arguments);

/// Those that were given, as settings of `run.budget`.
[[nodiscard]] std::vector<Setting> settings_of(const BudgetArguments& arguments);

}  // namespace napkin::cli
