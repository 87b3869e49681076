#include "sim/scenario/explain.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/declaration.h"
#include "sim/scenario/scenario_tree.h"
#include "sim/scenario/yaml_text.h"

namespace napkin {
namespace {

using ::testing::HasSubstr;

struct Retry {
  std::int64_t attempts = 0;
};

void declare(Declaration<Retry>& keys) {
  keys.count("attempts", &Retry::attempts).otherwise("3");
}

struct Item {
  double share = 0;
  Law cost;
};

void declare(Declaration<Item>& keys) {
  keys.ratio("share", &Item::share).otherwise("100%");
  keys.law("cost", &Item::cost).otherwise("{exponential: 4ms}");
}

struct Scene {
  std::int64_t replicas = 0;
  std::string about;
  Retry retry;
  std::vector<Item> items;
  std::vector<std::string> expect;
  double rate = 0;
  Node params;
  Node workload;
};

void declare(Declaration<Scene>& keys) {
  keys.count("replicas", &Scene::replicas).otherwise("2");
  keys.text("about", &Scene::about).otherwise("\"\"");
  keys.object("retry", &Scene::retry);
  keys.list_of("items", &Scene::items, values::object<Item>());
  keys.list_of("expect", &Scene::expect, values::text());
  keys.rate("rate", &Scene::rate).otherwise("1/s");
  keys.node("params", &Scene::params);
  keys.node("workload", &Scene::workload);
}

std::vector<ExplainedLine> explained(const std::string& text,
                                     const std::vector<Setting>& settings = {}) {
  Diagnostics diagnostics;
  const ScenarioTree tree =
      load_scenario(std::make_shared<Source>(Source{"folder/a.yaml", text}), settings, diagnostics);
  EXPECT_EQ(render(diagnostics), "");
  return explain(declaration_of<Scene>().info(), tree.root, *tree.names);
}

TEST(Explain, TellsWhatIsGivenAndItsLineThenTheDefaults) {
  EXPECT_EQ(explained_text(explained("replicas: 4\n")),
            "replicas: 4                                 # a.yaml:1\n"
            "about: \"\"                                   # default\n"
            "retry:\n"
            "  attempts: 3                               # default\n"
            "rate: 1/s                                   # default\n");
}

TEST(Explain, TellsASettingAndAnExpressionAndWhatANameStandsFor) {
  const std::string text =
      explained_text(explained("params: {size: 3}\nreplicas: \"{size * 2}\"\nrate: send.peak\n"
                               "workload: {send: {average: 5/s, peak: 2}}\n",
                               {{"retry.attempts", "9"}}));
  EXPECT_THAT(text,
              HasSubstr("replicas: 6                                 # a.yaml:2 {size * 2}\n"));
  EXPECT_THAT(text, HasSubstr("rate: send.peak                             # a.yaml:3 = 10/s\n"));
  EXPECT_THAT(text,
              HasSubstr("  attempts: 9                               # --set retry.attempts\n"));
}

TEST(Explain, WritesTheResultOfArithmeticWithItsUnit) {
  EXPECT_THAT(explained_text(explained("params: {hits: 90%}\nitems: [{share: \"{hits / 2}\"}]\n")),
              HasSubstr("- share: 45% "));
}

TEST(Explain, ShowsTheItemsOfListsWithTheirDefaults) {
  EXPECT_THAT(explained_text(explained("items: [{share: 5%}, {cost: 2ms}]\nexpect: [a < 1, b]\n")),
              HasSubstr("items:\n"
                        "  - share: 5%                               # a.yaml:1\n"
                        "    cost: {exponential: 4ms}                # default\n"
                        "  - cost: 2ms                               # a.yaml:1\n"
                        "    share: 100%                             # default\n"
                        "expect:\n"
                        "  - \"a < 1\"                                 # a.yaml:2\n"
                        "  - b                                       # a.yaml:2\n"));
}

TEST(Explain, ShowsAPartOfIt) {
  const std::vector<ExplainedLine> lines = explained("items: [{share: 5%}, {cost: 2ms}]\n");
  EXPECT_EQ(explained_text(lines_at(lines, "items[1]")),
            "- cost: 2ms                                 # a.yaml:1\n"
            "  share: 100%                               # default\n");
  EXPECT_EQ(explained_text(lines_at(lines, "retry")),
            "retry:\n"
            "  attempts: 3                               # default\n");
  EXPECT_EQ(lines_at(lines, "retr").size(), 0U);
  EXPECT_EQ(lines_at(lines, "").size(), lines.size());
}

TEST(Explain, FitsItsWidthAndReadsBack) {
  std::string about;
  for (int word = 0; word < 40; ++word) {
    about += "word" + std::to_string(word) + " ";
  }
  const std::string text = explained_text(explained("about: \"" + about + "{{x}}: # y\"\n"));
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    EXPECT_LE(line.size(), 80U) << line;
  }
  Diagnostics diagnostics;
  const ScenarioTree again =
      load_scenario(std::make_shared<Source>(Source{"b.yaml", text}), {}, diagnostics);
  EXPECT_EQ(render(diagnostics), "");
  EXPECT_EQ(again.root.at("about").text(), about + "{x}: # y");
}

TEST(YamlText, WritesOutWhatCouldSteerATerminal) {
  EXPECT_EQ(yaml_scalar("\u202Egnp\x1b[2J\u2028", false), "\"\\u202Egnp\\x1B[2J\\u2028\"");
  EXPECT_EQ(yaml_scalar("bad\xff", false), "\"bad\\uFFFD\"");
}

TEST(YamlText, ReadsBackAsWhatItWas) {
  for (const std::string text :
       {"plain", "5ms", "-5ms",         "a: b",   "- a",        "{x}",         "true",
        "null",  "",    "p99(x) < 5ms", "# no",   "\"quoted\"", "back\\slash", "two\nlines",
        "tab\t", "*a",  "&a",           "!a",     "%a",         "@a",          "`a",
        "a #b",  "...", "---",          "\u2028", "ü漢"}) {
    for (const bool quoted : {false, true}) {
      const std::string yaml = yaml_scalar(text, quoted || text.empty());
      Diagnostics diagnostics;
      const ScenarioTree tree = load_scenario(
          std::make_shared<Source>(Source{"a.yaml", "about: " + yaml + "\n"}), {}, diagnostics);
      EXPECT_EQ(render(diagnostics), "") << yaml;
      EXPECT_EQ(tree.root.at("about").text(), text) << yaml;
    }
  }
}

}  // namespace
}  // namespace napkin
