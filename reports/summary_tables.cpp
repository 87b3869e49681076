#include "reports/summary_tables.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reports/numbers.h"
#include "reports/terminal_text.h"
#include "reports/verdicts.h"

namespace napkin::reports {

namespace {

constexpr std::array kQuantiles{0.5, 0.9, 0.99, 0.999};
constexpr std::array<std::string_view, 4> kQuantileNames{"p50", "p90", "p99", "p99.9"};
constexpr auto kLeft = Table::Align::kLeft;
constexpr auto kRight = Table::Align::kRight;

std::vector<TimeUnit> quantile_units(const RunResult& result) {
  std::vector<TimeUnit> units;
  for (const double quantile : kQuantiles) {
    std::int64_t largest = 0;
    for (const OperationResult& operation : result.operations) {
      largest = std::max(largest, operation.latency.value_at_quantile(quantile));
    }
    units.push_back(time_unit_for(static_cast<double>(largest)));
  }
  return units;
}

std::string errors_text(const Tally& tally) {
  return tally.finished() == 0 ? "-" : percent(tally.error_ratio());
}

// "failed: 123 time_out, 4 refused; 3 dropped; 12 in flight at the end"
std::string misfortunes(const Tally& tally) {
  std::vector<std::string> parts;
  std::string kinds;
  for (const auto& [kind, count] : tally.failed) {
    if (count > 0) {
      kinds += fmt::format("{}{} {}",
                           kinds.empty() ? "failed: " : ", ",
                           grouped(static_cast<std::uint64_t>(count)),
                           escape_for_terminal(kind));
    }
  }
  if (!kinds.empty()) {
    parts.push_back(kinds);
  }
  if (tally.dropped > 0) {
    parts.push_back(grouped(static_cast<std::uint64_t>(tally.dropped)) +
                    " dropped without an answer");
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

// "shard[3].primary" of "threads.shard[3].primary", "[2]" of "api[2]".
std::string within_component(std::string_view address, std::string_view component) {
  if (address.starts_with(component)) {
    address.remove_prefix(component.size());
    address.remove_prefix(address.starts_with('.') ? 1 : 0);
  }
  return escape_for_terminal(address);
}

Tally tally_of(const ComponentResult& component) {
  Tally sum;
  for (const InstanceResult& instance : component.instances) {
    sum.merge(instance.tally());
  }
  return sum;
}

std::string layout_of(const ComponentResult& component) {
  return component.layout.empty() ? fmt::format("{}", component.instances.size())
                                  : escape_for_terminal(component.layout);
}

void add_instance_notes(Table& table, const ComponentResult& component) {
  constexpr std::size_t kShown = 3;
  std::vector<std::string> notes;
  for (const InstanceResult& instance : component.instances) {
    for (const std::string& note : instance.notes) {
      notes.push_back(escape_for_terminal(instance.address) + ": " + escape_for_terminal(note));
    }
  }
  for (std::size_t index = 0; index < std::min(kShown, notes.size()); ++index) {
    table.add_note(notes[index]);
  }
  if (notes.size() > kShown) {
    table.add_note(fmt::format("and {} more notes", notes.size() - kShown));
  }
}

// "shard[3].primary", and which of its resources if it has several.
std::string busiest_text(const BusiestInstance& busiest, const ComponentResult& component) {
  std::string text = within_component(busiest.instance->address, component.name);
  if (text.empty() || busiest.instance->resources.size() > 1) {
    text += (text.empty() ? "" : " ") + escape_for_terminal(busiest.resource->name);
  }
  return text;
}

std::vector<Table::Cell> component_row(const ComponentResult& component) {
  const std::optional<BusiestInstance> busiest = busiest_instance(component);
  std::vector<Table::Cell> row{{escape_for_terminal(component.name)},
                               {escape_for_terminal(component.kind)},
                               {layout_of(component)}};
  if (busiest.has_value()) {
    const ResourceResult& resource = *busiest->resource;
    row.push_back({busiest_text(*busiest, component)});
    row.push_back({percent(resource.utilisation)});
    row.push_back({with_prefix(resource.queue_mean)});
    row.push_back({with_prefix(static_cast<double>(resource.queue_maximum))});
  } else {
    row.insert(row.end(), 4, {"-"});
  }
  row.push_back({errors_text(tally_of(component))});
  return row;
}

Table::Cell verdict_cell(const JudgedLine& line) {
  return {upper_case(line.word), colour_of(line.word)};
}

void add_note_if_any(Table& table, const std::string& note) {
  if (!note.empty()) {
    table.add_note(escape_for_terminal(note));
  }
}

}  // namespace

namespace {

// "1.2%" of the value, or "-" without an interval.
std::string half_width(const OperationResult& operation, std::string_view name) {
  const Estimate* const estimate = operation.find_estimate(name);
  if (estimate == nullptr || !estimate->has_interval() || estimate->value == 0) {
    return "-";
  }
  return percent((*estimate->highest - *estimate->lowest) / 2 / *estimate->value);
}

// Below an operation: by how much its values may be off, each in percent of itself.
void add_intervals(Table& table, const OperationResult& operation) {
  const bool any = std::any_of(operation.estimates.begin(),
                               operation.estimates.end(),
                               [](const auto& one) { return one.estimate.has_interval(); });
  if (any) {
    table.add_row({{"  +- at 95%"},
                   {half_width(operation, "rate")},
                   {half_width(operation, "error_ratio")},
                   {half_width(operation, "p50")},
                   {half_width(operation, "p90")},
                   {half_width(operation, "p99")},
                   {half_width(operation, "p999")}});
  }
}

}  // namespace

Table operations_table(const RunResult& result) {
  const std::vector<TimeUnit> units = quantile_units(result);
  std::vector<Table::Column> columns{
      {"Operation", kLeft, 12}, {"rate/s", kRight}, {"errors", kRight}};
  for (std::size_t index = 0; index < units.size(); ++index) {
    columns.push_back({fmt::format("{} {}", kQuantileNames[index], units[index].name), kRight});
  }
  Table table(std::move(columns));
  for (const OperationResult& operation : result.operations) {
    std::vector<Table::Cell> row{{escape_for_terminal(operation.name)},
                                 {with_prefix(result.per_second(operation.tally.completed))},
                                 {errors_text(operation.tally)}};
    for (std::size_t index = 0; index < units.size(); ++index) {
      const auto value =
          static_cast<double>(operation.latency.value_at_quantile(kQuantiles[index]));
      row.push_back(
          {operation.latency.empty() ? "-" : significant(value / units[index].nanoseconds)});
    }
    table.add_row(std::move(row));
    add_intervals(table, operation);
    if (operation.closed_loop) {
      table.add_note("closed loop: users wait for each answer, so a stall hides what it would hit");
    }
    if (const std::string words = misfortunes(operation.tally); !words.empty()) {
      table.add_note(words);
    }
  }
  return table;
}

Table components_table(const RunResult& result) {
  Table table({{"Component", kLeft, 9},
               {"kind", kLeft, 6},
               {"instances", kLeft, 9},
               {"busiest", kLeft, 12},
               {"use", kRight},
               {"queue", kRight},
               {"max", kRight},
               {"errors", kRight}});
  for (const ComponentResult& component : result.components) {
    table.add_row(component_row(component));
    add_instance_notes(table, component);
  }
  return table;
}

Table timeline_table(const RunResult& result) {
  Table table({{"Time", kLeft}, {"what happened", kLeft, 20}});
  for (const TimelineEvent& event : result.timeline) {
    const std::string since = exact_duration(event.since.count());
    table.add_row(
        {{event.until.has_value() ? since + ".." + exact_duration(event.until->count()) : since},
         {escape_for_terminal(event.text)}});
  }
  return table;
}

Table values_table(const RunResult& result) {
  Table table({{"Measured", kLeft, 20}, {"value", kRight, 8}});
  for (const NamedValue& value : result.values) {
    table.add_row({{escape_for_terminal(value.name)},
                   {escape_for_terminal(with_unit(value.value, value.unit))}});
  }
  return table;
}

namespace {

// " +-1.2%" of the value; nothing without an interval.
std::string interval_text(const ExpectationResult& expectation) {
  if (!expectation.value || *expectation.value == 0 || !expectation.lowest ||
      !expectation.highest || *expectation.lowest == *expectation.highest) {
    return "";
  }
  return " +-" + percent((*expectation.highest - *expectation.lowest) / 2 / *expectation.value);
}

}  // namespace

Table expectations_table(const RunResult& result) {
  Table table(
      {{"Objective", kLeft, 20}, {"value", kRight, 8}, {"limit", kRight, 8}, {"verdict", kLeft}});
  for (const ExpectationResult& expectation : result.expectations) {
    const JudgedLine line = judged_line(expectation);
    table.add_row({{escape_for_terminal(line.text)},
                   {escape_for_terminal(line.measured) + interval_text(expectation)},
                   {escape_for_terminal(line.limit)},
                   verdict_cell(line)});
    add_note_if_any(table, line.reason);
  }
  return table;
}

Table claims_table(const RunResult& result) {
  Table table(
      {{"Claim", kLeft, 20}, {"measured", kRight, 8}, {"claimed", kRight, 8}, {"verdict", kLeft}});
  for (const ClaimResult& claim : result.claims) {
    const JudgedLine line = judged_line(claim);
    table.add_row({{escape_for_terminal(line.text)},
                   {escape_for_terminal(line.measured)},
                   {escape_for_terminal(line.limit)},
                   verdict_cell(line)});
    add_note_if_any(table, line.says);
    add_note_if_any(table, line.reason);
  }
  return table;
}

Table theory_table(const RunResult& result) {
  Table table({{"Theory", kLeft, 20},
               {"measured", kRight, 8},
               {"predicted", kRight, 8},
               {"by", kLeft, 12}});
  for (const TheoryResult& line : result.theory) {
    table.add_row({{escape_for_terminal(line.what)},
                   {escape_for_terminal(with_unit(line.measured, line.unit))},
                   {escape_for_terminal(with_unit(line.predicted, line.unit))},
                   {escape_for_terminal(line.basis)}});
  }
  return table;
}

std::optional<BusiestInstance> busiest_instance(const ComponentResult& component) {
  std::optional<BusiestInstance> found;
  for (const InstanceResult& instance : component.instances) {
    const ResourceResult* resource = instance.busiest_resource();
    if (resource != nullptr && (!found || resource->utilisation > found->resource->utilisation)) {
      found = {&instance, resource};
    }
  }
  return found;
}

std::optional<BusiestInstance> busiest_instance(const RunResult& result) {
  std::optional<BusiestInstance> found;
  for (const ComponentResult& component : result.components) {
    const std::optional<BusiestInstance> candidate = busiest_instance(component);
    if (candidate && (!found || candidate->resource->utilisation > found->resource->utilisation)) {
      found = candidate;
    }
  }
  return found;
}

}  // namespace napkin::reports
