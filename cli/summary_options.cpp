#include "cli/summary_options.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include <CLI/CLI.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

#include "reports/colour.h"

namespace napkin::cli {

namespace {

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

reports::ColourChoice choice_of(const std::string& colour) {
  if (colour == "always") {
    return reports::ColourChoice::kAlways;
  }
  return colour == "never" ? reports::ColourChoice::kNever : reports::ColourChoice::kAuto;
}

}  // namespace

void add_colour_option(CLI::App& command, std::string& colour) {
  command.add_option("--color", colour, "When to use colours")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

reports::SummaryOptions summary_options(const std::string& colour) {
  reports::SummaryOptions options;
  winsize window{};
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col >= 60) {
    options.width = std::min<std::size_t>(window.ws_col, 100);
  }
  options.colour = reports::use_colour(choice_of(colour),
                                       {.is_terminal = terminal,
                                        .no_color = environment("NO_COLOR"),
                                        .force_color = environment("FORCE_COLOR"),
                                        .clicolor_force = environment("CLICOLOR_FORCE"),
                                        .term = environment("TERM")});
  return options;
}

}  // namespace napkin::cli
