#include "models/algorithms/limiters/token_bucket.h"

#include <algorithm>
#include <limits>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/models/algorithms/limiters/admitted.h"

namespace napkin::algorithms {
namespace {

// A. Xu's picture: a bucket of 4, refilled with 4 each minute. Of 1 call at 1:00:00, 3 at
// 1:00:05 and 1 at 1:00:20 the last is refused; at 1:01:00 the bucket is full again.
TEST(TokenBucket, FollowsTheBooksExample) {
  TokenBucket bucket({.capacity = 4, .rate = {4, 60s}, .refill = TokenBucket::Refill::kBatches});
  EXPECT_EQ(bucket.remaining(3600s), 4);
  EXPECT_EQ(admitted(bucket, 3600s, 1), 1);
  EXPECT_EQ(admitted(bucket, 3605s, 3), 3);
  EXPECT_EQ(admitted(bucket, 3620s, 1), 0);
  EXPECT_EQ(bucket.take(3620s).retry_after, 40s);
  EXPECT_EQ(bucket.remaining(3660s), 4);
}

TEST(TokenBucket, LetsABurstThroughAndThenTheRate) {
  TokenBucket bucket({.capacity = 10, .rate = {100, 1s}});
  EXPECT_EQ(admitted(bucket, 0s, 50), 10);
  EXPECT_EQ(bucket.take(0s).retry_after, 10ms);
  EXPECT_EQ(admitted(bucket, 30ms, 50), 3);
  EXPECT_EQ(admitted(bucket, 10s, 50), 10);
}

TEST(TokenBucket, TakesAllOfACostOrNothing) {
  TokenBucket bucket({.capacity = 5, .rate = {1, 1s}});
  EXPECT_TRUE(bucket.take(0s, 3).admitted);
  const Decision refused = bucket.take(0s, 4);
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.retry_after, 2s);
  EXPECT_EQ(bucket.remaining(0s), 2);
  EXPECT_EQ(bucket.take(0s, 6).retry_after, kNever);
}

TEST(TokenBucket, DoesNotDriftWhenTheRateDoesNotDivideTheSecond) {
  TokenBucket bucket({.capacity = 1, .rate = {3, 1s}});
  int count = 0;
  for (Time now{}; now < 1000s; now += 1ms) {
    count += bucket.take(now).admitted ? 1 : 0;
  }
  // One each 333.33 ms is taken at the next whole millisecond, where the fraction is lost to the
  // full bucket: 334 ms apart.
  EXPECT_EQ(count, 1'000'000 / 334 + 1);
  TokenBucket deep({.capacity = 10'000, .rate = {3, 1s}});
  EXPECT_EQ(admitted(deep, 0s, 10'000), 10'000);
  count = 0;
  for (Time now{}; now <= 1000s; now += 1ms) {
    count += deep.take(now).admitted ? 1 : 0;
  }
  EXPECT_EQ(count, 3'000);
}

TEST(TokenBucket, AClockThatGoesBackEarnsNothingAndLosesNothing) {
  TokenBucket bucket({.capacity = 2, .rate = {1, 1s}});
  EXPECT_EQ(admitted(bucket, 100s, 2), 2);
  EXPECT_FALSE(bucket.take(0s).admitted);
  EXPECT_FALSE(bucket.take(100s).admitted);
  EXPECT_TRUE(bucket.take(101s).admitted);
}

TEST(TokenBucket, HoldsAtTheEdgesOfItsRange) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  TokenBucket bucket({.capacity = kMost, .rate = {kMost / 2, Duration{1}}});
  EXPECT_TRUE(bucket.take(0s, kMost).admitted);
  EXPECT_EQ(bucket.remaining(1ns), kMost / 2);
  EXPECT_EQ(bucket.remaining(Time::max()), kMost);
  TokenBucket slow({.capacity = kMost, .rate = {1, Duration::max()}});
  EXPECT_TRUE(slow.take(0s, kMost).admitted);
  EXPECT_EQ(slow.take(0s, kMost).retry_after, Duration::max());
}

TEST(TokenBucket, RefusesOptionsThatMakeNoSense) {
  using Options = TokenBucket::Options;
  EXPECT_THROW(TokenBucket(Options{.capacity = 0}), std::invalid_argument);
  EXPECT_THROW(TokenBucket(Options{.rate = {0, 1s}}), std::invalid_argument);
  EXPECT_THROW(TokenBucket(Options{.rate = {1, 0s}}), std::invalid_argument);
}

// One token is per ticks, and each nanosecond adds count ticks.
TEST(TokenBucket, BehavesAsALevelThatRisesEachNanosecond) {
  std::mt19937_64 random(17);
  for (int round = 0; round < 20; ++round) {
    const auto capacity = static_cast<std::int64_t>(1 + random() % 20);
    const auto count = static_cast<std::int64_t>(1 + random() % 30);
    const auto per = static_cast<std::int64_t>(1 + random() % 1'000);
    TokenBucket bucket({.capacity = capacity, .rate = {count, Duration{per}}});
    std::int64_t level = capacity * per;
    std::int64_t now = -50'000;
    for (int step = 0; step < 10'000; ++step) {
      const auto elapsed =
          static_cast<std::int64_t>(random() % 3 == 0 ? random() % 200 : random() % 5);
      now += elapsed;
      level = std::min(capacity * per, level + elapsed * count);
      const auto cost = static_cast<std::int64_t>(1 + random() % 3);
      const Decision decision = bucket.take(Time{now}, cost);
      ASSERT_EQ(decision.admitted, cost * per <= level);
      level -= decision.admitted ? cost * per : 0;
      ASSERT_EQ(bucket.remaining(Time{now}), level / per);
    }
  }
}

/// `batch` tokens each `period_ns`, counted from the first call.
void expect_a_timer_that_adds(std::int64_t batch, std::int64_t period_ns) {
  std::mt19937_64 random(19);
  TokenBucket bucket({.capacity = 9,
                      .rate = {batch, Duration{period_ns}},
                      .refill = TokenBucket::Refill::kBatches});
  std::int64_t tokens = 9;
  std::int64_t now = 0;
  for (int step = 0; step < 100'000; ++step) {
    const Decision decision = bucket.take(Time{now});
    ASSERT_EQ(decision.admitted, tokens > 0) << "step " << step;
    if (!decision.admitted) {
      ASSERT_EQ(decision.retry_after.count(), period_ns - now % period_ns);
    }
    tokens -= decision.admitted ? 1 : 0;
    for (auto pause = random() % 40; pause > 0; --pause) {
      ++now;
      tokens = now % period_ns == 0 ? std::min<std::int64_t>(9, tokens + batch) : tokens;
    }
  }
}

TEST(TokenBucket, RefilledInBatchesBehavesAsATimerThatAddsThem) {
  expect_a_timer_that_adds(4, 100);
}

// A full bucket does not stop the timer, be it of one token at a time.
TEST(TokenBucket, RefilledByOneTokenPerTickKeepsToTheTicksWhenFull) {
  expect_a_timer_that_adds(1, 20);
}

}  // namespace
}  // namespace napkin::algorithms
