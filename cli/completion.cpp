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
#include "cli/shipped_scenarios.h"

namespace napkin::cli {

namespace {

using Words = std::vector<std::string>;

/// What a shell has to know of a command.
struct CommandWords {
  std::string name;
  std::string about;
  Words options;    ///< "--seed"
  Words arguments;  ///< what may stand there besides files
};

/// Words that follow from what napkin knows; our own, so they need no quoting.
Words arguments_of(const std::string& command, const Words& commands) {
  Words words;
  if (command == "help") {
    for (const HelpTopic& topic : help_topics()) {
      words.push_back(topic.name);
    }
    words.insert(words.end(), commands.begin(), commands.end());
  } else if (command == "list") {
    words = {"kinds", "laws", "policies", "measures", "formats", "scenarios"};
  } else if (command == "completion") {
    words = {"bash", "zsh", "fish"};
  }
  return words;
}

std::vector<CommandWords> commands_of(const CLI::App& app) {
  Words names;
  for (const CLI::App* const command : app.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  std::vector<CommandWords> commands;
  for (const CLI::App* const command : app.get_subcommands(nullptr)) {
    CommandWords words{.name = command->get_name(),
                       .about = command->get_description(),
                       .options = {},
                       .arguments = arguments_of(command->get_name(), names)};
    for (const CLI::Option* const option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        words.options.push_back("--" + name);
      }
    }
    commands.push_back(std::move(words));
  }
  return commands;
}

Words shipped_names() {
  Words names;
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    names.emplace_back(shipped.name);
  }
  return names;
}

std::string joined(const Words& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::string bash(const std::vector<CommandWords>& commands) {
  Words names;
  std::string cases;
  for (const CommandWords& command : commands) {
    names.push_back(command.name);
    cases += fmt::format("    {}) options=\"{}\" words=\"{}\" ;;\n",
                         command.name,
                         joined(command.options),
                         joined(command.arguments));
  }
  return fmt::format(R"sh(# Completion of napkin for bash: eval "$(napkin completion bash)"
_napkin() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} options= words=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{0} --help --version" -- "$word"))
    return
  fi
  case ${{COMP_WORDS[1]}} in
{1}  esac
  case $before in
    --color) COMPREPLY=($(compgen -W "auto always never" -- "$word")); return ;;
    --from) COMPREPLY=($(compgen -W "{2}" -- "$word")); return ;;
    --seed | --set) return ;;
    --out) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$word")); return ;;
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")); return ;;
  esac
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  compopt -o filenames 2>/dev/null
  local IFS=$'\n'
  COMPREPLY=($(compgen -d -- "$word") $(compgen -f -X '!*.y?(a)ml' -- "$word"))
}}
shopt -s extglob
complete -F _napkin napkin
)sh",
                     joined(names),
                     cases,
                     joined(shipped_names()));
}

std::string zsh(const std::vector<CommandWords>& commands) {
  std::string names;
  std::string cases;
  for (const CommandWords& command : commands) {
    names += fmt::format("    '{}:{}'\n", command.name, command.about);
    cases += fmt::format("    {}) words_of=({}) options=({}) ;;\n",
                         command.name,
                         joined(command.arguments),
                         joined(command.options));
  }
  return fmt::format(R"sh(#compdef napkin
# Completion of napkin for zsh: napkin completion zsh > a folder of $fpath, as _napkin
_napkin() {{
  local -a commands words_of options
  commands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case $words[2] in
{}  esac
  case $words[CURRENT-1] in
    --color) compadd auto always never; return ;;
    --from) compadd {}; return ;;
    --seed|--set) return ;;
    --out) _files -/; return ;;
  esac
  if [[ $PREFIX == -* ]]; then
    compadd -- $options
  elif (( $#words_of )); then
    compadd -- $words_of
  else
    _files -g '*.y(a|)ml'
  fi
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _napkin "$@"; else compdef _napkin napkin; fi
)sh",
                     names,
                     cases,
                     joined(shipped_names()));
}

std::string fish(const std::vector<CommandWords>& commands) {
  std::string text =
      "# Completion of napkin for fish: napkin completion fish > "
      "~/.config/fish/completions/napkin.fish\n";
  for (const CommandWords& command : commands) {
    text += fmt::format("complete -c napkin -n __fish_use_subcommand -f -a {} -d '{}'\n",
                        command.name,
                        command.about);
    const std::string chosen =
        fmt::format("complete -c napkin -n '__fish_seen_subcommand_from {}'", command.name);
    for (const std::string& option : command.options) {
      text += fmt::format("{} -l {}\n", chosen, option.substr(2));
    }
    if (!command.arguments.empty()) {
      text += fmt::format("{} -f -a '{}'\n", chosen, joined(command.arguments));
    }
  }
  return text + fmt::format(
                    "complete -c napkin -n '__fish_seen_subcommand_from init' -l from -x -a '{}'\n",
                    joined(shipped_names()));
}

int completion(const std::string& shell, const CLI::App& app) {
  const std::vector<CommandWords> commands = commands_of(app);
  const std::string text = shell == "bash"  ? bash(commands)
                           : shell == "zsh" ? zsh(commands)
                                            : fish(commands);
  std::fputs(text.c_str(), stdout);
  return kMet;
}

void add_completion(CLI::App& app, std::function<int()>& chosen) {
  const auto shell = std::make_shared<std::string>();
  CLI::App* const command =
      app.add_subcommand("completion", "Print what completes commands and files in a shell");
  command->add_option("shell", *shell, "bash, zsh or fish")
      ->type_name("SHELL")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer("Example: eval \"$(napkin completion bash)\"   in ~/.bashrc");
  command->callback(
      [shell, &app, &chosen] { chosen = [shell, &app] { return completion(*shell, app); }; });
}

const CommandRegistration registration{"completion", add_completion};

}  // namespace

}  // namespace napkin::cli
