#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "reports/atomic_file.h"
#include "reports/colour.h"
#include "reports/format_registry.h"
#include "reports/result_folder.h"
#include "reports/terminal_summary.h"
#include "sim/run/run_twice.h"
#include "sim/run/simulation.h"
#include "sim/scenario/printable.h"
#include "sim/scenario/scenario_tree.h"

namespace napkin::cli {

namespace {

/// What `napkin run` was asked for.
struct RunArguments {
  std::string file;
  std::vector<std::string> settings;
  std::string seed;
  std::string folder;
  bool force = false;
  bool json = false;
  bool quiet = false;
  bool twice = false;
  std::string colour = "auto";
};

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

reports::SummaryOptions summary_options(const std::string& colour) {
  reports::SummaryOptions options;
  winsize window{};
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col >= 60) {
    options.width = std::min<std::size_t>(window.ws_col, 100);
  }
  const auto choice = colour == "always"  ? reports::ColourChoice::kAlways
                      : colour == "never" ? reports::ColourChoice::kNever
                                          : reports::ColourChoice::kAuto;
  options.colour = reports::use_colour(choice,
                                       {.is_terminal = terminal,
                                        .no_color = environment("NO_COLOR"),
                                        .force_color = environment("FORCE_COLOR"),
                                        .clicolor_force = environment("CLICOLOR_FORCE"),
                                        .term = environment("TERM")});
  return options;
}

/// The scenario with the command line laid over; throws ScenarioError for its mistakes.
ScenarioPlan load_plan(const RunArguments& arguments, ScenarioTree& tree) {
  Diagnostics diagnostics;
  std::vector<Setting> settings;
  for (const std::string& text : arguments.settings) {
    settings.push_back(read_setting(text, diagnostics));
  }
  diagnostics.throw_if_any();
  if (!arguments.seed.empty()) {
    settings.push_back({"run.seed", arguments.seed});
  }
  tree = load_scenario(arguments.file, settings, diagnostics);
  diagnostics.throw_if_any();
  ScenarioPlan plan = plan_scenario(tree, diagnostics);
  diagnostics.throw_if_any();
  return plan;
}

RunPerformance performance_of(const RunResult& result, double wall_seconds) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  RunPerformance performance;
  performance.wall_seconds = wall_seconds;
  performance.events_per_second =
      wall_seconds > 0 ? static_cast<double>(result.events) / wall_seconds : 0;
  performance.memory_peak_bytes = usage.ru_maxrss * 1024;
  return performance;
}

RunResult simulate(const ScenarioPlan& plan,
                   const RunArguments& arguments,
                   RunPerformance& performance) {
  Progress progress(plan.keys.name, plan.keys.run.duration, !arguments.quiet);
  const auto started = std::chrono::steady_clock::now();
  std::optional<Simulation> simulation;
  {
    const Interrupt::AtOnce nothing_to_save;  // millions of users take seconds to be set up
    const auto go_on = [&progress](Time simulated) {
      progress.show(simulated);
      return Interrupt::signal() == 0;
    };
    simulation.emplace(plan, Simulation::Options{.seed = plan.keys.run.seed, .go_on = go_on});
  }
  RunResult result = simulation->run();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started;
  performance = performance_of(result, wall.count());
  result.scenario.file_name = std::filesystem::path(arguments.file).filename().string();
  return result;
}

/// Where the results go: when nobody says, a folder named after the scenario, below `results`.
std::filesystem::path folder_of(const RunArguments& arguments) {
  if (!arguments.folder.empty()) {
    return arguments.folder;
  }
  const std::string name = std::filesystem::path(arguments.file).stem().string();
  return std::filesystem::path("results") / reports::slug(name);
}

/// Finds out before the run, which may be long, what would keep its results from being written.
/// Throws FileError.
void prepare_folder(const std::filesystem::path& folder, bool force) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw reports::FileError(folder, "create the folder", error.value());
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    throw reports::FileError(folder, "write into the folder", errno);
  }
  if (!force && reports::inspect_result_folder(folder) == reports::FolderState::kForeign) {
    throw reports::FileError(
        folder, "holds files that napkin did not make; choose another folder, or add --force");
  }
}

