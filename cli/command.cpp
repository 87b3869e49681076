#include "cli/command.h"

#include <map>

namespace napkin::cli {

namespace {

std::map<std::string, CommandRegistration::Add>& commands() {
  static std::map<std::string, CommandRegistration::Add> registered;
  return registered;
}

}  // namespace

CommandRegistration::CommandRegistration(std::string name, Add add) {
  commands().emplace(std::move(name), add);
}

void add_commands(CLI::App& app, std::function<int()>& chosen) {
  for (const auto& [name, add] : commands()) {
    add(app, chosen);
  }
}

}  // namespace napkin::cli
