#include "models/algorithms/limiters/sliding_window_counter.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

#include "tests/models/algorithms/limiters/admitted.h"

namespace napkin::algorithms {
namespace {

std::int64_t floor_divide(std::int64_t dividend, std::int64_t divisor) {
  return dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}

// A. Xu's picture: 7 per minute, 5 calls in the previous minute, 3 in this one, 30% into it:
// 3 + 5 * 70% = 6.5, rounded down to 6: one more passes, and then none.
TEST(SlidingWindowCounter, FollowsTheBooksExample) {
  SlidingWindowCounter limiter({7, 60s});
  ASSERT_EQ(admitted(limiter, 3600s, 5), 5);
  ASSERT_EQ(admitted(limiter, 3678s, 3), 3);
  EXPECT_EQ(limiter.remaining(3678s), 1);
  EXPECT_TRUE(limiter.take(3678s).admitted);
  EXPECT_FALSE(limiter.take(3678s).admitted);
}

TEST(SlidingWindowCounter, SmoothsTheBoundary) {
  SlidingWindowCounter limiter({5, 60s});
  EXPECT_EQ(admitted(limiter, 7230s, 5) + admitted(limiter, 7289s, 5), 5 + 3);
}

TEST(SlidingWindowCounter, BehavesAsTwoCountersAndAShare) {
  SlidingWindowCounter limiter({9, 100ns});
  std::map<std::int64_t, std::int64_t> taken;
  std::mt19937_64 random(41);
  std::int64_t now = -100'000;
  for (int step = 0; step < 100'000; ++step) {
    now += static_cast<std::int64_t>(random() % (random() % 50 == 0 ? 300 : 20));
    const std::int64_t window = floor_divide(now, 100);
    const std::int64_t into = now - window * 100;
    const auto cost = static_cast<std::int64_t>(1 + random() % 2);
    const bool expected = taken[window - 1] * (100 - into) / 100 + taken[window] + cost <= 9;
    ASSERT_EQ(limiter.take(Time{now}, cost).admitted, expected) << "step " << step;
    taken[window] += expected ? cost : 0;
  }
}

}  // namespace
}  // namespace napkin::algorithms
