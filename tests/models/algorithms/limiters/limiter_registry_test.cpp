#include "models/algorithms/limiters/limiter_registry.h"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "models/algorithms/limiters/fixed_window.h"
#include "models/algorithms/limiters/gcra.h"
#include "models/algorithms/limiters/leaking_bucket.h"
#include "models/algorithms/limiters/sliding_window_counter.h"
#include "models/algorithms/limiters/sliding_window_log.h"
#include "models/algorithms/limiters/token_bucket.h"

namespace napkin::algorithms {
namespace {

TEST(LimiterRegistry, MakesEveryLimiterItNames) {
  EXPECT_TRUE(std::ranges::is_sorted(limiter_names()));
  for (const std::string_view name : limiter_names()) {
    const auto limiter = make_limiter(name, {.rate = {5, 1s}});
    int admitted = 0;
    while (limiter->take(0s).admitted) {
      ++admitted;
    }
    EXPECT_EQ(admitted, name == "leaking_bucket" ? 6 : 5) << name;
    EXPECT_EQ(limiter->limit(), admitted) << name;
    EXPECT_EQ(limiter->remaining(0s), 0) << name;
    EXPECT_EQ(limiter->take(0s, 100).retry_after, kNever) << name;
  }
}

TEST(LimiterRegistry, HandsTheBurstOn) {
  EXPECT_EQ(make_limiter("token_bucket", {.rate = {5, 1s}, .burst = 20})->limit(), 20);
  EXPECT_EQ(make_limiter("gcra", {.rate = {5, 1s}, .burst = 20})->limit(), 20);
}

TEST(LimiterRegistry, RefusesWhatItDoesNotKnow) {
  EXPECT_THROW((void)make_limiter("bucket", {}), std::invalid_argument);
  EXPECT_THROW((void)make_limiter("gcra", {.burst = -1}), std::invalid_argument);
}

TEST(WindowLimiters, AClockThatGoesBackFreesNothing) {
  FixedWindow fixed({1, 1s});
  SlidingWindowLog log({.rate = {1, 1s}});
  SlidingWindowCounter counter({1, 1s});
  for (Limiter* limiter : {static_cast<Limiter*>(&fixed),
                           static_cast<Limiter*>(&log),
                           static_cast<Limiter*>(&counter)}) {
    EXPECT_TRUE(limiter->take(100s).admitted);
    EXPECT_FALSE(limiter->take(0s).admitted);
    EXPECT_TRUE(limiter->take(102s).admitted);
  }
}

TEST(WindowLimiters, RefuseRatesThatMakeNoSense) {
  for (const Rate rate : {Rate{0, 1s}, Rate{-1, 1s}, Rate{1, 0s}, Rate{1, -1s}}) {
    EXPECT_THROW(FixedWindow{rate}, std::invalid_argument);
    EXPECT_THROW(SlidingWindowCounter{rate}, std::invalid_argument);
    EXPECT_THROW(SlidingWindowLog(SlidingWindowLog::Options{.rate = rate}), std::invalid_argument);
  }
}

/// Promises that every limiter keeps.
template <typename T>
struct Maker;

template <>
struct Maker<FixedWindow> {
  static FixedWindow make(Rate rate) { return FixedWindow(rate); }
};

template <>
struct Maker<SlidingWindowCounter> {
  static SlidingWindowCounter make(Rate rate) { return SlidingWindowCounter(rate); }
};

template <>
struct Maker<SlidingWindowLog> {
  static SlidingWindowLog make(Rate rate) { return SlidingWindowLog({.rate = rate}); }
};

template <>
struct Maker<TokenBucket> {
  static TokenBucket make(Rate rate) { return TokenBucket({.capacity = rate.count, .rate = rate}); }
};

template <>
struct Maker<Gcra> {
  static Gcra make(Rate rate) { return Gcra({.burst = rate.count, .rate = rate}); }
};

template <>
struct Maker<LeakingBucket> {
  static LeakingBucket make(Rate rate) {
    return LeakingBucket({.capacity = rate.count, .rate = rate});
  }
};

template <typename T>
class EveryLimiter : public ::testing::Test {};

using Limiters = ::testing::
    Types<FixedWindow, SlidingWindowCounter, SlidingWindowLog, TokenBucket, Gcra, LeakingBucket>;
TYPED_TEST_SUITE(EveryLimiter, Limiters);

TYPED_TEST(EveryLimiter, TellsExactlyWhenToComeBackAndHowMuchIsLeft) {
  std::mt19937_64 random(43);
  int refusals = 0;
  for (int round = 0; round < 10; ++round) {
    const Rate rate{static_cast<std::int64_t>(1 + random() % 12), Duration{1 + random() % 500}};
    TypeParam limiter = Maker<TypeParam>::make(rate);
    Time now = -10us;
    for (int step = 0; step < 10'000; ++step) {
      now += Duration{random() % 4 == 0 ? random() % 300 : random() % 8};
      const auto cost =
          1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limiter.limit()));
      const std::int64_t remaining = limiter.remaining(now);
      const Decision decision = limiter.take(now, cost);
      ASSERT_EQ(decision.admitted, cost <= remaining);
      if (decision.admitted) {
        ASSERT_EQ(limiter.remaining(now), remaining - cost);
        continue;
      }
      ++refusals;
      ASSERT_GT(decision.retry_after, 0ns);
      TypeParam early = limiter;
      ASSERT_FALSE(early.take(now + decision.retry_after - 1ns, cost).admitted);
      TypeParam punctual = limiter;
      ASSERT_TRUE(punctual.take(now + decision.retry_after, cost).admitted);
    }
  }
  EXPECT_GT(refusals, 1'000);
}

}  // namespace
}  // namespace napkin::algorithms
