#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/interrupt.h"
#include "cli/result_files.h"
#include "cli/scenario_arguments.h"
#include "cli/simulate.h"
#include "cli/summary_options.h"
#include "cli/warnings.h"
#include "sim/run/run_twice.h"
#include "sim/run/simulation.h"

namespace napkin::cli {

namespace {

/// What `napkin run` was asked for.
struct RunArguments {
  ScenarioArguments scenario;
  ResultFolderArguments folder;
  bool json = false;
  SimulateArguments how;
  bool twice = false;
  std::string colour = "auto";
};

/// `--twice`: two runs that must be equal to the last event.
int run_twice(const ScenarioPlan& plan) {
  RunTwice twice([&plan](int) {
    return std::make_unique<Simulation>(
        plan, Simulation::Options{.seed = plan.keys.run.seed, .go_on = [](Time) {
                                    return Interrupt::signal() == 0;
                                  }});
  });
  const std::optional<RunDifference> difference = twice.compare();
  if (Interrupt::signal() != 0) {
    return Interrupt::exit_status();
  }
  if (!difference) {
    fmt::print("Two runs, {} events each: equal. Fingerprint {}, seed {}.\n",
               twice.result().events,
               twice.result().fingerprint,
               twice.result().seed);
    return kMet;
  }
  fmt::print(
      "The two runs differ from event {} of region {} on:\n  first run   {}\n  second run  {}\n",
      difference->event,
      difference->region,
      difference->first,
      difference->second);
  return kDefect;
}

/// The summary, or with `--json` the whole result, on standard output.
void print_run(const FinishedRun& run,
               const RunArguments& arguments,
               const std::filesystem::path& folder) {
  if (arguments.json) {
    std::fputs(result_json(run.result).c_str(), stdout);
    return;
  }
  const std::string summary =
      reports::terminal_summary(run.result, summary_options(arguments.colour), run.performance);
  std::fputs(summary.c_str(), stdout);
  std::printf("Results: %s\n", folder.string().c_str());
}

int run_scenario(const RunArguments& arguments) {
  const LoadedScenario scenario = load(arguments.scenario);
  print_warnings(scenario.plan);
  if (arguments.twice) {
    return run_twice(scenario.plan);
  }
  const std::filesystem::path folder = result_folder_of(arguments.folder, arguments.scenario.file);
  prepare_result_folder(folder, arguments.folder.force);
  FinishedRun run = simulate(scenario.plan, file_name_of(arguments.scenario), arguments.how);
  write_results(
      run.result,
      run.performance,
      folder,
      {.force = arguments.folder.force, .bytes_max = scenario.plan.keys.run.budget.output});
  print_run(run, arguments, folder);
  return exit_status_of(run.result);
}

void add_run(CLI::App& app, std::function<int()>& chosen) {
  const auto arguments = std::make_shared<RunArguments>();
  CLI::App* const run = app.add_subcommand("run", "Simulate a scenario and keep its results");
  add_scenario_options(*run, arguments->scenario);
  add_result_folder_options(*run, arguments->folder);
  run->add_flag("--json", arguments->json, "Print result.json instead of the summary");
  run->add_flag("--twice", arguments->twice, "Run twice and compare: names the first difference");
  add_simulate_options(*run, arguments->how);
  add_colour_option(*run, arguments->colour);
  run->callback(
      [arguments, &chosen] { chosen = [arguments] { return run_scenario(*arguments); }; });
}

const CommandRegistration registration{"run", add_run};

}  // namespace

}  // namespace napkin::cli
