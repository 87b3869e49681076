#include "reports/comparison_summary.h"

#include <cmath>

#include <fmt/format.h>

#include "reports/json.h"
#include "reports/numbers.h"
#include "reports/table.h"
#include "reports/terminal_text.h"

namespace napkin::reports {

namespace {

std::string signed_text(double value, std::string_view unit) {
  const std::string size = with_unit(std::abs(value), unit);
  return value == 0 ? size : (value < 0 ? "-" : "+") + size;
}

std::string interval_text(const Change& change) {
  const Estimate& difference = change.difference;
  if (change.verdict == ChangeVerdict::kEqual) {
    return "0";
  }
  if (!difference.has_interval()) {
    return "-";
  }
  return "+-" + with_unit((*difference.highest - *difference.lowest) / 2, change.unit);
}

Table::Cell verdict_cell(ChangeVerdict verdict) {
  switch (verdict) {
    case ChangeVerdict::kChange:
      return {"CHANGED", Colour::kYellow};
    case ChangeVerdict::kNoise:
      return {"noise"};
    case ChangeVerdict::kEqual:
      return {"equal"};
    case ChangeVerdict::kUndecided:
      break;
  }
  return {"undecided"};
}

Json number(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

}  // namespace

std::string comparison_summary(const ComparisonText& text,
                               const std::vector<Change>& changes,
                               const SummaryOptions& options) {
  const std::string how =
      text.paired
          ? fmt::format("{} pairs of replications under common random numbers", text.replications)
          : "independent samples: seeds or replications differ, so noise does not cancel";
  std::string result = wrap(fmt::format("{} -> {}: {}.",
                                        escape_for_terminal(text.first),
                                        escape_for_terminal(text.second),
                                        how),
                            options.width) +
                       "\n\n";
  Table table({{"Value", Table::Align::kLeft, 16},
               {"first", Table::Align::kRight},
               {"second", Table::Align::kRight},
               {"change", Table::Align::kRight},
               {"at 95%", Table::Align::kRight},
               {"verdict", Table::Align::kLeft}});
  for (const Change& change : changes) {
    table.add_row({{escape_for_terminal(change.name)},
                   {escape_for_terminal(with_unit(change.first, change.unit))},
                   {escape_for_terminal(with_unit(change.second, change.unit))},
                   {escape_for_terminal(signed_text(*change.difference.value, change.unit))},
                   {escape_for_terminal(interval_text(change))},
                   verdict_cell(change.verdict)});
  }
  result += table.render({.width = options.width, .colour = options.colour});
  if (!changes.empty() && !changes.front().difference.withheld.empty()) {
    result += wrap("No interval: " + changes.front().difference.withheld +
                       ", such as --set run.replications=10.",
                   options.width) +
              "\n";
  }
  return result;
}

std::string comparison_json(const ComparisonText& text, const std::vector<Change>& changes) {
  Json::Array array;
  for (const Change& change : changes) {
    array.push_back(Json::Object{{"difference", number(change.difference.value)},
                                 {"first", change.first},
                                 {"highest", number(change.difference.highest)},
                                 {"lowest", number(change.difference.lowest)},
                                 {"name", change.name},
                                 {"second", change.second},
                                 {"unit", change.unit},
                                 {"verdict", std::string(to_string(change.verdict))},
                                 {"withheld", change.difference.withheld}});
  }
  return Json(Json::Object{{"changes", array},
                           {"first", text.first},
                           {"paired", text.paired},
                           {"second", text.second}})
             .pretty() +
         "\n";
}

}  // namespace napkin::reports
