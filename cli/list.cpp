#include <cstdio>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/shipped_scenarios.h"
#include "cli/text_column.h"
#include "reports/format_registry.h"
#include "reports/terminal_text.h"
#include "sim/kernel/law_registry.h"
#include "sim/run/component_kind.h"
#include "sim/run/scenario_keys.h"
#include "sim/scenario/loader.h"

namespace napkin::cli {

namespace {

/// A name with a line about it.
using Entry = std::pair<std::string, std::string>;

/// A list that can be asked for by its name.
struct Section {
  const char* name;
  const char* title;
  std::vector<Entry> (*entries)();
};

std::vector<Entry> kinds() {
  std::vector<Entry> entries;
  for (const ComponentKind* const kind : ComponentKinds::all()) {
    entries.emplace_back(kind->name, kind->keys().about);
  }
  return entries;
}

std::vector<Entry> laws() {
  std::vector<Entry> entries;
  for (const auto& [name, kind] : law_kinds()) {
    if (name != kSummaryLaw) {
      entries.emplace_back(name, kind.help);
    }
  }
  return entries;
}

/// The keys whose value is one of a few words, wherever they are declared: balancing, eviction,
/// replication and so on.
class ChoiceCollector {
 public:
  std::vector<Entry> entries;

  void collect(const std::string& place, const DeclarationInfo& declaration) {
    if (!seen_.insert(&declaration).second) {
      return;
    }
    for (const KeyInfo& key : declaration.keys) {
      collect(place + "." + key.name, key.value);
    }
  }

 private:
  void collect(const std::string& place, const ValueInfo& value) {
    if (value.type == ValueType::kChoice && value.choices.size() > 1) {
      entries.emplace_back(place, fmt::format("{}", fmt::join(value.choices, ", ")));
    } else if (value.type == ValueType::kObject) {
      collect(place, value.nested());
    } else if (value.element) {
      collect(place, *value.element);
    }
  }

  std::set<const DeclarationInfo*> seen_;
};

std::vector<Entry> policies() {
  ChoiceCollector collector;
  for (const ComponentKind* const kind : ComponentKinds::all()) {
    collector.collect(kind->name, kind->keys());
  }
  return std::move(collector.entries);
}

std::vector<Entry> measures() {
  std::vector<Entry> entries{{"p50, p99, p99.9", "duration; any percentile of the latency"}};
  for (const MeasureFunction& function : common_measure_functions()) {
    entries.emplace_back(function.name,
                         fmt::format("{}; {}", name_of(function.kind), function.help));
  }
  return entries;
}

std::vector<Entry> formats() {
  std::vector<Entry> entries;
  for (const reports::OutputFormat& format : reports::output_formats()) {
    entries.emplace_back(format.file_name, format.about);
  }
  return entries;
}

std::vector<Entry> scenarios() {
  std::vector<Entry> entries;
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    Diagnostics diagnostics;
    const Node root = load_text(
        std::make_shared<Source>(Source{std::string(shipped.name), std::string(shipped.text)}),
        diagnostics);
    entries.emplace_back(shipped.name, root.at("about").text());
  }
  return entries;
}

constexpr Section kSections[] = {
    {"kinds", "Kinds of component: napkin help KIND", kinds},
    {"laws", "Laws: napkin help laws", laws},
    {"policies", "Policies and algorithms to choose from, by key", policies},
    {"measures", "What can be measured: napkin help expect", measures},
    {"formats", "Files of a result folder", formats},
    {"scenarios", "Shipped scenarios: napkin init NAME --from SCENARIO", scenarios}};

std::string text_of(const Section& section) {
  constexpr std::size_t kTextColumn = 24;
  std::string text = std::string(section.title) + "\n";
  for (const auto& [name, about] : section.entries()) {
    // Of a longer text the first sentence says enough.
    const std::string sentence = about.substr(0, about.find(". "));
    text += name_row(
        reports::escape_for_terminal(name), reports::escape_for_terminal(sentence), kTextColumn);
  }
  return text;
}

int list(const std::string& wanted) {
  std::string text;
  for (const Section& section : kSections) {
    if (wanted.empty() || wanted == section.name) {
      text += (text.empty() ? "" : "\n") + text_of(section);
    }
  }
  std::fputs(text.c_str(), stdout);
  return kMet;
}

void add_list(CLI::App& app, std::function<int()>& chosen) {
  const auto wanted = std::make_shared<std::string>();
  std::vector<std::string> names;
  for (const Section& section : kSections) {
    names.emplace_back(section.name);
  }
  CLI::App* const command = app.add_subcommand("list", "List kinds, laws, scenarios and so on");
  command->add_option("what", *wanted, "One of the lists alone")
      ->type_name("LIST")
      ->check(CLI::IsMember(names));
  command->callback([wanted, &chosen] { chosen = [wanted] { return list(*wanted); }; });
}

const CommandRegistration registration{"list", add_list};

}  // namespace

}  // namespace napkin::cli
