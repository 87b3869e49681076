#include <cstdio>
#include <exception>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/interrupt.h"
#include "cli/usage.h"
#include "reports/atomic_file.h"
#include "sim/scenario/diagnostic.h"

namespace {

constexpr const char* kFooter =
    "Exit status: 0 met; 1 missed; 2 bad input or usage; 3 inconclusive; 4 stopped\n"
    "by a budget; 5 a defect of napkin; 130 or 143 interrupted, with partial results.\n"
    "Example: napkin run scenarios/first/three_tier.yaml";

int run(int argc, char** argv) {
  CLI::App app{"napkin rehearses a system design before anyone builds it.", "napkin"};
  app.set_version_flag("--version", "napkin 0.1.0");
  app.set_help_all_flag("--help-all", "Help on every command");
  app.footer(kFooter);
  app.require_subcommand(0, 1);
  std::function<int()> chosen;
  napkin::cli::add_commands(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked_for_help) {
    return app.exit(asked_for_help);
  } catch (const CLI::ParseError& error) {
    const std::string message = napkin::cli::usage_message(app, error);
    std::fputs(message.c_str(), stderr);
    return napkin::cli::kBadInput;
  }
  if (!chosen) {
    std::fputs(app.help().c_str(), stdout);
    return napkin::cli::kMet;
  }
  napkin::cli::Interrupt::install();
  const int status = chosen();
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    std::fputs("napkin: standard output could not be written\n", stderr);
    return napkin::cli::kBadInput;
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const napkin::ScenarioError& error) {
    std::fputs(error.what(), stderr);
    return napkin::cli::kBadInput;
  } catch (const napkin::reports::FileError& error) {
    std::fprintf(stderr, "napkin: %s\n", error.what());
    return napkin::cli::kBadInput;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "napkin: %s\n", error.what());
    return napkin::cli::kDefect;
  }
}
