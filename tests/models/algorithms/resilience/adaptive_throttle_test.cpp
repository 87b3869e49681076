#include "models/algorithms/resilience/adaptive_throttle.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <random>
#include <stdexcept>
#include <utility>

#include <gtest/gtest.h>

#include "tests/models/algorithms/random_words.h"

namespace napkin::algorithms {
namespace {

using testing::RandomWords;

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

// Against the equation over a list of all that happened in the last ten slots of the window.
TEST(AdaptiveThrottle, AgreesWithCountingWhatTheWindowHolds) {
  constexpr double kFactor = 1.5;
  AdaptiveThrottle throttle({.k = kFactor, .window = 10s});
  RandomWords random(5);
  std::deque<std::pair<std::int64_t, bool>> events;  // second, and whether it was an acceptance
  std::array<std::int64_t, 2> counts{};
  std::int64_t now_ms = 1'000;
  std::int64_t latest_ms = 0;
  for (int step = 0; step < 100'000; ++step) {
    now_ms += random.below(50) == 0 ? static_cast<std::int64_t>(random.below(12'000))
                                    : static_cast<std::int64_t>(random.below(200)) - 50;
    latest_ms = std::max(latest_ms, now_ms);  // a clock that goes back is taken as the latest
    while (!events.empty() && events.front().first <= latest_ms / 1'000 - 10) {
      --counts[events.front().second ? 1 : 0];
      events.pop_front();
    }
    const double requests = static_cast<double>(counts[0]);
    const double accepts = static_cast<double>(counts[1]);
    const double expected = std::max(0.0, (requests - kFactor * accepts) / (requests + 1));
    const Time now = 1ms * now_ms;
    ASSERT_EQ(throttle.rejection_probability(now), expected);
    const bool is_acceptance = random.below(3) == 0;
    if (is_acceptance) {
      throttle.on_accepted(now);
    } else {
      const double uniform = random.uniform();
      ASSERT_EQ(throttle.admit(now, uniform), uniform >= expected);
    }
    events.emplace_back(latest_ms / 1'000, is_acceptance);
    ++counts[is_acceptance ? 1 : 0];
  }
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
