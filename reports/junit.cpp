#include "reports/junit.h"

#include <algorithm>

#include <fmt/format.h>

#include "reports/terminal_text.h"
#include "reports/utf8.h"
#include "reports/verdicts.h"

namespace napkin::reports {

namespace {

/// U+FFFE and U+FFFF are UTF-8, but no characters of XML 1.0.
bool is_forbidden(char32_t code_point) {
  return code_point == 0xFFFE || code_point == 0xFFFF;
}

std::string test_case(std::string_view scenario, std::string_view name, std::string_view content) {
  const std::string head = fmt::format(
      "    <testcase classname=\"{}\" name=\"{}\"", escape_for_xml(scenario), escape_for_xml(name));
  return content.empty() ? head + "/>\n"
                         : head + ">\n" + std::string(content) + "    </testcase>\n";
}

std::string problem(std::string_view element,
                    std::string_view type,
                    std::string_view message,
                    std::string_view text = {}) {
  // What a person reads below the message keeps its lines.
  std::string lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines += escape_for_xml(text.substr(start, end - start)) + "\n";
    start = end + 1;
  }
  return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n",
                     element,
                     type,
                     escape_for_xml(message),
                     lines);
}

std::string content_of(const JudgedLine& line) {
  if (line.verdict == Verdict::kMet) {
    return {};
  }
  std::string message = fmt::format("{}: measured {}, {}", line.word, line.measured, line.limit);
  message += line.reason.empty() ? "" : "; " + line.reason;
  const std::string place =
      fmt::format("{}:{}:{}", line.position.file, line.position.line, line.position.column);
  return problem(line.verdict == Verdict::kMissed ? "failure" : "error", line.word, message, place);
}

/// The test of the run itself: that it could be run, to its end, and that its audit holds.
std::string run_case(const CheckedScenario& scenario, const std::string& name) {
  constexpr std::string_view kName = "the run";
  if (!scenario.error.empty()) {
    return test_case(
        name, kName, problem("error", "bad input", "it could not be run", scenario.error));
  }
  const std::string trouble = trouble_of(scenario.result);
  return test_case(name, kName, trouble.empty() ? "" : problem("error", "run", trouble));
}

std::string counts_of(const VerdictCounts& counts, int scenarios) {
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"",
                     counts.met + counts.missed + counts.inconclusive + scenarios,
                     counts.missed,
                     counts.inconclusive + counts.errors);
}

std::string suite(const CheckedScenario& scenario) {
  const RunResult& result = scenario.result;
  const std::string name = result.scenario.name.empty() ? scenario.file : result.scenario.name;
  VerdictCounts counts;
  counts.add(scenario);
  std::string text = fmt::format(
      "  <testsuite name=\"{}\" {}>\n", escape_for_xml(scenario.file), counts_of(counts, 1));
  if (scenario.error.empty()) {
    text += fmt::format(
        "    <properties>\n      <property name=\"seed\" value=\"{}\"/>\n"
        "      <property name=\"fingerprint\" value=\"{}\"/>\n    </properties>\n",
        result.seed,
        escape_for_xml(result.fingerprint));
  }
  text += run_case(scenario, name);
  for (const JudgedLine& line : judged_lines(result)) {
    const std::string title = line.says.empty() ? line.text : line.text + ": " + line.says;
    text += test_case(name, title, content_of(line));
  }
  return text + "  </testsuite>\n";
}

}  // namespace

std::string junit_xml(std::span<const CheckedScenario> scenarios) {
  VerdictCounts counts;
  std::string suites;
  for (const CheckedScenario& scenario : scenarios) {
    counts.add(scenario);
    suites += suite(scenario);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"napkin\" {}>\n{}"
      "</testsuites>\n",
      counts_of(counts, static_cast<int>(scenarios.size())),
      suites);
}

std::string escape_for_xml(std::string_view text) {
  const std::string safe = escape_for_terminal(text);
  std::string result;
  for (std::size_t position = 0; position < safe.size();) {
    const Utf8Character character = utf8_at(safe, position);
    const std::string_view bytes = std::string_view(safe).substr(position, character.size);
    position += character.size;
    if (bytes == "&") {
      result += "&amp;";
    } else if (bytes == "<") {
      result += "&lt;";
    } else if (bytes == ">") {
      result += "&gt;";
    } else if (bytes == "\"") {
      result += "&quot;";
    } else if (bytes == "'") {
      result += "&apos;";
    } else {
      result += is_forbidden(character.code_point) ? "?" : std::string(bytes);
    }
  }
  return result;
}

}  // namespace napkin::reports
