#include "models/algorithms/limiters/gcra.h"

#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "models/algorithms/limiters/token_bucket.h"

namespace napkin::algorithms {
namespace {

TEST(Gcra, LetsABurstThroughAndThenTheRate) {
  Gcra limiter({.burst = 3, .rate = {10, 1s}});
  for (int i = 3; i > 0; --i) {
    EXPECT_EQ(limiter.remaining(0s), i);
    EXPECT_TRUE(limiter.take(0s).admitted);
  }
  EXPECT_EQ(limiter.take(0s).retry_after, 100ms);
  EXPECT_FALSE(limiter.take(100ms - 1ns).admitted);
  EXPECT_TRUE(limiter.take(100ms).admitted);
}

// ITU-T I.371, virtual scheduling: increment 10, tolerance 5. Arrivals and what the standard's flow
// chart makes of them.
TEST(Gcra, FollowsTheStandardsFlowChart) {
  struct Row {
    std::int64_t arrival;
    bool conforms;
  };

  // TAT: 0 -> 10; 6 >= 10 - 5 -> 20; 14 < 20 - 5; 15 -> 30; 40 -> 50.
  // A tolerance of half an interval is a burst of 1.5, which counts in half calls: cost 2 of
  // burst 3.
  Gcra limiter({.burst = 3, .rate = {1, 5ns}});
  for (const Row& row :
       {Row{0, true}, {6, true}, {14, false}, {15, true}, {40, true}, {41, false}}) {
    EXPECT_EQ(limiter.take(Time{row.arrival}, 2).admitted, row.conforms) << row.arrival;
  }
}

TEST(Gcra, RefusesOptionsThatMakeNoSense) {
  using Options = Gcra::Options;
  EXPECT_THROW(Gcra(Options{.burst = 0}), std::invalid_argument);
  EXPECT_THROW(Gcra(Options{.rate = {0, 1s}}), std::invalid_argument);
  EXPECT_THROW(Gcra(Options{.rate = {1, 0s}}), std::invalid_argument);
}

TEST(Gcra, DecidesExactlyAsATokenBucket) {
  std::mt19937_64 random(29);
  for (int round = 0; round < 20; ++round) {
    const auto burst = static_cast<std::int64_t>(1 + random() % 20);
    const Rate rate{static_cast<std::int64_t>(1 + random() % 30), Duration{1 + random() % 1'000}};
    Gcra gcra({.burst = burst, .rate = rate});
    TokenBucket bucket({.capacity = burst, .rate = rate});
    Time now = -20us;
    for (int step = 0; step < 10'000; ++step) {
      now += Duration{random() % 3 == 0 ? random() % 200 : random() % 5} - Duration{random() % 2};
      const auto cost = static_cast<std::int64_t>(1 + random() % 3);
      const Decision expected = bucket.take(now, cost);
      const Decision decision = gcra.take(now, cost);
      ASSERT_EQ(decision.admitted, expected.admitted);
      ASSERT_EQ(decision.retry_after, expected.retry_after);
      ASSERT_EQ(gcra.remaining(now), bucket.remaining(now));
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
