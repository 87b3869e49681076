#pragma once

#include <functional>  // function
#include <string>      // string

namespace CLI {
class App;
}

namespace napkin::cli {

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
