#include "models/algorithms/limiters/concurrency_limit.h"

#include <algorithm>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using Outcome = ConcurrencyLimit::Outcome;

int start_all(ConcurrencyLimit& limit) {
  int started = 0;
  while (limit.try_start()) {
    ++started;
  }
  return started;
}

/// A server with `slots` places and a base latency of 10 ms, kept as full as the limit allows: by
/// Little's law the latency is max(10 ms, in flight / slots x 10 ms).
void run_closed_loop(ConcurrencyLimit& limit, int slots, int calls, Duration timeout) {
  start_all(limit);
  for (int i = 0; i < calls; ++i) {
    const Duration latency = std::max<Duration>(10ms, Duration{10ms} * limit.in_flight() / slots);
    limit.on_finish(latency, latency > timeout ? Outcome::kDropped : Outcome::kSuccess);
    start_all(limit);
  }
}

TEST(ConcurrencyLimit, AdmitsAsManyAsTheLimitAndCountsThem) {
  AimdLimit limit({.bounds = {.initial = 5}});
  EXPECT_EQ(start_all(limit), 5);
  EXPECT_EQ(limit.in_flight(), 5);
  limit.on_finish(1ms, Outcome::kIgnored);
  EXPECT_EQ(start_all(limit), 1);
}

TEST(ConcurrencyLimit, NeverLeavesItsBounds) {
  AimdLimit limit({.bounds = {.initial = 3, .minimum = 2, .maximum = 6}});
  for (int i = 0; i < 100; ++i) {
    start_all(limit);
    limit.on_finish(1ms, Outcome::kSuccess);
  }
  EXPECT_EQ(limit.limit(), 6);
  while (limit.in_flight() > 0) {
    limit.on_finish(1ms, Outcome::kDropped);
  }
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(limit.try_start());
    limit.on_finish(1ms, Outcome::kDropped);
  }
  EXPECT_EQ(limit.limit(), 2);
}

TEST(AimdLimit, AddsOneAndTakesATenth) {
  AimdLimit limit({.bounds = {.initial = 20}});
  ASSERT_EQ(start_all(limit), 20);
  limit.on_finish(1ms, Outcome::kSuccess);
  EXPECT_EQ(limit.limit(), 21);
  limit.on_finish(1ms, Outcome::kDropped);
  EXPECT_EQ(limit.limit(), 18);  // 18.9
  limit.on_finish(6s, Outcome::kSuccess);
  EXPECT_EQ(limit.limit(), 17);  // 17.01: slower than latency_max is as bad as dropped
}

TEST(AimdLimit, DoesNotGrowWhileTheCallersHoldTheLoadDown) {
  AimdLimit limit({.bounds = {.initial = 20}});
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(limit.try_start());
    limit.on_finish(1ms, Outcome::kSuccess);
  }
  EXPECT_EQ(limit.limit(), 20);
}

