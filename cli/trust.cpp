#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/interrupt.h"
#include "cli/trust/claim_run.h"
#include "cli/trust/row_run.h"
#include "cli/trust/trust_table.h"

namespace napkin::cli {

namespace {

namespace fs = std::filesystem;

/// What `napkin trust` was asked for.
struct TrustArguments {
  std::string scenarios;
  std::string rows;
  std::string only;
  bool quick = false;
  bool markdown = false;
  bool quiet = false;
  int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
};

constexpr const char* kRowsBelow = "theory/queueing.csv";

/// The folder `scenarios` at or above a place; nothing when there is none with our rows.
std::optional<fs::path> scenarios_above(fs::path place) {
  while (true) {
    for (const fs::path& folder : {place / "scenarios", place / "share/napkin/scenarios"}) {
      if (fs::exists(folder / kRowsBelow)) {
        return folder;
      }
    }
    if (place == place.parent_path()) {
      return std::nullopt;
    }
    place = place.parent_path();
  }
}

/// What was asked for; else what is around the working folder, or around this program.
fs::path find_scenarios(const TrustArguments& arguments) {
  if (!arguments.scenarios.empty()) {
    return arguments.scenarios;
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  for (const fs::path& place : {fs::current_path(), program.parent_path()}) {
    if (const auto folder = place.empty() ? std::nullopt : scenarios_above(place)) {
      return *folder;
    }
  }
  throw std::runtime_error(fmt::format(
      "no folder scenarios with {} is here or above; name it with --scenarios", kRowsBelow));
}

/// For each model the row that takes least to run.
std::vector<ReferenceRow> quick_rows(const std::vector<ReferenceRow>& rows) {
  const auto effort_of = [](const ReferenceRow& row) {
    const RowPlan plan = plan_row(row);
    if (const auto* const scenario = std::get_if<ScenarioPlanOfRow>(&plan)) {
      return scenario->relaxation * scenario->load * scenario->work / row.tolerance;
    }
    return std::holds_alternative<DirectPlanOfRow>(plan) ? 0.0 : 1e300;
  };
  std::map<std::string, std::pair<double, std::size_t>> best;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    const std::pair candidate(effort_of(rows[index]), index);
    const auto [place, is_new] = best.emplace(rows[index].model, candidate);
    place->second = is_new ? candidate : std::min(place->second, candidate);
  }
  std::vector<ReferenceRow> chosen;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    const auto& [effort, place] = best.at(rows[index].model);
    if (place == index && effort < 1e300) {
      chosen.push_back(rows[index]);
    }
  }
  return chosen;
}

/// How far it is, on a terminal.
class Counter {
 public:
  Counter(std::string what, bool wanted) : what_(std::move(what)), shown_(wanted) {}

  ~Counter() {
    if (shown_) {
      std::fputs("\r\033[K", stderr);
    }
  }

  bool operator()(std::size_t begun, std::size_t all) const {
    if (shown_) {
      fmt::print(stderr, "\r{}: {} of {} \033[K", what_, begun, all);
      std::fflush(stderr);
    }
    return Interrupt::signal() == 0;
  }

 private:
  std::string what_;
  bool shown_;
};

std::vector<ReferenceRow> rows_of(const TrustArguments& arguments, const fs::path& scenarios) {
  const fs::path file = arguments.rows.empty() ? scenarios / kRowsBelow : fs::path(arguments.rows);
  std::vector<ReferenceRow> rows = read_reference_rows(file);
  std::erase_if(rows, [&](const ReferenceRow& row) { return !row.id.starts_with(arguments.only); });
  return arguments.quick ? quick_rows(rows) : rows;
}

std::vector<TrustLine> run_all(const TrustArguments& arguments) {
  const fs::path scenarios = find_scenarios(arguments);
  const bool shown = !arguments.quiet && isatty(STDERR_FILENO) != 0;
  RowRunOptions options;
  options.templates = scenarios / "theory/templates";
  options.threads = arguments.threads;
  if (arguments.quick) {
    options.effort = 0.2;
    options.replications_max = options.replications;
  }
  std::vector<TrustLine> lines;
  {
    const std::vector<ReferenceRow> rows = rows_of(arguments, scenarios);
    const Counter counter("Rows of theory", shown);
    options.go_on = std::cref(counter);
    for (const RowOutcome& outcome : run_rows(rows, options)) {
      lines.push_back(line_of(outcome));
    }
  }
  if (!arguments.only.empty() || !arguments.rows.empty()) {
    return lines;
  }
  options.replications = arguments.quick ? 3 : 10;
  for (const auto& [folder, reach] :
       {std::pair("theory", Reach::kProved), std::pair("published", Reach::kPublication)}) {
    std::vector<fs::path> files = scenarios_in(scenarios / folder);
    if (arguments.quick) {
      files.resize(std::min<std::size_t>(files.size(), 4));
    }
    const Counter counter(fmt::format("Scenarios of {}", folder), shown);
    options.go_on = std::cref(counter);
    const std::vector<TrustLine> claims = run_claims(files, reach, options);
    lines.insert(lines.end(), claims.begin(), claims.end());
  }
  return lines;
}

int trust(const TrustArguments& arguments) {
  const auto started = std::chrono::steady_clock::now();
  const std::vector<TrustLine> lines = run_all(arguments);
  if (Interrupt::signal() != 0) {
    return Interrupt::exit_status();
  }
  fmt::print("{}", arguments.markdown ? trust_markdown(lines) : trust_text(lines));
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started;
  if (!arguments.markdown) {
    fmt::print("\n{}", trust_summary(lines));
  }
  if (!arguments.quiet) {
    fmt::print(stderr, "{:.0f} s on {} threads\n", wall.count(), arguments.threads);
  }
  const bool missed = std::ranges::any_of(lines, [](const TrustLine& line) {
    return line.was_run && line.verdict == Verdict::kMissed;
  });
  return missed ? kMissed : kMet;
}

void add_trust(CLI::App& app, std::function<int()>& chosen) {
  const auto arguments = std::make_shared<TrustArguments>();
  CLI::App* const command =
      app.add_subcommand("trust", "Run what theory proves and others published");
  command->add_flag("--quick", arguments->quick, "A rough look: a row of each model");
  command->add_option("--only", arguments->only, "Rows whose id begins so, such as mm1")
      ->type_name("ID");
  command->add_option("--rows", arguments->rows, "Another table of rows, in the same columns")
      ->type_name("FILE");
  command->add_option("--scenarios", arguments->scenarios, "The folder of the scenarios")
      ->type_name("FOLDER");
  command->add_flag("--markdown", arguments->markdown, "The table as the documentation has it");
  command->add_option("-j", arguments->threads, "Threads")->check(CLI::Range(1, 1024));
  command->add_flag("-q,--quiet", arguments->quiet, "No progress line, no time");
  command->callback([arguments, &chosen] { chosen = [arguments] { return trust(*arguments); }; });
}

const CommandRegistration registration{"trust", add_trust};

}  // namespace

}  // namespace napkin::cli
