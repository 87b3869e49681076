#include "models/algorithms/limiters/leaking_bucket.h"

#include <algorithm>
#include <queue>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(LeakingBucket, LetsCallsOutAtItsRate) {
  LeakingBucket bucket({.capacity = 3, .rate = {10, 1s}});
  for (const Duration expected : {0ms, 100ms, 200ms, 300ms}) {
    const Decision decision = bucket.take(0s);
    EXPECT_TRUE(decision.admitted);
    EXPECT_EQ(decision.delay, expected);
  }
  const Decision refused = bucket.take(0s);
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.retry_after, 100ms);
  EXPECT_EQ(bucket.take(100ms).delay, 300ms);
  EXPECT_EQ(bucket.take(10s).delay, 0s);
}

TEST(LeakingBucket, WithoutAQueueOnlySpacesCalls) {
  LeakingBucket bucket({.capacity = 0, .rate = {10, 1s}});
  EXPECT_TRUE(bucket.take(0s).admitted);
  EXPECT_FALSE(bucket.take(100ms - 1ns).admitted);
  EXPECT_EQ(bucket.take(100ms).delay, 0s);
}

TEST(LeakingBucket, RefusesOptionsThatMakeNoSense) {
  using Options = LeakingBucket::Options;
  EXPECT_THROW(LeakingBucket(Options{.capacity = -1}), std::invalid_argument);
  EXPECT_THROW(LeakingBucket(Options{.rate = {0, 1s}}), std::invalid_argument);
  EXPECT_THROW(LeakingBucket(Options{.rate = {1, 0s}}), std::invalid_argument);
}

TEST(LeakingBucket, BehavesAsAQueueOfCalls) {
  std::mt19937_64 random(23);
  for (int round = 0; round < 20; ++round) {
    const auto capacity = random() % 10;
    const auto interval = static_cast<std::int64_t>(1 + random() % 50);
    LeakingBucket bucket(
        {.capacity = static_cast<std::int64_t>(capacity), .rate = {1, Duration{interval}}});
    std::queue<std::int64_t> departures;  // of the calls that still wait
    std::int64_t last_departure = -1'000'000;
    std::int64_t now = -20'000;
    for (int step = 0; step < 10'000; ++step) {
      now += static_cast<std::int64_t>(random() % 40);
      while (!departures.empty() && departures.front() <= now) {
        departures.pop();
      }
      const std::int64_t departure = std::max(now, last_departure + interval);
      const bool waits = departure > now;
      const Decision decision = bucket.take(Time{now});
      ASSERT_EQ(decision.admitted, !waits || departures.size() < capacity);
      if (decision.admitted) {
        ASSERT_EQ(decision.delay.count(), departure - now);
        last_departure = departure;
        departures.push(departure);
      }
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
