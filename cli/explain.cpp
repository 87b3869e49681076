#include "sim/scenario/explain.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/scenario_arguments.h"
#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin::cli {

namespace {

/// What `napkin explain` was asked for.
struct ExplainArguments {
  ScenarioArguments scenario;
  std::string path;  ///< empty: everything
};

/// Where one can look: all paths, without what is below a list or a map of laws.
std::string nearest_path(const std::string& path, const std::vector<ExplainedLine>& lines) {
  std::vector<std::string> paths;
  for (const ExplainedLine& line : lines) {
    paths.push_back(line.path);
  }
  return suggestion(path, paths);
}

int explain_scenario(const ExplainArguments& arguments) {
  const LoadedScenario scenario = load(arguments.scenario);
  const std::vector<ExplainedLine> lines =
      explain(declaration_of<ScenarioKeys>().info(), scenario.tree.root, *scenario.tree.names);
  std::vector<ExplainedLine> wanted = lines_at(lines, arguments.path);
  if (wanted.empty()) {
    // As with --set, the name of a component or a parameter is enough.
    for (const char* const section : {"components.", "params.", "workload."}) {
      wanted = wanted.empty() ? lines_at(lines, section + arguments.path) : wanted;
    }
  }
  if (wanted.empty()) {
    const std::string hint = nearest_path(arguments.path, lines);
    fmt::print(stderr,
               "napkin: nothing stands at {}{}\n",
               quote(arguments.path),
               hint.empty() ? std::string() : "; " + hint);
    return kBadInput;
  }
  std::fputs(explained_text(wanted).c_str(), stdout);
  return kMet;
}

void add_explain(CLI::App& app, std::function<int()>& chosen) {
  const auto arguments = std::make_shared<ExplainArguments>();
  CLI::App* const command =
      app.add_subcommand("explain", "Print every value in force and where it comes from");
  add_scenario_options(*command, arguments->scenario);
  command->add_option("path", arguments->path, "Only this part, such as web or run.seed")
      ->type_name("PATH");
  command->footer(
      "What is printed is a scenario again, complete with its defaults; comments tell\n"
      "the file and line, the base scenario (extends), --set, or default.");
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return explain_scenario(*arguments); }; });
}

const CommandRegistration registration{"explain", add_explain};

}  // namespace

}  // namespace napkin::cli
