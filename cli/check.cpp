#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/interrupt.h"
#include "cli/result_files.h"
#include "cli/scenario_arguments.h"
#include "cli/simulate.h"
#include "cli/summary_options.h"
#include "reports/atomic_file.h"
#include "reports/check_text.h"
#include "reports/format_registry.h"
#include "reports/junit.h"
#include "reports/markdown.h"

namespace napkin::cli {

namespace {

using reports::CheckedScenario;

/// What `napkin check` was asked for.
struct CheckArguments {
  std::vector<std::string> files;
  ScenarioArguments scenario;  ///< without its file
  ResultFolderArguments folder;
  std::string junit;
  std::string markdown;
  SimulateArguments how;
  std::string colour = "auto";
};

/// A scenario with the status that it alone would give.
struct Checked {
  CheckedScenario scenario;
  int status = kMet;
};

/// `--out FOLDER` keeps each scenario's results in a folder of its own below.
std::optional<std::filesystem::path> folder_for(const CheckArguments& arguments,
                                                const std::string& file) {
  if (arguments.folder.folder.empty()) {
    return std::nullopt;
  }
  const std::string stem = std::filesystem::path(file).replace_extension().string();
  return std::filesystem::path(arguments.folder.folder) / reports::slug(stem);
}

Checked check_file(const CheckArguments& arguments, const std::string& file) {
  ScenarioArguments scenario = arguments.scenario;
  scenario.file = file;
  try {
    const LoadedScenario loaded = load(scenario);
    const std::optional<std::filesystem::path> folder = folder_for(arguments, file);
    if (folder) {
      prepare_result_folder(*folder, arguments.folder.force);
    }
    FinishedRun run = simulate(loaded.plan, file_name_of(scenario), arguments.how);
    if (folder) {
      write_results(
          run.result,
          run.performance,
          *folder,
          {.force = arguments.folder.force, .bytes_max = loaded.plan.keys.run.budget.output});
    }
    return {reports::checked_scenario(file, run.result), check_status_of(run.result)};
  } catch (const ScenarioError& error) {
    std::fputs(error.what(), stderr);
    return {{.file = file, .result = {}, .error = error.what()}, kBadInput};
  }
}

void write_reports(const CheckArguments& arguments, const std::vector<CheckedScenario>& scenarios) {
  if (!arguments.junit.empty()) {
    reports::write_file_atomically(arguments.junit, reports::junit_xml(scenarios));
  }
  if (!arguments.markdown.empty()) {
    reports::write_file_atomically(arguments.markdown, reports::markdown_summary(scenarios));
  }
}

int check(const CheckArguments& arguments) {
  const reports::SummaryOptions options = summary_options(arguments.colour);
  std::vector<CheckedScenario> scenarios;
  int status = kMet;
  for (const std::string& file : arguments.files) {
    if (Interrupt::signal() != 0) {
      break;
    }
    Checked checked = check_file(arguments, file);
    status = worse_of(status, checked.status);
    std::fputs(reports::check_text(checked.scenario, options).c_str(), stdout);
    std::fflush(stdout);
    scenarios.push_back(std::move(checked.scenario));
  }
  std::fputs(reports::check_totals(scenarios).c_str(), stdout);
  write_reports(arguments, scenarios);
  return status;
}

void add_check(CLI::App& app, std::function<int()>& chosen) {
  const auto arguments = std::make_shared<CheckArguments>();
  CLI::App* const command = app.add_subcommand("check", "Run scenarios and judge what they expect");
  command->add_option("files", arguments->files, "Scenarios")->type_name("FILE...")->required();
  add_setting_options(*command, arguments->scenario);
  command->add_option("--junit", arguments->junit, "Write the verdicts as JUnit XML")
      ->type_name("FILE");
  command->add_option("--markdown", arguments->markdown, "Write the verdicts as Markdown")
      ->type_name("FILE");
  command->add_option("--out", arguments->folder.folder, "Keep the results in folders below this")
      ->type_name("FOLDER");
  command->add_flag("--force", arguments->folder.force, "Write also into folders of other files");
  add_simulate_options(*command, arguments->how);
  add_colour_option(*command, arguments->colour);
  command->footer(
      "Status: 0 all met; 1 an objective missed, or a claim refuted that is not known\n"
      "to be (or known to be, and no longer is); 2 a file could not be run; 3 one could\n"
      "not be judged; 4 stopped by a budget; 5 an audit failed. Of several scenarios\n"
      "the worst counts, in the order 130 and 143, 5, 2, 1, 4, 3, 0.");
  command->callback([arguments, &chosen] { chosen = [arguments] { return check(*arguments); }; });
}

const CommandRegistration registration{"check", add_check};

}  // namespace

}  // namespace napkin::cli
