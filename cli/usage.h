#pragma once

#include <string>  // string

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace napkin::cli {

/// What to tell somebody whose command line was not understood: the mistake, the command or option
/// that was probably meant, and where the help is. Ends with a newline; safe to print.
[[nodiscard]] std::string usage_message(const CLI::App& app, const CLI::ParseError& error);

}  // namespace napkin::cli
