#include "cli/help_topics.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "cli/shipped_scenarios.h"
#include "cli/text_column.h"
#include "reports/terminal_text.h"
#include "sim/kernel/law_registry.h"
#include "sim/run/component_kind.h"
#include "sim/run/scenario_keys.h"
#include "sim/scenario/help.h"

namespace napkin::cli {

namespace {

using reports::wrap;

constexpr std::size_t kWidth = 80;
constexpr std::size_t kNameColumn = 20;

std::string row(std::string_view name, std::string_view text) {
  return name_row(name, text, kNameColumn);
}

std::string parameters_of(const LawForm& form) {
  std::string text;
  for (const LawParameter& parameter : form.parameters) {
    text += (text.empty() ? "" : ", ") + std::string(parameter.name);
    text += parameter.required ? "" : " (optional)";
  }
  return text;
}

std::string laws_text() {
  std::string text =
      wrap(
          "A law says how values vary: of times, sizes, keys, counts. A single value, 5ms, is "
          "always that. A map of what is known of it is a law, too: {p50: 2ms, p99: 20ms} or "
          "{mean: 5ms, cv: 2}. And a law may be called by its name, {exponential: 4ms}, with all "
          "its keys as {lognormal: {median: 4ms, sigma: 0.5}}.",
          kWidth) +
      "\n\n";
  for (const auto& [name, kind] : law_kinds()) {
    text += row(name == kSummaryLaw ? "(no name)" : name, kind.help);
    for (const LawForm& form : kind.forms) {
      text += std::string(kNameColumn, ' ') +
              in_column("keys: " + parameters_of(form), kNameColumn) + "\n";
    }
  }
  return text;
}

std::string units_text() {
  constexpr QuantityKind kKinds[] = {QuantityKind::kDuration,
                                     QuantityKind::kRate,
                                     QuantityKind::kBytes,
                                     QuantityKind::kBandwidth,
                                     QuantityKind::kRatio,
                                     QuantityKind::kMoney,
                                     QuantityKind::kCount,
                                     QuantityKind::kNumber};
  std::string text = wrap(
                         "A quantity is a number with its unit, without a space between: 5ms, "
                         "100k/s, 4MiB. A number without a unit where one is due is a mistake. "
                         "\"{name}\" stands for a parameter, \"{2 * name}\" for arithmetic, and "
                         "send_message.peak for a rate of the workload.",
                         kWidth) +
                     "\n\n";
  for (const QuantityKind kind : kKinds) {
    text += row(name_of(kind), description_of(kind));
  }
  return text;
}

std::string measures_text() {
  std::string text =
      wrap(
          "An objective is a measure, a comparison and a limit: p99(send) < 200ms. A measure may "
          "have a window of the run: p99(send, 20s..25s), (send, before 20s), (send, after 40s). "
          "It is of an operation as users see it (send), or of a part of the system as those see "
          "it who call there, all of it together: api, api[2], threads.shard[3], one operation "
          "of it (api.send), all in a region (us-east). An objective is met, missed, or "
          "inconclusive: without samples, or when its interval straddles the limit. Where a name "
          "has a comma or a bracket, put the text in quotes.",
          kWidth) +
      "\n\n" + row("p50, p99, p99.9", "duration; any percentile of the latency");
  for (const MeasureFunction& function : common_measure_functions()) {
    text += row(function.name, fmt::format("{}; {}", name_of(function.kind), function.help));
  }
  return text;
}

/// The keys of a scenario's top level; what is below them are topics of their own.
std::string scenario_text(const DeclarationInfo& scenario) {
  std::string text = wrap(scenario.about, kWidth) + "\n\n";
  for (const KeyInfo& key : scenario.keys) {
    text +=
        row(key.name, type_text(key.value) + "; " + (key.required ? "required; " : "") + key.help);
  }
  return text;
}

const DeclarationInfo* nested_of(const ValueInfo& value) {
  if (value.type == ValueType::kObject) {
    return &value.nested();
  }
  return value.element ? nested_of(*value.element) : nullptr;
}

/// The declarations with a topic of their own that are used somewhere below, each once.
void collect_topics(const DeclarationInfo& declaration,
                    std::set<const DeclarationInfo*>& seen,
                    std::vector<const DeclarationInfo*>& topics) {
  if (!seen.insert(&declaration).second) {
    return;
  }
  if (!declaration.topic.empty()) {
    topics.push_back(&declaration);
  }
  for (const KeyInfo& key : declaration.keys) {
    if (const DeclarationInfo* const nested = nested_of(key.value)) {
      collect_topics(*nested, seen, topics);
    }
  }
}

/// The keys without the sentence above them.
std::string key_rows_of(const DeclarationInfo& declaration) {
  DeclarationInfo bare = declaration;
  bare.about.clear();
  return help_text(bare);
}

/// What can be called, if that does not depend on the scenario.
std::string operations_text(const ComponentKind& kind) {
  Diagnostics ignored;  // an example without its required keys
  const std::unique_ptr<ComponentPlan> plan = kind.read(Node(), ReadContext(ignored), {});
  const std::vector<std::string> operations = plan->operations();
  return operations.empty()
             ? std::string()
             : "\n" + wrap(fmt::format("Operations: {}", fmt::join(operations, ", ")), kWidth) +
                   "\n";
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::vector<HelpTopic> section_topics(const DeclarationInfo& scenario) {
  std::vector<HelpTopic> topics{{"scenario", scenario.about, scenario_text(scenario)}};
  for (const KeyInfo& key : scenario.keys) {
    if (const DeclarationInfo* const nested = nested_of(key.value)) {
      topics.push_back({key.name, key.help, help_text(*nested)});
    }
  }
  topics.push_back({"expect", "objectives, and what can be measured", measures_text()});
  topics.push_back({"laws", "how values vary: distributions by name", laws_text()});
  topics.push_back({"units", "quantities and how they are written", units_text()});
  return topics;
}

}  // namespace

std::vector<HelpTopic> help_topics() {
  std::vector<HelpTopic> topics = section_topics(declaration_of<ScenarioKeys>().info());
  std::set<const DeclarationInfo*> seen;
  std::vector<const DeclarationInfo*> shared;
  for (const ComponentKind* const kind : ComponentKinds::all()) {
    collect_topics(kind->keys(), seen, shared);
  }
  for (const DeclarationInfo* const declaration : shared) {
    topics.push_back({declaration->topic, declaration->about, help_text(*declaration)});
  }
  for (const ComponentKind* const kind : ComponentKinds::all()) {
    const DeclarationInfo& keys = kind->keys();
    topics.push_back({kind->name,
                      first_line(keys.about),
                      help_text(keys) + key_rows_of(declaration_of<PartKeys>().info()) +
                          operations_text(*kind)});
  }
  return topics;
}

std::string_view example_of(std::string_view topic) {
  const std::string name = fmt::format("help/{}", topic);
  const std::vector<ShippedScenario>& shipped = shipped_scenarios();
  const auto found = std::find_if(
      shipped.begin(), shipped.end(), [&](const ShippedScenario& one) { return one.name == name; });
  return found == shipped.end() ? std::string_view() : found->text;
}

}  // namespace napkin::cli
