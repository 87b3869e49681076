#include "models/algorithms/resilience/adaptive_throttle.h"

#include <cmath>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(AdaptiveThrottle, LetsEverythingPassWhileTheServerAccepts) {
  AdaptiveThrottle throttle({});
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_TRUE(throttle.admit(0s, 1e-9));
    throttle.on_accepted(0s);
  }
}

TEST(AdaptiveThrottle, FollowsTheEquationOfTheBook) {
  AdaptiveThrottle throttle({.k = 2.0});
  for (int i = 0; i < 99; ++i) {
    (void)throttle.admit(0s, 0.5);
  }
  for (int i = 0; i < 20; ++i) {
    throttle.on_accepted(0s);
  }
  EXPECT_DOUBLE_EQ(throttle.rejection_probability(0s), (99 - 2 * 20) / 100.0);
  EXPECT_FALSE(throttle.admit(0s, 0.589));
  EXPECT_TRUE(throttle.admit(0s, 0.7));
}

TEST(AdaptiveThrottle, ForgetsWhatLeftTheWindow) {
  AdaptiveThrottle throttle({.window = 120s});
  for (int i = 0; i < 100; ++i) {
    (void)throttle.admit(0s, 0.5);
  }
  EXPECT_GT(throttle.rejection_probability(119s), 0.9);
  EXPECT_EQ(throttle.rejection_probability(120s), 0.0);
}

TEST(AdaptiveThrottle, NeverRejectsWithCertainty) {
  AdaptiveThrottle throttle({.k = 1.0});
  for (int i = 0; i < 100'000; ++i) {
    (void)throttle.admit(0s, 0.5);
  }
  EXPECT_LT(throttle.rejection_probability(0s), 1.0);
}

// A server that takes 100 of 1,000 requests a second. In the steady state the client sends k times
// what is accepted: 200 a second.
TEST(AdaptiveThrottle, SendsKTimesWhatTheServerAccepts) {
  AdaptiveThrottle throttle({.k = 2.0, .window = 10s});
  std::mt19937_64 random(3);
  int sent = 0;
  constexpr int kSeconds = 200;
  for (int second = 0; second < kSeconds; ++second) {
    int accepted = 0;
    for (int i = 0; i < 1'000; ++i) {
      const Time now = std::chrono::seconds(second) + std::chrono::milliseconds(i);
      const double uniform = (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53;
      if (!throttle.admit(now, uniform)) {
        continue;
      }
      sent += second >= 50 ? 1 : 0;
      if (accepted < 100) {
        ++accepted;
        throttle.on_accepted(now);
      }
    }
  }
  const double per_second = sent / static_cast<double>(kSeconds - 50);
  // The bound is 3 standard errors of 150 seconds of binomial(1000, 0.2), widened twice because the
  // window feeds back on itself.
  EXPECT_NEAR(per_second, 200.0, 6 * std::sqrt(1'000 * 0.2 * 0.8 / 150));
}

TEST(AdaptiveThrottle, RefusesOptionsThatMakeNoSense) {
  EXPECT_THROW(AdaptiveThrottle(AdaptiveThrottle::Options{.k = 0.9}), std::invalid_argument);
  EXPECT_THROW(AdaptiveThrottle(AdaptiveThrottle::Options{.window = 0s}), std::invalid_argument);
}

}  // namespace
}  // namespace napkin::algorithms
