#include "sim/stats/time_average.h"

#include <chrono>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

namespace napkin {
namespace {

using namespace std::chrono_literals;

TEST(TimeAverage, WeighsLevelsByHowLongTheyLasted) {
  TimeAverage queue;
  queue.set(1s, 4);  // 0 for 1 s, 4 for 2 s, 1 for 1 s
  queue.set(3s, 1);
  EXPECT_EQ(queue.average(4s), 9.0 / 4.0);
  EXPECT_EQ(queue.maximum(), 4);
  EXPECT_EQ(queue.level(), 1);
}

TEST(TimeAverage, AddsAndSubtracts) {
  TimeAverage busy;
  busy.add(0s, 3);
  busy.add(1s, -2);
  EXPECT_EQ(busy.level(), 1);
  EXPECT_EQ(busy.average(2s), 2.0);
}

TEST(TimeAverage, IsItsLevelWhenNoTimePassed) {
  const TimeAverage level(5s, 7);
  EXPECT_EQ(level.average(5s), 7.0);
}

TEST(TimeAverage, KeepsItsLevelWhenTheWarmUpEnds) {
  TimeAverage level;
  level.set(1s, 10);
  level.set(2s, 2);
  level.restart(5s);
  EXPECT_EQ(level.average(6s), 2.0);
  EXPECT_EQ(level.maximum(), 2);
}

TEST(TimeAverage, AveragesFromAMark) {
  TimeAverage level;
  level.set(1s, 10);
  const TimeAverage::Mark mark = level.mark(2s);
  level.set(3s, 0);
  EXPECT_EQ(level.average(mark, 4s), 5.0);
}

TEST(TimeAverage, DoesNotOverflowWithHugeLevelsAndTimes) {
  constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
  const TimeAverage level(0ns, kHuge);
  EXPECT_EQ(level.integral(std::chrono::nanoseconds::max()), static_cast<Int128>(kHuge) * kHuge);
  EXPECT_EQ(level.average(std::chrono::nanoseconds::max()), 0x1p63);
}

TEST(TimeAverageDeathTest, CannotGoBackInTime) {
  TimeAverage level;
  level.set(2s, 1);
  EXPECT_DEATH(level.set(1s, 1), "now >= changed_");
}

}  // namespace
}  // namespace napkin
