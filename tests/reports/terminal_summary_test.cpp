#include "reports/terminal_summary.h"

#include <limits>
#include <regex>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/terminal_text.h"
#include "tests/reports/example_result.h"
#include "tests/reports/hostile_texts.h"

namespace napkin::reports {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

void expect_within(const std::string& text, std::size_t width) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(display_width(line), width) << line;
    EXPECT_FALSE(line.ends_with(' ')) << "[" << line << "]";
    EXPECT_EQ(escape_for_terminal(line), line);
  }
}

TEST(TerminalSummary, LooksLikeThis) {
  EXPECT_EQ(terminal_summary(example_result()), R"(Chat at peak
The message path of 100M daily users at five times the average rate.
chat/peak.yaml: 60s simulated, 50s measured after a warm-up of 10s

Operation     rate/s  errors  p50 ms  p90 ms  p99 ms  p99.9 ms
send_message     100   0.14%    50.0    90.0    99.0      99.9
  failed: 2 refused, 4 time_out; 1 dropped without an answer

Component  kind     instances     busiest                use  queue  max  errors
api        service  1             [0]                    25%      0    0       -
threads    sql      2 shards x 1  shard[1]...ry cores  82.3%   3.14   40    0.5%
  threads.shard[1].primary: killed at 20s
  threads.shard[1].primary: back at 35s

Busiest is threads.shard[1].primary: cores 82.3% in use, 3.14 waiting on
average.

Time      what happened
20s..35s  kill threads.shard[1].primary
40s       add 2 nodes to messages

Measured             value
lost(messages)  0 messages
stored              3.5MiB

Objective                                 value          limit  verdict
p99(send_message) < 200ms        99.1ms +-1.01%        < 200ms  MET
error_rate(send_message) < 0.1%           0.14%         < 0.1%  MISSED
  0.14% is above 0.1%
lost(drafts) == 0                             -  == 0 messages  INCONCLUSIVE
  no samples

Claim                             measured     claimed  verdict
max_throughput(threads.shard[0])    1.2k/s  1k/s +-50%  CONFIRMED
  one MySQL server holds about 1k queries per second (A: choice of database)

Theory           measured  predicted  by
mean time at db     5.1ms        5ms  M/M/1

Audit: 2 of 2 checks hold.

Assumed:
- Clocks of hosts agree.
2 defaults in force: see result.json.
fingerprint 0123456789abcdef, seed 42, 12,345,678 events
)");
}

TEST(TerminalSummary, AddsTheSpeedOfThisMachineOnlyIfGiven) {
  const RunPerformance performance{.events_per_second = 3'123'456.0};
  EXPECT_THAT(terminal_summary(example_result(), {}, performance),
              EndsWith("12,345,678 events, 3.12M events/s\n"));
  EXPECT_THAT(terminal_summary(example_result()), Not(HasSubstr("events/s")));
}

TEST(TerminalSummary, CarriesNoMeaningByColourAlone) {
  const std::string plain = terminal_summary(example_result());
  const std::string colourful = terminal_summary(example_result(), {.colour = true});
  EXPECT_THAT(colourful, HasSubstr("\x1b[31mMISSED\x1b[0m"));
  EXPECT_EQ(std::regex_replace(colourful, std::regex("\x1b\\[[0-9]*m"), ""), plain);
}

TEST(TerminalSummary, SaysWhenARunWasStopped) {
  RunResult result = example_result();
  result.complete = false;
  result.incomplete_reason = "stopped by max_events";
  result.duration = 12'300ms;
  EXPECT_THAT(
      terminal_summary(result),
      HasSubstr("INCOMPLETE: stopped by max_events. What follows covers the first 12.3s.\n"));
}

