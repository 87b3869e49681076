// The files of tests/data/hostile: each is refused where its mistake stands, or accepted for the
// reason that expected.tsv gives; what is accepted can be run.
#include <cctype>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "sim/kernel/sanitizer.h"
#include "sim/scenario/printable.h"
#include "tests/models/components/scenario_run.h"
#include "tests/source_folder.h"

namespace napkin::components {
namespace {

namespace fs = std::filesystem;

// Of processor time: a busy machine does not count.
constexpr double kSecondsMax = kUnderAddressSanitizer ? 4 : 0.2;
constexpr long kKibibytesMax = 64L * 1024;

struct Expected {
  std::string name;
  bool refused = false;
  std::string place;  // "3:7"; empty for a file without anything to point at
  std::string words;  // in its message; or why it is accepted
};

fs::path folder() {
  return source_folder() / "tests" / "data" / "hostile";
}

std::vector<Expected> expected_files() {
  std::vector<Expected> files;
  std::ifstream list(folder() / "expected.tsv");
  for (std::string line; std::getline(list, line);) {
    std::istringstream fields(line);
    Expected file;
    std::string verdict;
    std::getline(fields, file.name, '\t');
    std::getline(fields, verdict, '\t');
    std::getline(fields, file.place, '\t');
    std::getline(fields, file.words, '\t');
    file.refused = verdict == "refused";
    files.push_back(std::move(file));
  }
  return files;
}

long kibibytes_at_most() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/// As much of a run as a scenario that means harm deserves.
RunResult run_a_moment(ScenarioPlan& plan) {
  plan.keys.run.budget.events = 20'000;
  plan.keys.run.budget.instant = 5'000;
  Simulation simulation(plan, {.seed = 1, .go_on = {}});
  return simulation.run();
}

class HostileFile : public ::testing::TestWithParam<Expected> {};

TEST_P(HostileFile, IsRefusedWhereItIsWrongOrAcceptedForAReason) {
  const Expected& expected = GetParam();
  const long memory_before = kibibytes_at_most();
  const std::clock_t start = std::clock();
  Diagnostics diagnostics;
  const ScenarioTree tree = load_scenario(folder() / (expected.name + ".yaml"), {}, diagnostics);
  ScenarioPlan plan;
  if (diagnostics.empty()) {
    plan = plan_scenario(tree, diagnostics);
  }
  const std::string told = render(diagnostics);
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, kSecondsMax);
  EXPECT_LT(kibibytes_at_most() - memory_before, kKibibytesMax);
  EXPECT_EQ(!diagnostics.empty(), expected.refused) << told;
  EXPECT_FALSE(expected.words.empty());
  if (!diagnostics.empty()) {
    EXPECT_THAT(told,
                ::testing::HasSubstr(
                    ".yaml" + (expected.place.empty() ? "" : ":" + expected.place) + ": error: "));
    EXPECT_THAT(told, ::testing::HasSubstr(expected.words));
  } else {
    for (const AuditLine& line : run_a_moment(plan).audit) {
      EXPECT_TRUE(line.ok) << line.name << ": " << line.detail;
    }
    EXPECT_LT(kibibytes_at_most() - memory_before, 4 * kKibibytesMax);
  }
}

INSTANTIATE_TEST_SUITE_P(HostileFiles,
                         HostileFile,
                         ::testing::ValuesIn(expected_files()),
                         [](const auto& info) { return info.param.name; });

TEST(HostileFiles, AreAtLeastThreeHundredAndNoneIsForgotten) {
  std::set<std::string> listed;
  for (const Expected& file : expected_files()) {
    listed.insert(file.name + ".yaml");
  }
  for (const auto& entry : fs::directory_iterator(folder())) {
    const std::string name = entry.path().filename().string();
    EXPECT_TRUE(name == "expected.tsv" || listed.count(name) == 1) << name;
  }
  EXPECT_GE(listed.size(), 300U);
}

}  // namespace
}  // namespace napkin::components
