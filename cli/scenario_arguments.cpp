#include "cli/scenario_arguments.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <utility>

#include <CLI/CLI.hpp>

#include "cli/machine.h"
#include "sim/scenario/printable.h"
#include "sim/scenario/setting.h"

namespace napkin::cli {

namespace {

/// What is wrong with a seed; empty when nothing is.
std::string check_seed(const std::string& text) {
  std::uint64_t seed = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seed);
  return error == std::errc() && stop == end
             ? std::string()
             : "a seed is a whole number from 0 to 18446744073709551615, not " + quote(text);
}

bool is_same_place(const Mark& one, const Mark& other) {
  return one.source == other.source && one.line == other.line && one.column == other.column;
}

}  // namespace

void add_setting_options(CLI::App& command, ScenarioArguments& arguments) {
  command.add_option("--set", arguments.settings, "Lay a value over the scenario: path=value")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);  // the file may follow
  command.add_option("--seed", arguments.seed, "Seed of all random numbers (run.seed)")
      ->type_name("NUMBER")
      ->check(check_seed);
  add_budget_options(command, arguments.budget);
}

void add_scenario_options(CLI::App& command, ScenarioArguments& arguments) {
  command.add_option("file", arguments.file, "Scenario, such as scenarios/first/three_tier.yaml")
      ->type_name("FILE")
      ->required();
  add_setting_options(command, arguments);
}

std::vector<Setting> read_settings(const ScenarioArguments& arguments, Diagnostics& diagnostics) {
  std::vector<Setting> settings;
  for (const std::string& text : arguments.settings) {
    settings.push_back(read_setting(text, diagnostics));
  }
  if (!arguments.seed.empty()) {
    settings.push_back({"run.seed", arguments.seed});
  }
  for (Setting& setting : settings_of(arguments.budget)) {
    settings.push_back(std::move(setting));
  }
  return settings;
}

LoadedScenario load(const ScenarioArguments& arguments, Diagnostics& diagnostics) {
  const std::vector<Setting> settings = read_settings(arguments, diagnostics);
  ScenarioTree tree = load_scenario(arguments.file, settings, diagnostics);
  // What follows from a mistake, at its very place, is not told twice.
  const std::vector<Diagnostic> told = diagnostics.sorted();
  Diagnostics further;
  ScenarioPlan plan = plan_scenario(tree, further);
  for (const Diagnostic& diagnostic : further.sorted()) {
    if (std::none_of(told.begin(), told.end(), [&](const Diagnostic& one) {
          return is_same_place(one.mark, diagnostic.mark);
        })) {
      diagnostics.add(diagnostic);
    }
  }
  std::int64_t& memory = plan.keys.run.budget.memory;
  memory = std::min(memory, Machine::memory_bytes_max());
  return {std::move(tree), std::move(plan)};
}

LoadedScenario load(const ScenarioArguments& arguments) {
  Diagnostics diagnostics;
  LoadedScenario loaded = load(arguments, diagnostics);
  diagnostics.throw_if_any();
  return loaded;
}

std::string file_name_of(const ScenarioArguments& arguments) {
  return std::filesystem::path(arguments.file).filename().string();
}

}  // namespace napkin::cli
