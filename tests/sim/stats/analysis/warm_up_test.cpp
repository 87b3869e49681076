#include "sim/stats/analysis/warm_up.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/kernel/math.h"
#include "sim/kernel/random.h"
#include "sim/kernel/special_functions.h"

namespace napkin {
namespace {

/// Noise of standard deviation 1 around a level that rises from -`depth` to 0 within a few `tau`.
std::vector<double> rising(double depth, double tau, std::uint64_t seed, std::size_t count = 120) {
  RandomStream random(seed, "warm-up", "noise");
  std::vector<double> values;
  for (std::size_t index = 0; index < count; ++index) {
    const double level = -depth * math::exp(-static_cast<double>(index) / tau);
    values.push_back(10 + level + math::inverse_normal(random.uniform()));
  }
  return values;
}

TEST(MserTruncation, CutsOffTheRiseAndLittleMore) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const auto cut = mser_truncation(rising(20, 4, seed));
    ASSERT_TRUE(cut) << seed;
    EXPECT_GE(*cut, 8) << seed;  // there the rise is still 2.7 deviations deep
    EXPECT_LE(*cut, 40) << seed;
  }
}

TEST(MserTruncation, KeepsNearlyEverythingOfASeriesWithoutWarmUp) {
  std::size_t cut_away = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto cut = mser_truncation(rising(0, 1, seed));
    ASSERT_TRUE(cut) << seed;
    cut_away += *cut;
  }
  EXPECT_LT(cut_away, 200 * 120 / 20);  // 5 % on average
}

TEST(MserTruncation, RefusesASeriesThatRisesToItsEnd) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    EXPECT_EQ(mser_truncation(rising(40, 60, seed)), std::nullopt) << seed;
  }
}

TEST(MserTruncation, OfEqualValuesKeepsAll) {
  EXPECT_EQ(mser_truncation(std::vector<double>(50, 3.0)), 0);
}

RunResult pilot_with_latency(double seconds_of_rise) {
  OperationResult operation{.name = "send"};
  for (int millisecond = 0; millisecond < 100'000; millisecond += 5) {
    const double share = millisecond / (1000 * seconds_of_rise);
    const double latency = share < 1 ? 1e6 + 9e6 * share : 1e7 + 1000 * (millisecond % 7);
    operation.batches.latencies.record(std::chrono::milliseconds{millisecond},
                                       static_cast<std::int64_t>(latency));
  }
  RunResult pilot;
  pilot.duration = std::chrono::seconds{100};
  pilot.operations.push_back(operation);
  return pilot;
}

TEST(FindWarmUp, IsWhereTheLatencySettles) {
  const WarmUp found = find_warm_up(pilot_with_latency(12));
  ASSERT_TRUE(found.end) << found.rule;
  EXPECT_GE(*found.end, std::chrono::seconds{11});
  EXPECT_LE(*found.end, std::chrono::seconds{14});
}

TEST(FindWarmUp, RefusesWithAReason) {
  const WarmUp late = find_warm_up(pilot_with_latency(80));
  EXPECT_FALSE(late.end);
  EXPECT_THAT(late.rule, testing::HasSubstr("send still warms up after half of the run"));

  RunResult changing = pilot_with_latency(12);
  changing.steady = false;
  EXPECT_THAT(find_warm_up(changing).rule, testing::HasSubstr("changes by plan"));

  EXPECT_THAT(find_warm_up(RunResult{}).rule, testing::HasSubstr("no operation has requests"));
}

}  // namespace
}  // namespace napkin