TEST(TerminalSummary, SaysHowExactlyValuesAreKnown) {
  RunResult result = example_result();
  result.replications = 5;
  result.operations.at(0).estimates = {
      {"p50", "ns", {.value = 50e6, .lowest = 49e6, .highest = 51e6}},
      {"p99", "ns", {.value = 99e6, .withheld = "too few", .times_longer = 3}},
      {"rate", "1/s", {.value = 100, .lowest = 99.5, .highest = 100.5}}};
  result.too_short = {"p99 of send_message: about 3 times as long would do"};
  const std::string text = terminal_summary(result);
  EXPECT_THAT(text, testing::ContainsRegex("a warm-up of 10s, 5[ \n]replications"));
  EXPECT_THAT(text, testing::ContainsRegex("  \\+- at 95% +0.5% +- +2% +- +- +-\n"));
  EXPECT_THAT(text, HasSubstr("TOO SHORT for p99 of send_message: about 3 times as long"));
}

TEST(TerminalSummary, LabelsAClosedLoop) {
  RunResult result = example_result();
  EXPECT_THAT(terminal_summary(result), Not(HasSubstr("closed loop")));
  result.operations.at(0).closed_loop = true;
  EXPECT_THAT(terminal_summary(result), HasSubstr("  closed loop: users wait for each answer"));
}

TEST(TerminalSummary, ShoutsWhenTheAuditFails) {
  RunResult result = example_result();
  result.audit.at(0).ok = false;
  EXPECT_THAT(terminal_summary(result),
              HasSubstr("AUDIT FAILED conservation of requests: 5010 = 5001 + 6 + 1 + 2\n"));
}

TEST(TerminalSummary, DescribesAnEmptyRun) {
  const std::string text = terminal_summary(RunResult());
  EXPECT_THAT(text, HasSubstr("0s simulated"));
  EXPECT_THAT(text, Not(HasSubstr("Operation")));
}

TEST(TerminalSummary, FitsItsWidth) {
  expect_within(terminal_summary(example_result()), 80);
  expect_within(terminal_summary(example_result(), {.width = 72}), 72);
}

TEST(TerminalSummary, FitsItsWidthWithHugeNumbers) {
  RunResult result = example_result();
  result.seed = std::numeric_limits<std::uint64_t>::max();
  result.events = std::numeric_limits<std::uint64_t>::max();
  result.fingerprint = std::string(64, 'f');
  result.operations[0].latency.record(std::numeric_limits<std::int64_t>::max(), 1'000'000);
  result.operations[0].tally.completed = std::numeric_limits<std::int64_t>::max() / 2;
  result.components[1].instances[1].resources[0].queue_maximum =
      std::numeric_limits<std::int64_t>::max();
  result.components[1].instances[1].resources[0].queue_mean = 1e18;
  result.expectations[0].value = 1e300;
  result.expectations[0].limit = std::numeric_limits<double>::infinity();
  expect_within(terminal_summary(result), 80);
}

TEST(TerminalSummary, SurvivesHostileTextsAnywhere) {
  for (const std::string& text : hostile_texts()) {
    RunResult result = example_result();
    result.scenario = {text, text, text, text};
    result.incomplete_reason = text;
    result.complete = false;
    result.fingerprint = text;
    result.operations[0].name = text;
    result.operations[0].tally.failed[text] = 1;
    result.components[1].name = text;
    result.components[1].kind = text;
    result.components[1].layout = text;
    result.components[1].instances[1].address = text;
    result.components[1].instances[1].notes = {text, text, text, text};
    result.components[1].instances[1].resources[0].name = text;
    result.values[0] = {text, 1.0, text};
    result.timeline[0].text = text;
    result.expectations[1].text = text;
    result.expectations[1].reason = text;
    result.expectations[1].comparison = text;
    result.expectations[1].unit = text;
    result.claims[0].says = text;
    result.claims[0].source = text;
    result.claims[0].measure = text;
    result.audit[0] = {text, false, text};
    expect_within(terminal_summary(result), 80);
  }
}

}  // namespace
}  // namespace napkin::reports
