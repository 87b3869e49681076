#pragma once

#include <string>

#include "reports/terminal_summary.h"

namespace CLI {
class App;
}

namespace napkin::cli {

/// Adds `--color auto|always|never`; `colour` outlives the command line and holds the default.
void add_colour_option(CLI::App& command, std::string& colour);

/// How to print on this standard output: the width of the terminal (80 columns where there is
/// none), in colour when `colour` and the environment agree (NO_COLOR and kind).
[[nodiscard]] reports::SummaryOptions summary_options(const std::string& colour);

}  // namespace napkin::cli
