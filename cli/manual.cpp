#include <cstdio>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/help_topics.h"

namespace napkin::cli {

namespace {

/// Text for troff: a backslash and a dash mean themselves, and no line starts a request.
std::string troff(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    const bool at_start = result.empty() || result.back() == '\n';
    if (at_start && (letter == '.' || letter == '\'')) {
      result += "\\&";
    }
    result += letter == '\\' ? "\\e" : letter == '-' ? "\\-" : std::string(1, letter);
  }
  return result;
}

/// "NUMBER" of "NUMBER:INT in [1 - 1024]".
std::string type_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

std::string option_entry(const CLI::Option& option) {
  std::string names;
  for (const std::string& name : option.get_snames()) {
    names += (names.empty() ? "-" : ", -") + name;
  }
  for (const std::string& name : option.get_lnames()) {
    names += (names.empty() ? "--" : ", --") + name;
  }
  const bool takes_value = option.get_items_expected_max() > 0;
  return fmt::format(".TP\n\\fB{}\\fR{}\n{}\n",
                     troff(names),
                     takes_value ? " \\fI" + troff(type_of(option)) + "\\fR" : std::string(),
                     troff(option.get_description()));
}

std::string command_section(const CLI::App& command) {
  std::string arguments;
  std::string entries;
  for (const CLI::Option* const option : command.get_options()) {
    if (option->get_positional()) {
      arguments += " \\fI" + troff(type_of(*option)) + "\\fR";
    } else if (!option->get_name().starts_with("--help")) {
      entries += option_entry(*option);
    }
  }
  const std::string footer = command.get_footer();
  return fmt::format(".SS \\fBnapkin {}\\fR{}\n{}.\n{}{}",
                     troff(command.get_name()),
                     arguments,
                     troff(command.get_description()),
                     footer.empty() ? std::string() : ".PP\n" + troff(footer) + "\n",
                     entries);
}

std::string page(const CLI::App& app) {
  std::string text =
      ".TH NAPKIN 1 \"\" \"napkin\" \"User Commands\"\n.SH NAME\nnapkin \\- rehearse a system "
      "design "
      "before anyone builds it\n.SH SYNOPSIS\n.B napkin\n\\fICOMMAND\\fR [\\fIARGUMENT\\fR...]\n"
      ".SH DESCRIPTION\nRuns a system design described in a YAML file in a deterministic "
      "simulation, "
      "and says what its users would have seen.\n.SH COMMANDS\n";
  for (const CLI::App* const command : app.get_subcommands(nullptr)) {
    text += command_section(*command);
  }
  text += ".SH TOPICS OF napkin help\n";
  for (const HelpTopic& topic : help_topics()) {
    text += fmt::format(".TP\n.B {}\n{}\n", troff(topic.name), troff(topic.about));
  }
  return text + ".SH EXIT STATUS\n" + troff(app.get_footer()) +
         "\n.SH ENVIRONMENT\n.TP\n.B NO_COLOR\nNo colours, if it is not empty.\n";
}

void add_manual(CLI::App& app, std::function<int()>& chosen) {
  CLI::App* const command = app.add_subcommand("manual", "Print the manual page, as troff");
  command->footer("Example: napkin manual | man -l -");
  command->callback([&app, &chosen] {
    chosen = [&app] {
      std::fputs(page(app).c_str(), stdout);
      return kMet;
    };
  });
}

const CommandRegistration registration{"manual", add_manual};

}  // namespace

}  // namespace napkin::cli
