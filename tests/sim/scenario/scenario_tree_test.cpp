#include "sim/scenario/scenario_tree.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/declaration.h"
#include "sim/scenario/merge.h"

namespace napkin {
namespace {

using ::testing::HasSubstr;

struct Loaded {
  ScenarioTree tree;
  std::string messages;

  [[nodiscard]] std::string at(std::string_view key) const { return to_text(tree.root.at(key)); }
};

Loaded load(std::string text, const std::vector<Setting>& settings = {}) {
  Diagnostics diagnostics;
  Loaded loaded;
  loaded.tree = load_scenario(
      std::make_shared<Source>(Source{"a.yaml", std::move(text)}), settings, diagnostics);
  loaded.messages = render(diagnostics);
  return loaded;
}

TEST(Parameters, StandForValuesTextsAndWholeMaps) {
  const Loaded loaded = load(
      "params: {peak: 5, cost: {p50: 2ms, p99: 20ms}}\n"
      "rate: '{peak}'\nlaw: '{cost}'\nabout: 'at {peak} times {{x}}'\nsum: '{peak * 100/s}'\nlist: "
      "['{peak}', b]\n");
  EXPECT_EQ(loaded.messages, "");
  EXPECT_EQ(loaded.at("rate"), "5");
  EXPECT_EQ(loaded.at("law"), "{p50: 2ms, p99: 20ms}");
  EXPECT_EQ(loaded.tree.root.at("about").text(), "at 5 times {x}");
  EXPECT_EQ(loaded.at("sum"), "500/s");
  EXPECT_EQ(loaded.at("list"), "[5, b]");
}

TEST(Parameters, KeepThePlaceWhereTheyAreUsed) {
  const Loaded loaded = load("params: {peak: 5}\nrate: '{peak}'\n");
  EXPECT_EQ(loaded.tree.root.at("rate").mark().line, 2U);
  EXPECT_EQ(loaded.tree.root.at("rate").length(), 8U);
}

TEST(Parameters, MayUseEachOther) {
  const Loaded loaded = load("params: {b: '{a * 2}', a: 10/s}\nx: '{b}'\n");
  EXPECT_EQ(loaded.messages, "");
  EXPECT_EQ(loaded.at("x"), "20/s");
  EXPECT_EQ(loaded.at("params"), "{b: 20/s, a: 10/s}");
}

TEST(Parameters, ACircleIsAMistake) {
  EXPECT_THAT(load("params: {a: '{b}', b: '{a}'}\n").messages, HasSubstr("is made from itself"));
  EXPECT_THAT(load("params: {a: '{a + 1}'}\n").messages, HasSubstr("is made from itself"));
}

TEST(Parameters, CannotBlowUpAScenario) {
  std::string text = "params:\n  a0: [x, x, x, x]\n";
  for (int level = 1; level < 14; ++level) {
    const std::string before = "'{a" + std::to_string(level - 1) + "}'";
    text += "  a" + std::to_string(level) + ": [" + before + "," + before + "," + before + "," +
            before + "]\n";
  }
  EXPECT_THAT(load(text).messages, HasSubstr("too large"));
  std::string longer = "params:\n  a0: xxxxxxxxxx\n";
  for (int level = 1; level < 14; ++level) {
    const std::string before = "{a" + std::to_string(level - 1) + "}";
    longer += "  a" + std::to_string(level) + ": '" + before + before + before + "'\n";
  }
  EXPECT_THAT(load(longer).messages, HasSubstr("too long"));
}

struct Case {
  std::string text;
  std::string expected;
};

class ParameterMistake : public ::testing::TestWithParam<Case> {};

TEST_P(ParameterMistake, IsExplained) {
  EXPECT_THAT(load(GetParam().text).messages, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    ParameterMistake,
    ::testing::Values(Case{"{params: {peak: 5}, x: '{peek}'}", "did you mean \"peak\"?"},
                      Case{"{x: '{peek}'}", "declare it under params:"},
                      Case{"{params: 5}", "write params: {peak: 5}"},
                      Case{"{params: {1a: 5}}", "cannot be the name"},
                      Case{"{params: {a: fast}, x: '{a * 2}'}", "used as a quantity"},
                      Case{"{params: {a: 5}, x: 'n{a'}", "a { is not closed"},
                      Case{"{params: {a: [1]}, x: 'n{a}'}", "a.yaml:1:23: error: unknown name"},
                      Case{"[1]", "a scenario is a map of keys"},
                      Case{"{workload: [1]}", "a list stands where a map is due"},
                      Case{"{workload: {send: {per_user_per_day: 2}}}", "add daily_users: 100M"},
                      Case{"{workload: {send: {peak: 2}}}", "nothing says how often"},
                      Case{"{workload: {send: {average: 5}}}", "write 5/s"}));

TEST(Workload, GivesRatesFromTheNapkin) {
  const Loaded loaded = load(
      "params: {peak: 5}\n"
      "workload: {daily_users: 100M, send_message: {per_user_per_day: 20, peak: '{peak}', bytes: "
      "30B}}\n"
      "half: '{send_message.peak / 2}'\n");
  EXPECT_EQ(loaded.messages, "");
  const Workload& workload = *loaded.tree.workload;
  const WorkloadOperation& send = workload.operations().front().second;
  EXPECT_NEAR(workload.average_rate(send), 23'148, 1);
  EXPECT_NEAR(workload.peak_rate(send), 115'741, 1);
  EXPECT_NEAR(loaded.tree.names->find("send_message.bandwidth")->value, 115'741 * 240.0, 240);
  EXPECT_EQ(loaded.tree.names->find("send_message.bytes")->whole, 30);
  EXPECT_EQ(loaded.tree.names->find("daily_users")->whole, 100'000'000);
  EXPECT_FALSE(loaded.tree.names->find("send_message.trough"));
  const QuantityResult half =
      parse_quantity(loaded.tree.root.at("half").text(), QuantityKind::kRate);
  EXPECT_DOUBLE_EQ(half.quantity->value, workload.peak_rate(send) / 2);
}

struct Client {
  double rate = 0;
};

void declare(Declaration<Client>& keys) {
  keys.rate("rate", &Client::rate).required();
}

TEST(Workload, ItsNamesStandWhereAQuantityIsDue) {
  Loaded loaded = load(
      "{workload: {send: {average: 10/s, peak: 3}}, client: {rate: send.peak}, wrong: {rate: "
      "send.bytes}, typo: {rate: sent.peak}}");
  Diagnostics diagnostics;
  const ReadContext context = loaded.tree.context(diagnostics);
  EXPECT_EQ(declaration_of<Client>().read(loaded.tree.root.at("client"), context).rate, 30);
  EXPECT_TRUE(diagnostics.empty());
  (void)declaration_of<Client>().read(loaded.tree.root.at("wrong"), context);
  (void)declaration_of<Client>().read(loaded.tree.root.at("typo"), context);
  EXPECT_THAT(render(diagnostics), HasSubstr("\"send.bytes\" is a size (0B)"));
  EXPECT_THAT(render(diagnostics), HasSubstr("did you mean \"send.peak\"?"));
}

TEST(Setting, ReachesAnyLeaf) {
  const Loaded loaded =
      load("{run: {seed: 1}, timeline: [{at: 1s}, {at: 2s}], components: {api: {replicas: 2}}}",
           {{"run.seed", "7"},
            {"timeline[1].at", "3s"},
            {"api.replicas", "5"},
            {"api.cost", "{p50: 1ms, p99: 2ms}"},
            {"expect", "[lost(x) == 0]"}});
  EXPECT_EQ(loaded.messages, "");
  EXPECT_EQ(to_text(loaded.tree.root),
            "{run: {seed: 7}, timeline: [{at: 1s}, {at: 3s}], components: {api: {replicas: 5, "
            "cost: {p50: 1ms, p99: "
            "2ms}}}, expect: [lost(x) == 0]}");
  const Mark& mark = loaded.tree.root.at("run").at("seed").mark();
  EXPECT_EQ(mark.origin(), Origin::kSetting);
  EXPECT_EQ(mark.file(), "--set run.seed");
  EXPECT_EQ(loaded.tree.root.at("run").mark().origin(), Origin::kFile);
}

TEST(Setting, ReachesAParameterByItsName) {
  EXPECT_EQ(load("{params: {peak: 5}, x: '{peak}'}", {{"peak", "7"}}).at("x"), "7");
}

TEST(Setting, TellsWhatCannotBeSet) {
  const auto told = [](std::string path, std::string value) {
    return load("{run: {seed: 1}, timeline: [1]}", {{std::move(path), std::move(value)}}).messages;
  };
  EXPECT_THAT(told("run.seed.deep", "1"), HasSubstr("is not in a map"));
  EXPECT_THAT(told("timeline[1]", "1"), HasSubstr("the list has 1 items"));
  EXPECT_THAT(told("run[0]", "1"), HasSubstr("there is no list"));
  EXPECT_THAT(told("run..seed", "1"), HasSubstr("is no path"));
  EXPECT_THAT(told("timeline[x]", "1"), HasSubstr("is no path"));
  EXPECT_THAT(told("run.seed", "[1"),
              HasSubstr("--set run.seed:1:1: error: a bracket is not closed"));
  EXPECT_THAT(told("run.seed", ""), HasSubstr("--set run.seed: error"));
}

TEST(Setting, IsSplitAtTheFirstEqualsSign) {
  Diagnostics diagnostics;
  const Setting setting = read_setting("expect=[lost(x) == 0]", diagnostics);
  EXPECT_EQ(setting.path, "expect");
  EXPECT_EQ(setting.value, "[lost(x) == 0]");
  (void)read_setting("run.seed", diagnostics);
  (void)read_setting("=5", diagnostics);
  EXPECT_EQ(diagnostics.count(), 2U);
}

TEST(Merge, LaysMapsOverEachOther) {
  const Loaded base = load("{a: 1, b: {x: 1, y: 2}, c: [1, 2], d: 4}");
  const Loaded above = load("{b: {y: 3, z: 4}, c: [9], d: null, e: 5}");
  EXPECT_EQ(to_text(merge(base.tree.root, above.tree.root)),
            "{a: 1, b: {x: 1, y: 3, z: 4}, c: [9], e: 5}");
}

TEST(Merge, ReplacesWhatSaysSomethingElse) {
  const Loaded base = load("{cost: {p50: 1ms, p99: 2ms}, api: {kind: service, cores: 8}}");
  const Loaded above = load("{cost: {constant: 1ms}, api: {kind: sql}}");
  EXPECT_EQ(to_text(merge(base.tree.root, above.tree.root)),
            "{cost: {constant: 1ms}, api: {kind: sql}}");
}

class ScenarioFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::path(::testing::TempDir()) / "scenario_tree_test";
    std::filesystem::create_directories(root_ / "scenarios" / "chat");
  }

  void TearDown() override { std::filesystem::remove_all(root_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(root_ / name) << text;
  }

  Loaded load_named(const std::string& name) {
    Diagnostics diagnostics;
    Loaded loaded;
    loaded.tree = load_scenario(root_ / name, {}, diagnostics);
    loaded.messages = render(diagnostics);
    return loaded;
  }

  std::filesystem::path root_;
};

TEST_F(ScenarioFiles, ExtendEachOther) {
  write("scenarios/base.yaml", "{params: {peak: 5}, a: 1, b: {x: '{peak}'}}");
  write("scenarios/chat/middle.yaml", "{extends: ../base.yaml, b: {y: 2}}");
  write("scenarios/chat/top.yaml", "{extends: middle.yaml, params: {peak: 7}, b: {y: 3}}");
  const Loaded loaded = load_named("scenarios/chat/top.yaml");
  EXPECT_EQ(loaded.messages, "");
  EXPECT_EQ(to_text(loaded.tree.root), "{params: {peak: 7}, a: 1, b: {x: 7, y: 3}}");
  EXPECT_EQ(loaded.tree.root.at("a").mark().origin(), Origin::kBase);
  EXPECT_THAT(std::string(loaded.tree.root.at("a").mark().file()), HasSubstr("base.yaml"));
  EXPECT_EQ(loaded.tree.root.at("b").at("y").mark().origin(), Origin::kFile);
}

TEST_F(ScenarioFiles, ACircleIsToldWithItsMembers) {
  write("scenarios/a.yaml", "{extends: b.yaml}");
  write("scenarios/b.yaml", "{extends: c.yaml}");
  write("scenarios/c.yaml", "{extends: a.yaml}");
  EXPECT_THAT(load_named("scenarios/a.yaml").messages,
              HasSubstr("a.yaml → b.yaml → c.yaml → a.yaml"));
}

TEST_F(ScenarioFiles, ExtendOnlyWhatLiesInsideTheScenarios) {
  write("outside.yaml", "{a: 1}");
  write("scenarios/top.yaml", "{extends: ../outside.yaml}");
  EXPECT_THAT(load_named("scenarios/top.yaml").messages, HasSubstr("lies outside the scenarios"));
  write("scenarios/top.yaml", "{extends: none.yaml}");
  EXPECT_THAT(load_named("scenarios/top.yaml").messages,
              HasSubstr("there is no file \"none.yaml\""));
  write("scenarios/top.yaml", "{extends: [a]}");
  EXPECT_THAT(load_named("scenarios/top.yaml").messages,
              HasSubstr("a list stands where a single value is due"));
}

TEST_F(ScenarioFiles, ABaseTellsItsOwnMistakes) {
  write("scenarios/base.yaml", "a: &x 1");
  write("scenarios/top.yaml", "{extends: base.yaml}");
  EXPECT_THAT(load_named("scenarios/top.yaml").messages,
              HasSubstr("base.yaml:1:4: error: anchors"));
}

TEST_F(ScenarioFiles, ChainsAreBounded) {
  for (int level = 0; level < 40; ++level) {
    write("scenarios/s" + std::to_string(level) + ".yaml",
          "{extends: s" + std::to_string(level + 1) + ".yaml}");
  }
  EXPECT_THAT(load_named("scenarios/s0.yaml").messages, HasSubstr("extend each other"));
}

}  // namespace
}  // namespace napkin
