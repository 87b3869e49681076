#include <cstdio>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/scenario_schema.h"

namespace napkin::cli {

namespace {

void add_schema(CLI::App& app, std::function<int()>& chosen) {
  CLI::App* const command =
      app.add_subcommand("schema", "Print the JSON Schema of scenarios, for editors");
  command->footer(
      "An editor that knows YAML schemas (yaml-language-server) completes and checks\n"
      "a scenario whose first line is  # yaml-language-server: $schema=PATH\n"
      "Example: napkin schema > napkin.schema.json");
  command->callback([&chosen] {
    chosen = [] {
      std::fputs(scenario_schema().c_str(), stdout);
      return kMet;
    };
  });
}

const CommandRegistration registration{"schema", add_schema};

}  // namespace

}  // namespace napkin::cli
