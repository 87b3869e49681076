#include "cli/trust/trust_table.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace napkin::cli {

namespace {

Reach reach_of(const ReferenceRow& row) {
  if (row.kind == "exact" || row.kind == "bound" || row.kind == "asymptotic") {
    return Reach::kProved;
  }
  return row.kind == "fluid" ? Reach::kPlausible : Reach::kPublication;
}

std::string source_of(const ReferenceRow& row) {
  for (const std::string* const text : {&row.formula, &row.note, &row.discipline}) {
    if (!text->empty()) {
      return *text;
    }
  }
  return row.verified_by;
}

const char* verdict_of(const TrustLine& line) {
  if (!line.was_run) {
    return "not run";
  }
  return line.verdict == Verdict::kMet      ? "met"
         : line.verdict == Verdict::kMissed ? "MISSED"
                                            : "open";
}

/// At most `width` bytes, with a mark where something is missing.
std::string cut(const std::string& text, std::size_t width) {
  return text.size() <= width ? text : text.substr(0, width - 2) + "..";
}

/// A vertical bar would end the cell.
std::string cell(std::string text) {
  std::replace(text.begin(), text.end(), '|', '/');
  return text;
}

/// The table's unit, where it is more than the name of a pure number.
std::string with_unit(double value, const std::string& unit) {
  const bool is_pure = unit == "-" || unit == "prob" || unit.empty();
  return is_pure ? fmt::format("{:.6g}", value) : fmt::format("{:.6g} {}", value, unit);
}

}  // namespace

const char* to_string(Reach reach) {
  switch (reach) {
    case Reach::kProved:
      return "proved by theory";
    case Reach::kPublication:
      return "matches a publication";
    case Reach::kPlausible:
      return "plausible only";
  }
  return "";
}

TrustLine line_of(const RowOutcome& outcome) {
  const ReferenceRow& row = *outcome.row;
  TrustLine line;
  line.group = row.model;
  line.name = row.id;
  line.what = row.metric;
  line.expected = with_unit(row.expected, row.unit);
  line.was_run = outcome.was_run();
  line.verdict = outcome.verdict;
  line.source = source_of(row);
  line.reach = reach_of(row);
  line.how = outcome.how;
  line.reason = outcome.reason;
  if (outcome.was_run()) {
    line.ours = fmt::format("{:.6g}", *outcome.ours);
  }
  if (outcome.lowest) {
    line.interval = fmt::format("[{:.5g}, {:.5g}]", *outcome.lowest, *outcome.highest);
  }
  return line;
}

std::string trust_text(const std::vector<TrustLine>& lines) {
  std::string text;
  std::string heading;
  for (const TrustLine& line : lines) {
    const std::string above = line.group + "\n" + line.source + to_string(line.reach);
    if (above != heading) {
      heading = above;
      text += fmt::format("{}\n", cut(line.group + ": " + to_string(line.reach), 80));
      text += fmt::format("  {}\n", cut(line.source, 78));
    }
    text += fmt::format("  {:<31} {:>11} {:>11}",
                        cut(line.name, 31),
                        cut(line.expected.substr(0, line.expected.find(' ')), 11),
                        cut(line.ours, 11));
    text += fmt::format(" {:>15} {}\n", cut(line.interval, 15), verdict_of(line));
    if (!line.reason.empty()) {
      text += fmt::format("      {}\n", cut(line.reason, 74));
    }
  }
  return text;
}

std::string trust_markdown(const std::vector<TrustLine>& lines) {
  std::string text =
      "| | what | expected | ours | 99% interval | verdict | source | reach | run by |\n"
      "|---|---|---|---|---|---|---|---|---|\n";
  for (const TrustLine& line : lines) {
    const std::string verdict =
        verdict_of(line) + (line.reason.empty() ? std::string() : ": " + line.reason);
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
                        cell(line.name),
                        cell(line.group + " " + line.what),
                        cell(line.expected),
                        line.ours,
                        line.interval,
                        cell(verdict),
                        cell(line.source),
                        to_string(line.reach),
                        line.how);
  }
  return text;
}

std::string trust_summary(const std::vector<TrustLine>& lines) {
  int run = 0;
  int met = 0;
  std::map<std::string, int> ways;
  for (const TrustLine& line : lines) {
    run += line.was_run ? 1 : 0;
    met += line.was_run && line.verdict == Verdict::kMet ? 1 : 0;
    if (line.was_run) {
      const bool is_file = line.how.ends_with(".yaml");
      ++ways[is_file ? "from scenario files" : "by the " + line.how + " alone"];
    }
  }
  std::string text = fmt::format("{} lines: {} run, {} met, {} missed, {} not run\n",
                                 lines.size(),
                                 run,
                                 met,
                                 run - met,
                                 static_cast<int>(lines.size()) - run);
  for (const auto& [way, count] : ways) {
    text += fmt::format("  {} {}\n", count, way);
  }
  return text;
}

}  // namespace napkin::cli
