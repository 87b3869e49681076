#include "sim/stats/series.h"

#include <chrono>
#include <stdexcept>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace napkin {
namespace {

using namespace std::chrono_literals;

constexpr Windows::Options kFourSeconds{.start = 0s, .width = 1s, .limit = 4};

TEST(CounterSeries, CountsByWindow) {
  CounterSeries series(kFourSeconds);
  series.add(0s);
  series.add(999ms, 2);
  series.add(2s, 5);
  EXPECT_EQ(series.at(0), 3);
  EXPECT_EQ(series.at(1), 0);
  EXPECT_EQ(series.at(2), 5);
  EXPECT_EQ(series.at(77), 0);
}

TEST(CounterSeries, MergesNeighboursWhenWindowsRunOut) {
  CounterSeries series(kFourSeconds);
  for (int second = 0; second < 4; ++second) {
    series.add(std::chrono::seconds(second), second + 1);
  }
  series.add(4s, 10);
  EXPECT_EQ(series.windows().width(), 2s);
  EXPECT_EQ(series.at(0), 1 + 2);
  EXPECT_EQ(series.at(1), 3 + 4);
  EXPECT_EQ(series.at(2), 10);
  EXPECT_EQ(series.size(), 3u);
}

TEST(CounterSeries, StaysBoundedForTheLongestTimes) {
  CounterSeries series(kFourSeconds);
  series.add(0s);
  series.add(std::chrono::nanoseconds::max());
  EXPECT_LE(series.size(), 4u);
  EXPECT_EQ(series.total(0s, std::chrono::nanoseconds::max()), 2);
}

TEST(CounterSeries, TotalsTheWindowsThatBeginInARange) {
  CounterSeries series(kFourSeconds);
  series.add(0s, 1);
  series.add(1s, 10);
  series.add(2s, 100);
  EXPECT_EQ(series.total(1s, 2s), 10);
  EXPECT_EQ(series.total(1s, 9s), 110);
  EXPECT_EQ(series.total(5s, 9s), 0);
}

TEST(CounterSeriesDeathTest, RefusesTimesBeforeItsStart) {
  CounterSeries series({.start = 5s, .width = 1s, .limit = 4});
  EXPECT_DEATH(series.add(4s), "now >= options_.start");
  series.add(5s);
  EXPECT_EQ(series.at(0), 1);
}

TEST(CounterSeries, RefusesSenselessWindowsAndForeignSeries) {
  EXPECT_THROW(CounterSeries({.start = 0s, .width = 0s, .limit = 4}), std::invalid_argument);
  EXPECT_THROW(CounterSeries({.start = 0s, .width = 1s, .limit = 3}), std::invalid_argument);
  CounterSeries series(kFourSeconds);
  EXPECT_THROW(series.merge(CounterSeries({.start = 1s, .width = 1s, .limit = 4})),
               std::invalid_argument);
  EXPECT_THROW(series.merge(CounterSeries({.start = 0s, .width = 3s, .limit = 4})),
               std::invalid_argument);
}

RC_GTEST_PROP(CounterSeries,
              MergesToWhatOneSeriesWouldHaveCounted,
              (std::vector<std::pair<int, bool>> events)) {
  CounterSeries left(kFourSeconds);
  CounterSeries right(kFourSeconds);
  CounterSeries whole(kFourSeconds);
  for (const auto& [time, goes_left] : events) {
    const auto now = std::chrono::milliseconds(std::abs(static_cast<long>(time)) * 100);
    (goes_left ? left : right).add(now);
    whole.add(now);
  }
  CounterSeries swapped = right;
  swapped.merge(left);
  left.merge(right);
  RC_ASSERT(left == whole);
  RC_ASSERT(swapped == whole);
}

TEST(GaugeSeries, AveragesALevelOverItsWindows) {
  GaugeSeries series(kFourSeconds);
  series.set(500ms, 4);
  series.set(2s, 1);
  series.finish(2500ms);
  EXPECT_EQ(series.average(0), 2.0);
  EXPECT_EQ(series.average(1), 4.0);
  EXPECT_EQ(series.average(2), 1.0);  // of the half second that has passed
  EXPECT_EQ(series.maximum(0), 4);
  EXPECT_EQ(series.maximum(2), 1);
  EXPECT_EQ(series.size(), 3u);
}

TEST(GaugeSeries, KeepsItsIntegralWhenWindowsMerge) {
  GaugeSeries series(kFourSeconds, 2);
  series.set(3s, 6);
  series.finish(8s);
  EXPECT_EQ(series.windows().width(), 4s);
  EXPECT_EQ(series.average(0), 3.0);
  EXPECT_EQ(series.average(1), 6.0);
  EXPECT_EQ(series.maximum(0), 6);
}

TEST(HistogramSeries, KeepsADistributionPerWindow) {
  HistogramSeries series(kFourSeconds);
  series.record(0s, 10);
  series.record(1s, 20);
  series.record(1s, 30);
  EXPECT_EQ(series.at(0).max(), 10);
  EXPECT_EQ(series.at(1).count(), 2);
  EXPECT_EQ(series.total(1s, 2s).min(), 20);
}

TEST(HistogramSeries, MergesNeighboursAndOtherSeries) {
  HistogramSeries left(kFourSeconds);
  HistogramSeries right(kFourSeconds);
  HistogramSeries whole(kFourSeconds);
  for (int second = 0; second < 10; ++second) {
    (second % 3 == 0 ? left : right).record(std::chrono::seconds(second), second * 1000);
    whole.record(std::chrono::seconds(second), second * 1000);
  }
  right.merge(left);
  EXPECT_EQ(right, whole);
  EXPECT_EQ(whole.windows().width(), 4s);
  EXPECT_EQ(whole.at(0).count(), 4);
}

}  // namespace
}  // namespace napkin
