#include <algorithm>
#include <map>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/coverage/experiment.h"

namespace napkin::coverage {
namespace {

struct Tally {
  int shown = 0;
  int covered = 0;
};

std::map<std::string_view, Tally> repeat(double load, std::int64_t requests, int experiments) {
  std::map<std::string_view, Tally> tallies;
  for (int number = 1; number <= experiments; ++number) {
    const auto seed = static_cast<std::uint64_t>(number);
    for (const Judged& judged : judge({.load = load, .requests = requests, .seed = seed})) {
      Tally& tally = tallies[judged.name];
      tally.shown += judged.estimate.has_interval() ? 1 : 0;
      tally.covered += judged.covers() ? 1 : 0;
    }
  }
  return tallies;
}

// 80 experiments: a true 95 % shows itself as less than 85 % in one of a thousand tests. The script
// scripts/coverage does thousands.
TEST(Coverage, IntervalsCoverTheTruthAsOftenAsTheySay) {
  constexpr int kExperiments = 80;
  const auto tallies = repeat(0.5, 60'000, kExperiments);
  int missed = 0;
  for (const std::string_view name : {"mean", "p50", "p99"}) {
    const Tally& tally = tallies.at(name);
    EXPECT_GE(tally.shown, 0.9 * kExperiments) << name;
    EXPECT_GE(tally.covered, 0.85 * tally.shown) << name;
    missed += tally.shown - tally.covered;
  }
  EXPECT_GT(missed, 0);  // intervals that always cover are too wide
}

TEST(Coverage, AWrongTruthIsNotCovered) {
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    for (Judged judged : judge({.load = 0.5, .requests = 60'000, .seed = seed})) {
      judged.exact_ns *= 1.25;
      covered += judged.covers() ? 1 : 0;
    }
  }
  EXPECT_LE(covered, 1);
}

// Of 200 runs that are too short 99% are called so, of 200 that are long enough at most 1% are.
constexpr int kRuns = 200;
constexpr int kStray = 2;

TEST(Coverage, RunsTooShortForTheirMeanAreCalledSo) {
  // A tenth of what the mean takes at each load.
  EXPECT_LE(repeat(0.5, 250, kRuns).at("mean").shown, kStray);
  EXPECT_LE(repeat(0.8, 2'000, kRuns).at("mean").shown, kStray);
  EXPECT_LE(repeat(0.9, 10'000, kRuns).at("mean").shown, kStray);
}

TEST(Coverage, RunsLongEnoughForTheirMeanAreNotCalledTooShort) {
  EXPECT_GE(repeat(0.5, 20'000, kRuns).at("mean").shown, kRuns - kStray);
  EXPECT_GE(repeat(0.8, 100'000, kRuns).at("mean").shown, kRuns - kStray);
}

// The 20 observations beyond p99 are worth less than that, the 200 at the median suffice.
TEST(Coverage, ARunMayBeTooShortForItsTailAndLongEnoughForItsMiddle) {
  const auto middling = repeat(0.5, 2'000, kRuns);
  EXPECT_LE(middling.at("p99").shown, kStray);
  EXPECT_GE(middling.at("p50").shown, kRuns - kStray);
  EXPECT_GE(repeat(0.5, 100'000, kRuns).at("p99").shown, kRuns - kStray);
}

TEST(Coverage, AnOverloadedServerHasNoInterval) {
  const auto tallies = repeat(1.02, 200'000, 5);
  EXPECT_EQ(tallies.at("mean").shown, 0);
  EXPECT_EQ(tallies.at("p99").shown, 0);
}

}  // namespace
}  // namespace napkin::coverage
