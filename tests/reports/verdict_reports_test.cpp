#include <regex>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/check_text.h"
#include "reports/junit.h"
#include "reports/markdown.h"
#include "reports/terminal_text.h"
#include "reports/utf8.h"
#include "tests/reports/example_result.h"
#include "tests/reports/hostile_texts.h"

namespace napkin::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

CheckedScenario example() {
  return checked_scenario("chat/peak.yaml", example_result());
}

CheckedScenario broken() {
  return {.file = "bad.yaml", .result = {}, .error = "bad.yaml:1:1: error: <no>\n"};
}

std::string junit(const CheckedScenario& scenario) {
  return junit_xml({&scenario, 1});
}

std::string markdown(const CheckedScenario& scenario) {
  return markdown_summary({&scenario, 1});
}

TEST(JunitXml, HasATestForTheRunAndForEachObjectiveAndClaim) {
  const std::string xml = junit(example());
  EXPECT_THAT(
      xml,
      HasSubstr("<testsuite name=\"chat/peak.yaml\" tests=\"5\" failures=\"1\" errors=\"1\">"));
  EXPECT_THAT(xml, HasSubstr("name=\"the run\"/>"));
  EXPECT_THAT(xml, HasSubstr("name=\"p99(send_message) &lt; 200ms\"/>"));
  EXPECT_THAT(
      xml,
      HasSubstr("<failure type=\"missed\" message=\"missed: measured 0.14%, &lt; 0.1%; 0.14% "
                "is above 0.1%\">chat/peak.yaml:31:5\n</failure>"));
  EXPECT_THAT(xml, HasSubstr("<error type=\"inconclusive\""));
}

TEST(JunitXml, CountsARefutedClaimAsFailureUnlessItIsKnown) {
  CheckedScenario scenario = example();
  scenario.result.claims[0].verdict = ClaimVerdict::kRefuted;
  EXPECT_THAT(junit(scenario), HasSubstr("<failure type=\"refuted\""));
  scenario.result.claims[0].known = ClaimVerdict::kRefuted;
  EXPECT_THAT(junit(scenario), Not(HasSubstr("<failure type=\"refuted\"")));
}

TEST(JunitXml, SaysWhatCouldNotBeRun) {
  EXPECT_THAT(junit(broken()),
              HasSubstr("<error type=\"bad input\" message=\"it could not be run\">"
                        "bad.yaml:1:1: error: &lt;no&gt;\n</error>"));
  CheckedScenario stopped = example();
  stopped.result.complete = false;
  stopped.result.incomplete_reason = "stopped by max_events";
  EXPECT_THAT(junit(stopped), HasSubstr("message=\"incomplete: stopped by max_events\""));
}

void put_everywhere(CheckedScenario& scenario, const std::string& text) {
  RunResult& result = scenario.result;
  scenario.file = text;
  result.scenario.name = text;
  result.fingerprint = text;
  result.incomplete_reason = text;
  result.complete = false;
  result.expectations[1].text = text;
  result.expectations[1].reason = text;
  result.expectations[1].unit = text;
  result.expectations[1].position.file = text;
  result.claims[0].says = text;
  result.claims[0].source = text;
  result.claims[0].measure = text;
  result.claims[0].reason = text;
  result.claims[0].verdict = ClaimVerdict::kRefuted;
}

bool is_harmless(const std::string& text) {
  for (std::size_t position = 0; position < text.size();) {
    const Utf8Character character = utf8_at(text, position);
    const char32_t code = character.code_point;
    const bool control = (code < 0x20 && code != '\n') || (code >= 0x7F && code < 0xA0);
    const bool turns = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    if (!character.valid || control || turns) {
      return false;
    }
    position += character.size;
  }
  return true;
}

