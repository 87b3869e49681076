#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/scenario_schema.h"
#include "cli/shipped_scenarios.h"
#include "reports/atomic_file.h"
#include "reports/terminal_text.h"
#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"
#include "sim/scenario/yaml_text.h"

namespace napkin::cli {

namespace {

constexpr const char* kStarter = "first/starter";
constexpr const char* kSchemaFile = "napkin.schema.json";

/// What `napkin init` was asked for.
struct InitArguments {
  std::string name;
  std::string from = kStarter;
};

const ShippedScenario* find(const std::string& name) {
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    if (shipped.name == name) {
      return &shipped;
    }
  }
  return nullptr;
}

int refuse(const std::string& message, const std::string& hint) {
  fmt::print(stderr, "napkin: {}{}\n", message, hint.empty() ? hint : "; " + hint);
  return kBadInput;
}

std::string nearest_scenario(const std::string& name) {
  std::vector<std::string> names;
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    names.emplace_back(shipped.name);
  }
  const std::string hint = suggestion(name, names);
  return hint.empty() ? "see: napkin list scenarios" : hint;
}

/// The text with the line that starts with `start` replaced; as it is if there is none.
std::string with_line(std::string text, const std::string& start, const std::string& line) {
  const std::size_t begin = text.starts_with(start) ? 0 : text.find("\n" + start) + 1;
  if (begin == 0 && !text.starts_with(start)) {
    return text;
  }
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  return text.replace(begin, end - begin, line);
}

/// Writes the schema that the scenario's first line names, unless one is there.
void write_schema_beside(const std::filesystem::path& file) {
  const std::filesystem::path schema = file.parent_path() / kSchemaFile;
  if (!std::filesystem::exists(schema)) {
    reports::write_file_atomically(schema, scenario_schema());
  }
}

int init(const InitArguments& arguments) {
  const ShippedScenario* const shipped = find(arguments.from);
  if (shipped == nullptr) {
    return refuse("there is no shipped scenario " + quote(arguments.from),
                  nearest_scenario(arguments.from));
  }
  if (shipped->text.find("\nextends:") != std::string_view::npos) {
    return refuse(quote(arguments.from) + " extends another scenario",
                  "start from one that stands alone, such as " + std::string(kStarter));
  }
  std::filesystem::path file = arguments.name;
  if (file.extension() != ".yaml" && file.extension() != ".yml") {
    file += ".yaml";
  }
  if (std::filesystem::exists(std::filesystem::symlink_status(file))) {
    return refuse(quote(file.string()) + " is there already", "choose another name");
  }
  std::string text(shipped->text);
  text = with_line(text,
                   "# yaml-language-server:",
                   fmt::format("# yaml-language-server: $schema=./{}", kSchemaFile));
  text = with_line(text, "name:", "name: " + yaml_scalar(file.stem().string(), true));
  reports::write_file_atomically(file, text);
  write_schema_beside(file);
  const std::string shown = reports::escape_for_terminal(file.string());
  fmt::print("{} is yours. Next:\n  napkin run {}\n  napkin help\n", shown, shown);
  return kMet;
}

void add_init(CLI::App& app, std::function<int()>& chosen) {
  const auto arguments = std::make_shared<InitArguments>();
  CLI::App* const command = app.add_subcommand("init", "Write a scenario to start from");
  command->add_option("name", arguments->name, "Its name: the file will be NAME.yaml")
      ->type_name("NAME")
      ->required();
  command->add_option("--from", arguments->from, "Which shipped scenario to copy (first/starter)")
      ->type_name("SCENARIO");
  command->callback([arguments, &chosen] { chosen = [arguments] { return init(*arguments); }; });
}

const CommandRegistration registration{"init", add_init};

}  // namespace

}  // namespace napkin::cli
