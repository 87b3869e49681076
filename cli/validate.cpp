#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/scenario_arguments.h"
#include "cli/warnings.h"
#include "reports/json.h"
#include "reports/terminal_text.h"

namespace napkin::cli {

namespace {

using reports::Json;

/// What `napkin validate` was asked for.
struct ValidateArguments {
  std::vector<std::string> files;
  ScenarioArguments scenario;  ///< without its file
  bool json = false;
  bool quiet = false;
};

std::string counted(std::size_t number, const std::string& thing) {
  return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

std::string praise(const std::string& file, const ScenarioPlan& plan) {
  return fmt::format("{}: good: {}, {}, {}\n",
                     reports::escape_for_terminal(file),
                     counted(plan.parts.size(), "component"),
                     counted(plan.expectations.size(), "objective"),
                     counted(plan.claims.size(), "claim"));
}

Json json_of(const Diagnostic& diagnostic) {
  return Json::Object{{"column", std::int64_t{diagnostic.mark.column}},
                      {"file", diagnostic.mark.file()},
                      {"hint", diagnostic.hint},
                      {"length", static_cast<std::uint64_t>(diagnostic.length)},
                      {"line", std::int64_t{diagnostic.mark.line}},
                      {"message", diagnostic.message}};
}

int validate(const ValidateArguments& arguments) {
  int status = kMet;
  Json::Array mistakes;
  for (const std::string& file : arguments.files) {
    Diagnostics diagnostics;
    ScenarioArguments scenario = arguments.scenario;
    scenario.file = file;
    const LoadedScenario loaded = load(scenario, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
      mistakes.push_back(json_of(diagnostic));
    }
    if (!diagnostics.empty()) {
      status = kBadInput;
      std::fputs(arguments.json ? "" : render(diagnostics).c_str(), stderr);
      continue;
    }
    if (!arguments.json) {
      print_warnings(loaded.plan);
    }
    if (!arguments.json && !arguments.quiet) {
      std::fputs(praise(file, loaded.plan).c_str(), stdout);
    }
  }
  if (arguments.json) {
    fmt::print("{}\n", Json(std::move(mistakes)).pretty());
  }
  return status;
}

void add_validate(CLI::App& app, std::function<int()>& chosen) {
  const auto arguments = std::make_shared<ValidateArguments>();
  CLI::App* const command = app.add_subcommand("validate", "Tell every mistake, without running");
  command->add_option("files", arguments->files, "Scenarios")->type_name("FILE...")->required();
  add_setting_options(*command, arguments->scenario);
  command->add_flag("--json", arguments->json, "The mistakes as a JSON array");
  command->add_flag("-q,--quiet", arguments->quiet, "Nothing about scenarios that are good");
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return validate(*arguments); }; });
}

const CommandRegistration registration{"validate", add_validate};

}  // namespace

}  // namespace napkin::cli