// Each element is one that we write, each attribute closed, nothing else left that XML would read.
bool is_our_xml(const std::string& xml) {
  static const std::regex kElement(
      "<\\?xml[^<>]*\\?>|</?(testsuites|testsuite|testcase|properties|property|failure|error)"
      "( [a-z]+=\"[^<>\"]*\")*/?>");
  const std::string rest = std::regex_replace(xml, kElement, "");
  const std::string bare = std::regex_replace(rest, std::regex("&(amp|lt|gt|quot|apos);"), "");
  return bare.find_first_of("<>&") == std::string::npos;
}

TEST(JunitXml, StaysXmlWhateverAScenarioHolds) {
  ASSERT_TRUE(is_our_xml(junit(example())));
  ASSERT_FALSE(is_our_xml("<script>"));
  for (const std::string& text : hostile_texts()) {
    CheckedScenario scenario = example();
    put_everywhere(scenario, text);
    EXPECT_TRUE(is_our_xml(junit(scenario))) << text;
    EXPECT_TRUE(is_harmless(junit(scenario))) << text;
    scenario.error = text + "\n" + text + "x";
    EXPECT_TRUE(is_our_xml(junit(scenario))) << text;
  }
}

TEST(Markdown, IsATableOfVerdicts) {
  const std::string text = markdown(example());
  EXPECT_THAT(text, HasSubstr("## napkin: 2 met, 1 missed, 1 inconclusive\n"));
  EXPECT_THAT(text,
              HasSubstr("| p99\\(send\\_message\\) &lt; 200ms | 99.1ms | &lt; 200ms | met |\n"));
  EXPECT_THAT(text, HasSubstr("| **missed** |"));
  EXPECT_THAT(markdown(broken()), HasSubstr("**1 failed to run**"));
}

TEST(Markdown, ShowsHostileTextAsText) {
  for (const std::string& text : hostile_texts()) {
    CheckedScenario scenario = example();
    put_everywhere(scenario, text);
    const std::string shown = markdown(scenario);
    EXPECT_TRUE(is_harmless(shown)) << text;
    EXPECT_THAT(shown, Not(HasSubstr("<script")));
    EXPECT_THAT(shown, Not(HasSubstr("http:")));
    // A bar or a line end of the text would add cells or rows.
    std::istringstream lines(shown);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("| ")) {
        const std::string cells = std::regex_replace(line, std::regex("\\\\."), "");
        EXPECT_EQ(std::count(cells.begin(), cells.end(), '|'), 5) << line;
      }
    }
  }
  EXPECT_EQ(escape_for_markdown("@team [x](http://y) www.z.org"),
            "&#64;team \\[x\\]\\(http&#58;//y\\) www&#46;z.org");
}

TEST(CheckText, HasALineForEachObjectiveAndClaimAndReasonsBelow) {
  EXPECT_EQ(check_text(example()),
            R"(chat/peak.yaml  50s measured, seed 42
verdict       objective or claim                           measured
MET           p99(send_message) < 200ms                      99.1ms
MISSED        error_rate(send_message) < 0.1%                 0.14%
  0.14% is above 0.1%
INCONCLUSIVE  lost(drafts) == 0                                   -
  no samples
CONFIRMED     max_throughput(threads.shard[0]) 1k/s +-50%    1.2k/s
)");
}

TEST(CheckText, FitsItsColumnsAndIsHarmless) {
  for (const std::string& text : hostile_texts()) {
    CheckedScenario scenario = example();
    put_everywhere(scenario, text);
    std::istringstream lines(check_text(scenario) + check_text(broken()));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(display_width(line), 80U) << line;
      EXPECT_TRUE(is_harmless(line)) << line;
    }
  }
}

TEST(CheckText, CountsTheVerdicts) {
  const CheckedScenario scenarios[] = {example(), broken()};
  EXPECT_EQ(check_totals(scenarios),
            "2 met, 1 missed, 1 inconclusive, in 2 scenarios, 1 that did not run well\n");
}

}  // namespace
}  // namespace napkin::reports
