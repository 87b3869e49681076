#include "cli/usage.h"

#include <algorithm>
#include <vector>

#include <CLI/CLI.hpp>

#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin::cli {

namespace {

/// The command that was chosen, or the program itself.
const CLI::App& chosen_in(const CLI::App& app) {
  const std::vector<CLI::App*> commands = app.get_subcommands();
  return commands.empty() ? app : *commands.front();
}

/// `--seed` of `--seed=4`.
std::string name_of(const std::string& argument) {
  return argument.substr(0, argument.find('='));
}

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* const option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* const command : app.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  return names;
}

/// The mistake in an argument that nobody expects.
std::string unexpected(const CLI::App& app, const std::string& argument) {
  const CLI::App& command = chosen_in(app);
  const bool is_option = argument.starts_with("-");
  const bool is_command = !is_option && &command == &app;
  const std::string name = is_option ? name_of(argument) : argument;
  const std::vector<std::string> names = is_option    ? options_of(command)
                                         : is_command ? commands_of(app)
                                                      : std::vector<std::string>();
  const char* const what = is_option    ? "unknown option "
                           : is_command ? "unknown command "
                                        : "one argument too many: ";
  if (is_command && (name.ends_with(".yaml") || name.ends_with(".yml"))) {
    return quote(name) + " is a scenario, not a command; to simulate it: napkin run " +
           printable(name);
  }
  const std::string_view meant = nearest_name(name, names);
  const std::string hint =
      meant.empty() ? std::string() : "; did you mean " + std::string(meant) + "?";
  return what + quote(name) + hint;
}

}  // namespace

std::string usage_message(const CLI::App& app, const CLI::ParseError& error) {
  std::string message = printable(error.what());
  const CLI::App& command = chosen_in(app);
  std::vector<std::string> rest = app.remaining(true);
  const bool is_unexpected = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  // With an option that nobody knows, its value may have been taken for the file.
  const auto is_option = [](const std::string& one) { return one.starts_with("-"); };
  const auto option = std::find_if(rest.begin(), rest.end(), is_option);
  if (option != rest.end()) {
    message = unexpected(app, *option);
  } else if (is_unexpected && !rest.empty()) {
    message = unexpected(app, rest.front());
  }
  const std::string help =
      &command == &app ? "napkin --help" : "napkin " + command.get_name() + " --help";
  return "napkin: " + message + "\n  See: " + help + "\n";
}

}  // namespace napkin::cli
