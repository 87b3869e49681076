#include "models/algorithms/limiters/fixed_window.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

#include "tests/models/algorithms/limiters/admitted.h"

namespace napkin::algorithms {
namespace {

std::int64_t floor_divide(std::int64_t dividend, std::int64_t divisor) {
  return dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}

TEST(FixedWindow, StartsAgainAtEachWindow) {
  FixedWindow limiter({3, 1s});
  EXPECT_EQ(admitted(limiter, 1s, 9), 3);
  EXPECT_EQ(limiter.take(1250ms).retry_after, 750ms);
  EXPECT_EQ(limiter.remaining(2s), 3);
  EXPECT_EQ(admitted(limiter, 2s, 9), 3);
}

// The flaw: 5 per minute, 5 calls between 2:00:30 and 2:01:00 and 5 more before 2:01:30.
TEST(FixedWindow, LetsTwiceTheLimitThroughAcrossABoundary) {
  FixedWindow limiter({5, 60s});
  EXPECT_EQ(admitted(limiter, 7230s, 5) + admitted(limiter, 7289s, 5), 10);
}

TEST(FixedWindow, BehavesAsAMapOfCounters) {
  FixedWindow limiter({7, 100ns});
  std::map<std::int64_t, std::int64_t> taken;
  std::mt19937_64 random(31);
  std::int64_t now = -100'000;
  for (int step = 0; step < 100'000; ++step) {
    now += static_cast<std::int64_t>(random() % 20);
    const auto cost = static_cast<std::int64_t>(1 + random() % 2);
    std::int64_t& window = taken[floor_divide(now, 100)];
    const bool expected = window + cost <= 7;
    ASSERT_EQ(limiter.take(Time{now}, cost).admitted, expected);
    window += expected ? cost : 0;
    ASSERT_EQ(limiter.remaining(Time{now}), 7 - window);
  }
}

}  // namespace
}  // namespace napkin::algorithms