void write_results(const RunResult& result,
                   const RunPerformance& performance,
                   const std::filesystem::path& folder,
                   bool force) {
  std::vector<reports::OutputFile> files = reports::render_all(result);
  files.push_back(reports::performance_file(performance));
  reports::write_result_folder(folder, files, {.force = force});
}

int exit_status_of(const RunResult& result) {
  if (Interrupt::signal() != 0) {
    return Interrupt::exit_status();
  }
  for (const AuditLine& line : result.audit) {
    if (!line.ok) {
      std::fprintf(stderr,
                   "napkin: the audit failed: %s (%s). Please report it.\n",
                   line.name.c_str(),
                   line.detail.c_str());
      return kDefect;
    }
  }
  int status = result.complete ? kMet : kStopped;
  for (const ExpectationResult& expectation : result.expectations) {
    if (expectation.verdict == Verdict::kMissed) {
      return kMissed;
    }
    if (expectation.verdict == Verdict::kInconclusive) {
      status = kInconclusive;
    }
  }
  return status;
}

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

int run_scenario(const RunArguments& arguments) {
  ScenarioTree tree;
  std::optional<ScenarioPlan> plan;
  try {
    plan = load_plan(arguments, tree);
  } catch (const ScenarioError& error) {
    std::fputs(error.what(), stderr);
    return kBadInput;
  }
  if (arguments.twice) {
    return run_twice(*plan);
  }
  const std::filesystem::path folder = folder_of(arguments);
  prepare_folder(folder, arguments.force);
  RunPerformance performance;
  const RunResult result = simulate(*plan, arguments, performance);
  write_results(result, performance, folder, arguments.force);
  if (arguments.json) {
    const std::vector<reports::OutputFile> files =
        reports::find_output_format("result_json")->render(result);
    std::fputs(files.front().bytes.c_str(), stdout);
  } else {
    const std::string summary =
        reports::terminal_summary(result, summary_options(arguments.colour), performance);
    std::fputs(summary.c_str(), stdout);
    std::printf("Results: %s\n", folder.string().c_str());
  }
  return exit_status_of(result);
}

/// What is wrong with a seed; empty when nothing is.
std::string check_seed(const std::string& text) {
  std::uint64_t seed = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seed);
  return error == std::errc() && stop == end
             ? std::string()
             : "a seed is a whole number from 0 to 18446744073709551615, not " + quote(text);
}

void add_run(CLI::App& app, std::function<int()>& chosen) {
  const auto arguments = std::make_shared<RunArguments>();
  CLI::App* const run = app.add_subcommand("run", "Simulate a scenario and keep its results");
  run->add_option("file", arguments->file, "Scenario, such as scenarios/first/three_tier.yaml")
      ->type_name("FILE")
      ->required();
  run->add_option("--set", arguments->settings, "Lay a value over the scenario: path=value")
      ->type_name("PATH=VALUE");
  run->add_option("--seed", arguments->seed, "Seed of all random numbers (run.seed)")
      ->type_name("NUMBER")
      ->check(check_seed);
  run->add_option("--out", arguments->folder, "Folder for the results (results/<scenario>)")
      ->type_name("FOLDER");
  run->add_flag("--force", arguments->force, "Write also into a folder that holds other files");
  run->add_flag("--json", arguments->json, "Print result.json instead of the summary");
  run->add_flag("--twice", arguments->twice, "Run twice and compare: names the first difference");
  run->add_flag("-q,--quiet", arguments->quiet, "No progress line");
  run->add_option("--color", arguments->colour, "When to use colours")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  run->callback(
      [arguments, &chosen] { chosen = [arguments] { return run_scenario(*arguments); }; });
}

const CommandRegistration registration{"run", add_run};

}  // namespace

}  // namespace napkin::cli
