#include "reports/check_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "reports/numbers.h"
#include "reports/table.h"
#include "reports/terminal_text.h"
#include "reports/verdicts.h"

namespace napkin::reports {

namespace {

constexpr auto kLeft = Table::Align::kLeft;
constexpr auto kRight = Table::Align::kRight;

std::string title(const CheckedScenario& scenario, const SummaryOptions& options) {
  const RunResult& result = scenario.result;
  const std::string facts =
      fmt::format("{} measured, seed {}", exact_duration(result.measured().count()), result.seed);
  const std::string file = escape_for_terminal(scenario.file);
  const std::size_t room = options.width - std::min(options.width / 2, facts.size() + 2);
  return coloured(shorten_middle(file, room), Colour::kBold, options.colour) + "  " + facts + "\n";
}

void add(Table& table, const JudgedLine& line) {
  const std::string text =
      line.says.empty() ? line.text : line.text + " " + line.limit;  // an objective has its limit
  table.add_row({{upper_case(line.word), colour_of(line.word)},
                 {escape_for_terminal(text)},
                 {escape_for_terminal(line.measured)}});
  if (line.verdict != Verdict::kMet || line.word == "refuted") {
    for (const std::string& note : {line.says, line.reason}) {
      if (!note.empty()) {
        table.add_note(escape_for_terminal(note));
      }
    }
  }
}

}  // namespace

std::string check_text(const CheckedScenario& scenario, const SummaryOptions& options) {
  if (!scenario.error.empty()) {
    return coloured(shorten_middle(escape_for_terminal(scenario.file), options.width - 18),
                    Colour::kBold,
                    options.colour) +
           "  " + coloured("COULD NOT BE RUN", Colour::kRed, options.colour) + "\n";
  }
  std::string text = title(scenario, options);
  const std::string trouble = trouble_of(scenario.result);
  if (!trouble.empty()) {
    text +=
        coloured(
            wrap(escape_for_terminal(trouble), options.width, 2), Colour::kRed, options.colour) +
        "\n";
  }
  Table table({{"verdict", kLeft}, {"objective or claim", kLeft, 20}, {"measured", kRight, 8}});
  for (const JudgedLine& line : judged_lines(scenario.result)) {
    add(table, line);
  }
  return text + (table.empty() ? "It expects and claims nothing.\n"
                               : table.render({.width = options.width, .colour = options.colour}));
}

std::string check_totals(std::span<const CheckedScenario> scenarios) {
  VerdictCounts counts;
  for (const CheckedScenario& scenario : scenarios) {
    counts.add(scenario);
  }
  const std::string errors =
      counts.errors == 0 ? std::string() : fmt::format(", {} that did not run well", counts.errors);
  return fmt::format("{} met, {} missed, {} inconclusive, in {} scenario{}{}\n",
                     counts.met,
                     counts.missed,
                     counts.inconclusive,
                     scenarios.size(),
                     scenarios.size() == 1 ? "" : "s",
                     errors);
}

}  // namespace napkin::reports
