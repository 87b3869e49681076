#include "models/algorithms/limiters/sliding_window_log.h"

#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "tests/models/algorithms/limiters/admitted.h"

namespace napkin::algorithms {
namespace {

// A. Xu's picture: 2 per minute; 1:00:01 and 1:00:30 pass, 1:00:50 is refused but logged,
// 1:01:40 passes, since 1:00:50 alone is within the last minute.
TEST(SlidingWindowLog, FollowsTheBooksExample) {
  SlidingWindowLog limiter({.rate = {2, 60s}, .log_refused = true});
  EXPECT_TRUE(limiter.take(3601s).admitted);
  EXPECT_TRUE(limiter.take(3630s).admitted);
  EXPECT_FALSE(limiter.take(3650s).admitted);
  EXPECT_TRUE(limiter.take(3700s).admitted);
}

TEST(SlidingWindowLog, KeepsAHammeringCallerOutWhenItLogsRefusals) {
  SlidingWindowLog strict({.rate = {2, 60s}, .log_refused = true});
  SlidingWindowLog plain({.rate = {2, 60s}});
  int strict_admits = 0;
  int plain_admits = 0;
  for (Time now{}; now < 600s; now += 1s) {
    strict_admits += strict.take(now).admitted ? 1 : 0;
    plain_admits += plain.take(now).admitted ? 1 : 0;
  }
  EXPECT_EQ(strict_admits, 2);
  EXPECT_EQ(plain_admits, 20);
}

TEST(SlidingWindowLog, KeepsNoMoreThanItsLimitInMemory) {
  SlidingWindowLog limiter({.rate = {100, 1s}, .log_refused = true});
  (void)admitted(limiter, 0s, 10'000);
  EXPECT_EQ(limiter.size(), 100U);
}

class LogAgainstList : public ::testing::TestWithParam<bool> {};

TEST_P(LogAgainstList, BehavesAsAListOfTimes) {
  SlidingWindowLog limiter({.rate = {9, 200ns}, .log_refused = GetParam()});
  std::vector<std::int64_t> times;
  std::mt19937_64 random(37);
  std::int64_t now = -100'000;
  for (int step = 0; step < 100'000; ++step) {
    now += static_cast<std::int64_t>(random() % (random() % 50 == 0 ? 400 : 50));
    const auto cost = static_cast<std::int64_t>(1 + random() % 3);
    std::erase_if(times, [&](std::int64_t time) { return now - time >= 200; });
    const bool expected = static_cast<std::int64_t>(times.size()) + cost <= 9;
    ASSERT_EQ(limiter.take(Time{now}, cost).admitted, expected) << "step " << step;
    if (expected || GetParam()) {
      times.insert(times.end(), static_cast<std::size_t>(cost), now);
    }
    ASSERT_EQ(limiter.remaining(Time{now}),
              std::max<std::int64_t>(0, 9 - static_cast<std::int64_t>(times.size())));
  }
}

INSTANTIATE_TEST_SUITE_P(RefusalsLoggedOrNot, LogAgainstList, ::testing::Bool());

}  // namespace
}  // namespace napkin::algorithms
