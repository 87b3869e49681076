#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/help_topics.h"
#include "cli/text_column.h"
#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin::cli {

namespace {

std::string overview(const std::vector<HelpTopic>& topics) {
  std::string text = "napkin help TOPIC explains a kind of component or a part of a scenario:\n\n";
  for (const HelpTopic& topic : topics) {
    text += name_row(topic.name, topic.about, 20);
  }
  return text + "\nnapkin COMMAND --help explains a command, napkin list what there is.\n";
}

std::string explained(const HelpTopic& topic) {
  std::string text = topic.name + "\n\n" + topic.text;
  const std::string_view example = example_of(topic.name);
  if (!example.empty()) {
    text += fmt::format("\nExample (napkin init NAME --from help/{}):\n\n{}", topic.name, example);
  }
  return text;
}

int unknown(const std::string& word, const std::vector<HelpTopic>& topics, const CLI::App& app) {
  std::vector<std::string> names;
  for (const HelpTopic& topic : topics) {
    names.push_back(topic.name);
  }
  for (const CLI::App* const command : app.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  const std::string hint = suggestion(word, names);
  fmt::print(stderr,
             "napkin: there is no help on {}{}\n  See: napkin help\n",
             quote(word),
             hint.empty() ? std::string() : "; " + hint);
  return kBadInput;
}

int help(const std::string& word, const CLI::App& app) {
  const std::vector<HelpTopic> topics = help_topics();
  if (word.empty()) {
    std::fputs(overview(topics).c_str(), stdout);
    return kMet;
  }
  const auto topic = std::find_if(
      topics.begin(), topics.end(), [&](const HelpTopic& one) { return one.name == word; });
  if (topic != topics.end()) {
    std::fputs(explained(*topic).c_str(), stdout);
    return kMet;
  }
  for (const CLI::App* const command : app.get_subcommands(nullptr)) {
    if (command->get_name() == word) {
      std::fputs(command->help().c_str(), stdout);
      return kMet;
    }
  }
  return unknown(word, topics, app);
}

void add_help(CLI::App& app, std::function<int()>& chosen) {
  const auto word = std::make_shared<std::string>();
  CLI::App* const command =
      app.add_subcommand("help", "Explain a kind, a part of a scenario, a command");
  command->add_option("topic", *word, "Such as cache, timeline, laws, check")->type_name("TOPIC");
  command->callback([word, &app, &chosen] { chosen = [word, &app] { return help(*word, app); }; });
}

const CommandRegistration registration{"help", add_help};

}  // namespace

}  // namespace napkin::cli
