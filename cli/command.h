#pragma once

#include <functional>  // function
#include <string>      // string

namespace CLI {
class App;
}

namespace napkin::cli {

/// How the program ends; stands in the documentation and never changes meaning.
enum ExitStatus : int {
  kMet = 0,            ///< done, and everything expected was met
  kMissed = 1,         ///< an expectation or claim was missed
  kBadInput = 2,       ///< a mistake in the scenario or on the command line
  kInconclusive = 3,   ///< something expected could not be judged
  kStopped = 4,        ///< a budget ended the run; the results are partial
  kDefect = 5,         ///< the audit failed, or something broke: not the user's fault
  kInterrupted = 130,  ///< by Ctrl-C; the results are partial
  kTerminated = 143,   ///< by SIGTERM; the results are partial
};

/// A command of the program: adds itself with its options to the command line, and sets what runs
/// when it is chosen.
///
/// Registers itself by existing, so that a command is one file:
///
///     const CommandRegistration registration{"run", add_run};
struct CommandRegistration {
  using Add = void (*)(CLI::App& app, std::function<int()>& chosen);
  CommandRegistration(std::string name, Add add);
};

/// Adds every registered command, in alphabetical order.
void add_commands(CLI::App& app, std::function<int()>& chosen);

}  // namespace napkin::cli
