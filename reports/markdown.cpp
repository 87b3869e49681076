#include "reports/markdown.h"

#include <algorithm>

#include <fmt/format.h>

#include "reports/numbers.h"
#include "reports/terminal_text.h"
#include "reports/verdicts.h"

namespace napkin::reports {

namespace {

std::string row(const JudgedLine& line) {
  std::string text = escape_for_markdown(line.text);
  for (const std::string& note : {line.says, line.reason}) {
    text += note.empty() ? "" : "<br>" + escape_for_markdown(note);
  }
  const std::string word = line.verdict == Verdict::kMet ? line.word : "**" + line.word + "**";
  return fmt::format("| {} | {} | {} | {} |\n",
                     text,
                     escape_for_markdown(line.measured),
                     escape_for_markdown(line.limit),
                     word);
}

/// Four spaces in front: a block of code, whatever it holds.
std::string code_block(std::string_view text) {
  std::string block;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    block += "    " + escape_for_terminal(text.substr(start, end - start)) + "\n";
    start = end + 1;
  }
  return "\n" + block;
}

std::string section(const CheckedScenario& scenario) {
  const RunResult& result = scenario.result;
  const std::string name = result.scenario.name.empty() ? scenario.file : result.scenario.name;
  std::string text = "### " + escape_for_markdown(name) + "\n\n";
  if (!scenario.error.empty()) {
    return text + escape_for_markdown(scenario.file) + " could not be run:\n" +
           code_block(scenario.error) + "\n";
  }
  text += fmt::format("{}, {} measured, seed {}, fingerprint {}\n\n",
                      escape_for_markdown(scenario.file),
                      exact_duration(result.measured().count()),
                      result.seed,
                      escape_for_markdown(result.fingerprint));
  const std::string trouble = trouble_of(result);
  text += trouble.empty() ? "" : "**" + escape_for_markdown(trouble) + "**\n\n";
  const std::vector<JudgedLine> lines = judged_lines(result);
  if (lines.empty()) {
    return text + "It expects and claims nothing.\n\n";
  }
  text += "| objective or claim | measured | limit | verdict |\n|---|---:|---:|---|\n";
  for (const JudgedLine& line : lines) {
    text += row(line);
  }
  return text + "\n";
}

}  // namespace

std::string markdown_summary(std::span<const CheckedScenario> scenarios) {
  VerdictCounts counts;
  std::string sections;
  for (const CheckedScenario& scenario : scenarios) {
    counts.add(scenario);
    sections += section(scenario);
  }
  const std::string errors =
      counts.errors == 0 ? std::string() : fmt::format(", **{} failed to run**", counts.errors);
  return fmt::format("## napkin: {} met, {} missed, {} inconclusive{}\n\n{}",
                     counts.met,
                     counts.missed,
                     counts.inconclusive,
                     errors,
                     sections);
}

std::string escape_for_markdown(std::string_view text) {
  constexpr std::string_view kSpecial = "\\`*_{}[]<>()#+!|~$-=";
  std::string result;
  for (const char character : escape_for_terminal(text)) {
    if (character == '&') {
      result += "&amp;";
    } else if (character == '<') {
      result += "&lt;";
    } else if (character == '@') {
      result += "&#64;";  // a backslash does not keep it from mentioning somebody
    } else if (character == ':') {
      result += "&#58;";  // nor a URL from becoming a link
    } else {
      result += kSpecial.find(character) == std::string_view::npos ? "" : "\\";
      result += character;
    }
  }
  // "www." links without a colon; a leading dash or number would begin a list, were it a line.
  for (std::size_t at = result.find("www."); at != std::string::npos;
       at = result.find("www.", at)) {
    result.replace(at, 4, "www&#46;");
  }
  return result;
}

}  // namespace napkin::reports