// The saw-tooth swings between the load at which calls time out (50 slots x 20 ms / 10 ms = 100)
// and nine tenths of it.
TEST(AimdLimit, SwingsJustBelowTheLoadThatTimesOut) {
  AimdLimit limit({.bounds = {.initial = 10}});
  run_closed_loop(limit, 50, 5'000, 20ms);
  for (int i = 0; i < 1'000; ++i) {
    run_closed_loop(limit, 50, 1, 20ms);
    ASSERT_LE(limit.limit(), 102);
    ASSERT_GE(limit.limit(), 80);
  }
}

// One step by hand: long average 10 ms, call 30 ms, tolerance 1.5: gradient 0.5;
// 20 x 0.5 + 4 = 14, smoothed 0.8 x 20 + 0.2 x 14 = 18.8.
TEST(GradientLimit, FollowsItsFormula) {
  GradientLimit limit({.bounds = {.initial = 20}, .smoothing = 0.2, .long_window = 1'000'000'000});
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(limit.try_start());  // alone in flight: only the average learns
    limit.on_finish(10ms, Outcome::kSuccess);
  }
  EXPECT_EQ(limit.limit(), 20);
  EXPECT_NEAR(limit.long_latency_ns(), 10e6, 1.0);
  start_all(limit);
  limit.on_finish(30ms, Outcome::kSuccess);
  EXPECT_EQ(limit.limit(), 18);
  limit.on_finish(10ms, Outcome::kSuccess);  // 18.8 + 0.2 x 4 = 19.6
  EXPECT_EQ(limit.limit(), 19);
}

// It stands still where limit x gradient + queue = limit. With a long average that still remembers
// the idle server, gradient = 1.5 x 10 ms / (10 ms x limit / 50) = 75 / limit: the limit is 75 + 4.
TEST(GradientLimit, StopsWhereLatencyLeavesItsTolerance) {
  GradientLimit limit({.bounds = {.initial = 5}, .long_window = 1'000'000'000});
  run_closed_loop(limit, 50, 500, 1h);
  EXPECT_GE(limit.limit(), 78);
  EXPECT_LE(limit.limit(), 79);
}

TEST(GradientLimit, TakesALastingOverloadForTheNewNormal) {
  GradientLimit limit({.bounds = {.initial = 5}});
  run_closed_loop(limit, 50, 20'000, 1h);
  EXPECT_GT(limit.limit(), 200);  // the published algorithm's weakness, kept: see the header
}

TEST(GradientLimit, ShrinksWhenTheServerSlowsDown) {
  GradientLimit limit({.bounds = {.initial = 100}});
  run_closed_loop(limit, 100, 200, 1h);
  const auto before = limit.limit();
  run_closed_loop(limit, 10, 100, 1h);
  EXPECT_LT(limit.limit(), before / 2);
}

TEST(ConcurrencyLimit, RefusesOptionsThatMakeNoSense) {
  using Aimd = AimdLimit::Options;
  using Gradient = GradientLimit::Options;
  EXPECT_THROW(AimdLimit(Aimd{.bounds = {.minimum = 0.5}}), std::invalid_argument);
  EXPECT_THROW(AimdLimit(Aimd{.bounds = {.initial = 5, .maximum = 4}}), std::invalid_argument);
  EXPECT_THROW(AimdLimit(Aimd{.decrease = 1.0}), std::invalid_argument);
  EXPECT_THROW(AimdLimit(Aimd{.latency_max = 0s}), std::invalid_argument);
  EXPECT_THROW(GradientLimit(Gradient{.tolerance = 0.9}), std::invalid_argument);
  EXPECT_THROW(GradientLimit(Gradient{.queue_size = -1}), std::invalid_argument);
  EXPECT_THROW(GradientLimit(Gradient{.smoothing = 0}), std::invalid_argument);
  EXPECT_THROW(GradientLimit(Gradient{.long_window = 0}), std::invalid_argument);
}

TEST(ConcurrencyLimit, NeverHasMoreInFlightThanItStarted) {
  GradientLimit gradient({.bounds = {.initial = 10, .maximum = 50}});
  AimdLimit aimd({.bounds = {.initial = 10, .maximum = 50}});
  std::mt19937_64 random(59);
  for (ConcurrencyLimit* limit :
       {static_cast<ConcurrencyLimit*>(&gradient), static_cast<ConcurrencyLimit*>(&aimd)}) {
    std::int64_t in_flight = 0;
    for (int step = 0; step < 100'000; ++step) {
      if (random() % 2 == 0) {
        const bool expected = in_flight < limit->limit();
        ASSERT_EQ(limit->try_start(), expected);
        in_flight += expected ? 1 : 0;
      } else if (in_flight > 0) {
        limit->on_finish(Duration{random() % 20'000'000}, static_cast<Outcome>(random() % 3));
        --in_flight;
      }
      ASSERT_EQ(limit->in_flight(), in_flight);
      ASSERT_GE(limit->limit(), 1);
      ASSERT_LE(limit->limit(), 50);
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
