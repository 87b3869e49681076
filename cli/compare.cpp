#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/interrupt.h"
#include "cli/scenario_arguments.h"
#include "cli/simulate.h"
#include "cli/summary_options.h"
#include "reports/atomic_file.h"
#include "reports/comparison_summary.h"
#include "sim/stats/analysis/comparison.h"

namespace napkin::cli {

namespace {

/// What `napkin compare` was asked for. Each side is the folder of a result, or a scenario to run.
struct CompareArguments {
  std::string first;
  std::string second;  ///< empty: the first again, with the settings laid over
  std::vector<std::string> settings;
  std::string seed;
  SimulateArguments how;
  bool json = false;
  std::string colour = "auto";
};

ComparedResult read_result(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "result.json";
  std::ifstream stream(file);
  if (!stream) {
    throw reports::FileError(file, "is missing: is this the folder of a result?");
  }
  try {
    const nlohmann::json document = nlohmann::json::parse(stream);
    ComparedResult result;
    result.seed = document.at("seed").get<std::uint64_t>();
    for (const nlohmann::json& one : document.at("replications")) {
      ReplicationResult& replication = result.replications.emplace_back();
      replication.number = one.at("number").get<std::uint32_t>();
      for (const nlohmann::json& value : one.at("values")) {
        replication.values.push_back({value.at("name").get<std::string>(),
                                      value.at("value").get<double>(),
                                      value.at("unit").get<std::string>()});
      }
    }
    if (!result.replications.empty()) {
      return result;
    }
  } catch (const nlohmann::json::exception&) {
    // told below
  }
  throw reports::FileError(file, "is no result of this version of napkin; run the scenario again");
}

ComparedResult simulate_side(const std::string& file,
                             const std::vector<std::string>& settings,
                             const CompareArguments& arguments) {
  ScenarioArguments scenario;
  scenario.file = file;
  scenario.settings = settings;
  scenario.seed = arguments.seed;
  const LoadedScenario loaded = load(scenario);
  const FinishedRun run = simulate(loaded.plan, file_name_of(scenario), arguments.how);
  return {run.result.seed, run.result.replicated};
}

ComparedResult side_of(const std::string& what,
                       const std::vector<std::string>& settings,
                       const CompareArguments& arguments) {
  return std::filesystem::is_directory(what) ? read_result(what)
                                             : simulate_side(what, settings, arguments);
}

std::string joined(const std::vector<std::string>& settings) {
  std::string text;
  for (const std::string& setting : settings) {
    text += " " + setting;
  }
  return text;
}

int compare(const CompareArguments& arguments) {
  const bool variant = arguments.second.empty();
  if (variant && arguments.settings.empty()) {
    std::fputs(
        "napkin: compare needs two sides\n"
        "  hint: name a second one, or lay a change over the first: --set api.replicas=8\n",
        stderr);
    return kBadInput;
  }
  const std::vector<std::string> none;
  const std::string& second = variant ? arguments.first : arguments.second;
  const ComparedResult before =
      side_of(arguments.first, variant ? none : arguments.settings, arguments);
  if (Interrupt::signal() != 0) {
    return Interrupt::exit_status();
  }
  const ComparedResult after = side_of(second, arguments.settings, arguments);
  if (Interrupt::signal() != 0) {
    return Interrupt::exit_status();
  }
  const std::vector<Change> changes = compare_results(before, after);
  const reports::ComparisonText text{
      .first = arguments.first,
      .second = variant ? "with" + joined(arguments.settings) : arguments.second,
      .paired = are_paired(before, after),
      .replications = before.replications.size()};
  const std::string output = arguments.json ? reports::comparison_json(text, changes)
                                            : reports::comparison_summary(
                                                  text, changes, summary_options(arguments.colour));
  std::fputs(output.c_str(), stdout);
  return kMet;
}

void add_compare(CLI::App& app, std::function<int()>& chosen) {
  const auto arguments = std::make_shared<CompareArguments>();
  CLI::App* const command = app.add_subcommand("compare", "Tell what changed between two results");
  command->add_option("first", arguments->first, "Folder of a result, or a scenario to run")
      ->type_name("A")
      ->required();
  command->add_option("second", arguments->second, "What to compare it with (A with --set)")
      ->type_name("B");
  command
      ->add_option(
          "--set", arguments->settings, "Lay a value over both scenarios; without B, over B")
      ->type_name("PATH=VALUE");
  command->add_option("--seed", arguments->seed, "Seed of all random numbers (run.seed)")
      ->type_name("NUMBER");
  add_simulate_options(*command, arguments->how);
  command->add_flag("--json", arguments->json, "Print JSON instead of a table");
  add_colour_option(*command, arguments->colour);
  command->callback([arguments, &chosen] { chosen = [arguments] { return compare(*arguments); }; });
}

const CommandRegistration registration{"compare", add_compare};

}  // namespace

}  // namespace napkin::cli
