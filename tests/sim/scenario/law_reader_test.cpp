#include "sim/scenario/law_reader.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/declaration.h"
#include "sim/scenario/loader.h"

namespace napkin {
namespace {

using ::testing::HasSubstr;

struct Reading {
  std::optional<Law> law;
  std::string messages;
};

Reading read(std::string text,
             QuantityKind unit = QuantityKind::kDuration,
             std::string folder = "") {
  Diagnostics diagnostics;
  const Node node = load_text(
      std::make_shared<Source>(Source{"a.yaml", std::move(text), Origin::kFile, std::move(folder)}),
      diagnostics);
  Reading reading;
  reading.law = read_law(node, unit, diagnostics);
  reading.messages = render(diagnostics);
  return reading;
}

Law law(std::string text, QuantityKind unit = QuantityKind::kDuration) {
  const Reading reading = read(std::move(text), unit);
  EXPECT_EQ(reading.messages, "");
  return reading.law.value_or(Law());
}

TEST(LawReader, ABareQuantityIsAlwaysTheSame) {
  EXPECT_EQ(law("5ms").mean(), 5e6);
  EXPECT_EQ(law("5ms").variance(), 0);
  EXPECT_EQ(law("{constant: 100us}").mean(), 1e5);
  EXPECT_EQ(law("4KiB", QuantityKind::kBytes).mean(), 4096);
}

TEST(LawReader, ALawTakesItsUsualParameterBareOrByName) {
  EXPECT_EQ(law("{exponential: 4ms}").mean(), 4e6);
  EXPECT_EQ(law("{exponential: {mean: 4ms}}").mean(), 4e6);
  EXPECT_EQ(law("{exponential: 4MB}", QuantityKind::kBytes).mean(), 4e6);
}

TEST(LawReader, PercentilesOrMeanAndSpreadNeedNoName) {
  const Law percentiles = law("{p50: 2ms, p99: 20ms}");
  EXPECT_NEAR(percentiles.quantile(0.5), 2e6, 10);
  EXPECT_NEAR(percentiles.quantile(0.99), 20e6, 100);
  const Law spread = law("{mean: 5ms, cv: 2}");
  EXPECT_NEAR(spread.mean(), 5e6, 10);
  EXPECT_NEAR(spread.variance(), 4 * 25e12, 1e6);
}

TEST(LawReader, ANamedLawTakesPercentiles) {
  EXPECT_NEAR(law("{lognormal: {p50: 2ms, p99: 20ms}}").quantile(0.99), 20e6, 100);
}

TEST(LawReader, LawsAreMadeOfLaws) {
  EXPECT_NEAR(
      law("{mixture: {laws: [1ms, {exponential: 3ms}], weights: [50%, 0.5]}}").mean(), 2e6, 1);
  EXPECT_NEAR(law("{shifted: {law: {exponential: 1ms}, by: 2ms}}").mean(), 3e6, 1);
}

TEST(LawReader, ALawOfKeysCountsThem) {
  EXPECT_GT(law("{zipf: {n: 1M, s: 0.99}}", QuantityKind::kCount).mean(), 1);
}

class LawFile : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) / "law_file_test" / "scenarios";
    std::filesystem::create_directories(folder_);
    write("latencies.txt", "# measured\n1ms\n  3ms   # slow\n\n");
    std::ofstream(folder_.parent_path() / "outside.txt") << "1ms\n";
  }

  void TearDown() override { std::filesystem::remove_all(folder_.parent_path()); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  }

  std::filesystem::path folder_;
};

TEST_F(LawFile, GivesItsValues) {
  const Reading reading =
      read("{empirical: {file: latencies.txt}}", QuantityKind::kDuration, folder_.string());
  EXPECT_EQ(reading.messages, "");
  ASSERT_TRUE(reading.law);
  EXPECT_NEAR(reading.law->mean(), 2e6, 1);
}

TEST_F(LawFile, TellsItsMistakesByLine) {
  write("bad.txt", "1ms\n 5\n");
  EXPECT_THAT(
      read("{empirical: {file: bad.txt}}", QuantityKind::kDuration, folder_.string()).messages,
      HasSubstr("bad.txt:2:2: error: \"5\" has no unit"));
}

TEST_F(LawFile, StaysInsideTheScenarios) {
  std::filesystem::create_symlink(folder_.parent_path() / "outside.txt", folder_ / "link.txt");
  const auto told = [&](const std::string& name) {
    return read("{empirical: {file: '" + name + "'}}", QuantityKind::kDuration, folder_.string())
        .messages;
  };
  EXPECT_THAT(told("../outside.txt"), HasSubstr("lies outside the scenarios"));
  EXPECT_THAT(told("link.txt"), HasSubstr("lies outside the scenarios"));
  EXPECT_THAT(told("/etc/passwd"), HasSubstr("cannot be read from here"));
  EXPECT_THAT(told("."), HasSubstr("there is no file"));
  EXPECT_THAT(told("none.txt"), HasSubstr("there is no file"));
}

struct Case {
  std::string text;
  std::string expected;
};

class LawMistake : public ::testing::TestWithParam<Case> {};

TEST_P(LawMistake, IsExplained) {
  const Reading reading = read(GetParam().text);
  EXPECT_FALSE(reading.law);
  EXPECT_THAT(reading.messages, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    LawMistake,
    ::testing::Values(Case{"5", "write 5s or 5ms"},
                      Case{"exponential", "write {exponential: …}"},
                      Case{"{exponentail: 4ms}", "did you mean \"exponential\"?"},
                      Case{"{exponential: 4}", "a.yaml:1:15: error: \"4\" has no unit"},
                      Case{"{exponential: {avg: 4ms}}", "takes no \"avg\""},
                      Case{"{exponential: 0ms}", "mean"},
                      Case{"{exponential: [1ms]}", "a list stands where a single value is due"},
                      Case{"{p50: 2ms, p99: 1ms}", "a.yaml:1:"},
                      Case{"{p50: 2ms, cw: 1}", "takes no \"cw\""},
                      Case{"{mean: 5ms, p99: 20ms, exponential: 1ms}", "takes no \"exponential\""},
                      Case{"{empirical: {file: x.txt}}", "this text may not name files"},
                      Case{"[]", "a list stands where a single value is due"},
                      Case{"{}", "a map stands where a single value is due"}));

struct Timed {
  Law cost;
  std::optional<Law> pause;
};

void declare(Declaration<Timed>& keys) {
  keys.law("cost", &Timed::cost).otherwise("{constant: 100us}").help("time per hit");
  keys.law("pause", &Timed::pause);
}

TEST(LawReader, ServesADeclaration) {
  Diagnostics diagnostics;
  const Timed timed = declaration_of<Timed>().read({}, diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_EQ(timed.cost.mean(), 1e5);
  EXPECT_FALSE(timed.pause);
}

TEST(LawReader, KnowsAMapThatIsALaw) {
  const auto looks = [](std::string text) {
    Diagnostics diagnostics;
    return looks_like_law(
        load_text(std::make_shared<Source>(Source{"a", std::move(text)}), diagnostics));
  };
  EXPECT_TRUE(looks("{exponential: 4ms}"));
  EXPECT_FALSE(looks("{exponential: 4ms, replicas: 2}"));
  EXPECT_FALSE(looks("{}"));
  EXPECT_FALSE(looks("5ms"));
}

}  // namespace
}  // namespace napkin
