#include "cli/budget_arguments.h"

#include <CLI/CLI.hpp>

namespace napkin::cli {

void add_budget_options(CLI::App& command, BudgetArguments& arguments) {
  const char* const group = "Budgets: what ends a run, with partial results and exit status 4";
  const auto add = [&](const char* name, std::string& value, const char* help, const char* type) {
    command.add_option(name, value, help)->type_name(type)->group(group);
  };
  add("--max-events", arguments.events, "Events, such as 100M (no limit)", "COUNT");
  add("--max-pending", arguments.pending, "Events that wait at one time (100M)", "COUNT");
  add("--max-wall", arguments.wall, "Real time, such as 10min (no limit)", "TIME");
  add("--max-memory", arguments.memory, "Memory of the program (4GiB)", "BYTES");
  add("--max-output", arguments.output, "Result files together (1GiB)", "BYTES");
}

std::vector<Setting> settings_of(const BudgetArguments& arguments) {
  std::vector<Setting> settings;
  const auto add = [&settings](const char* key, const std::string& value) {
    if (!value.empty()) {
      settings.push_back({std::string("run.budget.") + key, value});
    }
  };
  add("events", arguments.events);
  add("pending", arguments.pending);
  add("wall", arguments.wall);
  add("memory", arguments.memory);
  add("output", arguments.output);
  return settings;
}

}  // namespace napkin::cli
