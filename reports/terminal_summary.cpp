#include "reports/terminal_summary.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "reports/colour.h"
#include "reports/numbers.h"
#include "reports/summary_tables.h"
#include "reports/terminal_text.h"

namespace napkin::reports {

namespace {

// Line feeds and tabs are layout in a scenario's prose, not an attack.
std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\t', ' ');
  text.erase(text.find_last_not_of(' ') + 1);
  return escape_for_terminal(text);
}

std::string paragraph(std::string_view text, const SummaryOptions& options) {
  return text.empty() ? "" : wrap(text, options.width) + "\n";
}

std::string covered_time(const RunResult& result) {
  const std::string simulated = exact_duration(result.duration.count());
  if (result.warm_up.count() == 0) {
    return simulated + " simulated";
  }
  return fmt::format("{} simulated, {} measured after a warm-up of {}",
                     simulated,
                     exact_duration(result.measured().count()),
                     exact_duration(result.warm_up.count()));
}

std::string header(const RunResult& result, const SummaryOptions& options) {
  constexpr std::size_t kAboutLines = 4;
  const std::string name = shorten_to_width(one_line(result.scenario.name), options.width);
  const std::string about = shorten_to_width(one_line(result.scenario.about),
                                             kAboutLines * options.width - options.width / 2);
  const std::string file = one_line(result.scenario.file_name);
  std::string facts = file.empty() ? covered_time(result) : file + ": " + covered_time(result);
  if (result.replications > 1) {
    facts += fmt::format(", {} replications", result.replications);
  } else if (result.replication > 0) {
    facts += fmt::format(", replication {}", result.replication);
  }
  return coloured(name, Colour::kBold, options.colour) + "\n" + paragraph(about, options) +
         paragraph(facts, options);
}

std::string incomplete(const RunResult& result, const SummaryOptions& options) {
  if (result.complete) {
    return "";
  }
  const std::string text = fmt::format("INCOMPLETE: {}. What follows covers the first {}.",
                                       one_line(result.incomplete_reason),
                                       exact_duration(result.duration.count()));
  return coloured(wrap(text, options.width), Colour::kRed, options.colour) + "\n";
}

// What the run is too short for: its numbers may be far off, and by how much is not known.
std::string too_short(const RunResult& result, const SummaryOptions& options) {
  std::string text;
  if (result.warm_up_refused) {
    text +=
        wrap(one_line("Warm-up not found. " + result.warm_up_rule + "."), options.width, 2) + "\n";
  }
  for (const std::string& shortage : result.too_short) {
    text += wrap("TOO SHORT for " + one_line(shortage) + ".", options.width, 2) + "\n";
  }
  return text.empty() ? text : "\n" + coloured(text, Colour::kYellow, options.colour);
}

std::string stopping_rule(const RunResult& result, const SummaryOptions& options) {
  return result.stopping_rule.empty()
             ? ""
             : paragraph("until " + one_line(result.stopping_rule), options);
}

std::string rendered(const Table& table, const SummaryOptions& options) {
  return table.empty() ? ""
                       : "\n" + table.render({.width = options.width, .colour = options.colour});
}

std::string busiest(const RunResult& result, const SummaryOptions& options) {
  const std::optional<BusiestInstance> found = busiest_instance(result);
  if (!found.has_value()) {
    return "";
  }
  const ResourceResult& resource = *found->resource;
  const std::string text = fmt::format("Busiest is {}: {} {} in use, {} waiting on average.",
                                       one_line(found->instance->address),
                                       one_line(resource.name),
                                       percent(resource.utilisation),
                                       with_prefix(resource.queue_mean));
  return "\n" + paragraph(text, options);
}

/// "load 1.3 at db.shard[2]": what was asked, what it can do, and what became of the rest.
std::string in_words(const Overload& overload) {
  std::string text = overload.load > 0 ? fmt::format("NOT STABLE: load {} at {}",
                                                     significant(overload.load),
                                                     one_line(overload.address))
                                       : fmt::format("NOT STABLE: {}", one_line(overload.address));
  if (overload.alike > 0) {
    text += fmt::format(" (and {} more of {})", overload.alike, one_line(overload.component));
  }
  text += fmt::format(" since {}: {} arrive, {} can be done.",
                      exact_duration(overload.since.count()),
                      with_unit(overload.arrivals_per_second, "1/s"),
                      with_unit(overload.capacity_per_second, "1/s"));
  if (overload.queue_growth_per_second > 0) {
    text += fmt::format(" Its queue grows by {}, {} wait.",
                        with_unit(overload.queue_growth_per_second, "1/s"),
                        grouped(static_cast<std::uint64_t>(overload.waiting)));
  }
  if (overload.turned_away_per_second > 0) {
    text += fmt::format(" Turned away: {}.", with_unit(overload.turned_away_per_second, "1/s"));
  }
  return text;
}

std::string overloads(const RunResult& result, const SummaryOptions& options) {
  std::string text;
  for (const Overload& overload : result.overloads) {
    text +=
        coloured(wrap(in_words(overload), options.width, 2), Colour::kRed, options.colour) + "\n";
  }
  return text.empty() ? "" : "\n" + text;
}

std::string audit(const RunResult& result, const SummaryOptions& options) {
  if (result.audit.empty()) {
    return "";
  }
  std::string text;
  for (const AuditLine& line : result.audit) {
    if (!line.ok) {
      const std::string words =
          fmt::format("AUDIT FAILED {}: {}", one_line(line.name), one_line(line.detail));
      text += coloured(wrap(words, options.width, 2), Colour::kRed, options.colour) + "\n";
    }
  }
  if (text.empty()) {
    text = fmt::format("Audit: {0} of {0} checks hold.\n", result.audit.size());
  }
  return "\n" + text;
}

std::string last_line(const RunResult& result,
                      const SummaryOptions& options,
                      const std::optional<RunPerformance>& performance) {
  std::string text = fmt::format("fingerprint {}, seed {}, {} events",
                                 one_line(result.fingerprint),
                                 result.seed,
                                 grouped(result.events));
  if (performance.has_value()) {
    text += fmt::format(", {} events/s", with_prefix(performance->events_per_second));
  }
  return paragraph(text, options);
}

std::string small_print(const RunResult& result, const SummaryOptions& options) {
  std::string text;
  for (const std::string& assumption : result.assumptions) {
    text += wrap("- " + one_line(assumption), options.width, 2) + "\n";
  }
  if (!text.empty()) {
    text = "\nAssumed:\n" + text;
  }
  const std::size_t defaults = result.defaults.size();
  if (defaults > 0) {
    text += fmt::format(
        "{} {} in force: see result.json.\n", defaults, defaults == 1 ? "default" : "defaults");
  }
  return text;
}

}  // namespace

std::string terminal_summary(const RunResult& result,
                             const SummaryOptions& options,
                             const std::optional<RunPerformance>& performance) {
  return header(result, options) + incomplete(result, options) +
         rendered(operations_table(result), options) + too_short(result, options) +
         stopping_rule(result, options) + rendered(components_table(result), options) +
         busiest(result, options) + overloads(result, options) +
         rendered(timeline_table(result), options) + rendered(values_table(result), options) +
         rendered(expectations_table(result), options) + rendered(claims_table(result), options) +
         rendered(theory_table(result), options) + audit(result, options) +
         small_print(result, options) + last_line(result, options, performance);
}

}  // namespace napkin::reports
