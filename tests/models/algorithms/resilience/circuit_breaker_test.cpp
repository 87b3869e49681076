#include "models/algorithms/resilience/circuit_breaker.h"

#include <deque>
#include <random>
#include <stdexcept>
#include <utility>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using State = CircuitBreaker::State;

void fail(CircuitBreaker& breaker, Time now, int times = 1) {
  for (int i = 0; i < times; ++i) {
    const auto permit = breaker.admit(now);
    ASSERT_TRUE(permit.has_value());
    breaker.on_failure(*permit, now);
  }
}

void succeed(CircuitBreaker& breaker, Time now, int times = 1) {
  for (int i = 0; i < times; ++i) {
    const auto permit = breaker.admit(now);
    ASSERT_TRUE(permit.has_value());
    breaker.on_success(*permit, now);
  }
}

TEST(CircuitBreaker, StaysClosedBelowTheLimit) {
  CircuitBreaker breaker({.failures_max = 3});
  fail(breaker, 0s, 2);
  succeed(breaker, 0s);  // resets the row
  fail(breaker, 0s, 2);
  EXPECT_EQ(breaker.state(0s), State::kClosed);
  EXPECT_EQ(breaker.times_opened(), 0);
}

TEST(CircuitBreaker, OpensAfterFailuresInARow) {
  CircuitBreaker breaker({.failures_max = 3, .open_for = 30s});
  fail(breaker, 1s, 3);
  EXPECT_EQ(breaker.state(1s), State::kOpen);
  EXPECT_FALSE(breaker.admit(1s).has_value());
  EXPECT_EQ(breaker.retry_after(11s), 20s);
  EXPECT_FALSE(breaker.admit(31s - 1ns).has_value());
  EXPECT_EQ(breaker.times_opened(), 1);
}

TEST(CircuitBreaker, LetsOneProbePassWhenHalfOpen) {
  CircuitBreaker breaker({.failures_max = 1, .open_for = 30s});
  fail(breaker, 0s);
  EXPECT_EQ(breaker.state(30s), State::kHalfOpen);
  const auto probe = breaker.admit(30s);
  ASSERT_TRUE(probe.has_value());
  EXPECT_FALSE(breaker.admit(30s).has_value());
  breaker.on_success(*probe, 31s);
  EXPECT_EQ(breaker.state(31s), State::kClosed);
  EXPECT_EQ(breaker.retry_after(31s), 0s);
}

TEST(CircuitBreaker, OpensAgainWhenTheProbeFails) {
  CircuitBreaker breaker({.failures_max = 1, .open_for = 30s});
  fail(breaker, 0s);
  fail(breaker, 30s);
  EXPECT_EQ(breaker.state(59s), State::kOpen);
  EXPECT_EQ(breaker.state(60s), State::kHalfOpen);
  EXPECT_EQ(breaker.times_opened(), 2);
}

TEST(CircuitBreaker, AnAbandonedProbeMakesRoomForTheNext) {
  CircuitBreaker breaker({.failures_max = 1, .open_for = 30s});
  fail(breaker, 0s);
  const auto probe = breaker.admit(30s);
  ASSERT_TRUE(probe.has_value());
  breaker.on_abandoned(*probe);
  EXPECT_TRUE(breaker.admit(30s).has_value());
}

TEST(CircuitBreaker, ClosesAfterEnoughSuccessfulProbes) {
  CircuitBreaker breaker(
      {.failures_max = 1, .open_for = 1s, .probes_max = 2, .successes_to_close = 3});
  fail(breaker, 0s);
  succeed(breaker, 1s, 2);
  EXPECT_EQ(breaker.state(1s), State::kHalfOpen);
  succeed(breaker, 1s);
  EXPECT_EQ(breaker.state(1s), State::kClosed);
}

TEST(CircuitBreaker, IgnoresResultsFromBeforeTheLatestChange) {
  CircuitBreaker breaker({.failures_max = 1, .open_for = 10s});
  const auto slow = breaker.admit(0s);
  fail(breaker, 0s);
  ASSERT_EQ(breaker.state(10s), State::kHalfOpen);
  breaker.on_failure(*slow, 10s);
  EXPECT_EQ(breaker.state(10s), State::kHalfOpen);
  breaker.on_success(*slow, 10s);
  EXPECT_EQ(breaker.state(10s), State::kHalfOpen);
  breaker.on_abandoned(*slow);
  EXPECT_TRUE(breaker.admit(10s).has_value());
  EXPECT_FALSE(breaker.admit(10s).has_value());
}

TEST(CircuitBreaker, OpensOnTheShareOfFailuresOnceEnoughCallsWereSeen) {
  CircuitBreaker breaker({.failures_max = 0, .failure_ratio = 0.5, .calls_min = 10});
  fail(breaker, 0s, 5);
  succeed(breaker, 0s, 4);
  EXPECT_EQ(breaker.state(0s), State::kClosed);  // nine calls are too few to judge
  succeed(breaker, 0s);
  EXPECT_EQ(breaker.state(0s), State::kOpen);
}

TEST(CircuitBreaker, ForgetsFailuresThatLeftTheWindow) {
  CircuitBreaker breaker({.failures_max = 0, .failure_ratio = 0.5, .calls_min = 4, .window = 10s});
  fail(breaker, 0s, 3);
  fail(breaker, 10s);
  EXPECT_EQ(breaker.state(10s), State::kClosed);
  fail(breaker, 11s, 3);
  EXPECT_EQ(breaker.state(11s), State::kOpen);
}

TEST(CircuitBreaker, AClockThatGoesBackKeepsItOpen) {
  CircuitBreaker breaker({.failures_max = 1, .open_for = 10s});
  fail(breaker, 100s);
  EXPECT_EQ(breaker.state(0s), State::kOpen);
  EXPECT_EQ(breaker.retry_after(0s), 10s);
  EXPECT_EQ(breaker.state(110s), State::kHalfOpen);
  EXPECT_EQ(breaker.state(0s), State::kHalfOpen);
}

TEST(CircuitBreaker, RefusesOptionsThatMakeNoSense) {
  using Options = CircuitBreaker::Options;
  EXPECT_THROW(CircuitBreaker(Options{.failures_max = -1}), std::invalid_argument);
  EXPECT_THROW(CircuitBreaker(Options{.failures_max = 0}), std::invalid_argument);
  EXPECT_THROW(CircuitBreaker(Options{.failure_ratio = 1.1}), std::invalid_argument);
  EXPECT_THROW(CircuitBreaker(Options{.calls_min = 0}), std::invalid_argument);
  EXPECT_THROW(CircuitBreaker(Options{.window = 0s}), std::invalid_argument);
  EXPECT_THROW(CircuitBreaker(Options{.open_for = 0s}), std::invalid_argument);
  EXPECT_THROW(CircuitBreaker(Options{.probes_max = 0}), std::invalid_argument);
  EXPECT_THROW(CircuitBreaker(Options{.successes_to_close = 0}), std::invalid_argument);
}

/// The same machine as a list of everything that happened since the latest change of state.
class ReferenceBreaker {
 public:
  explicit ReferenceBreaker(const CircuitBreaker::Options& options) : options_(options) {}

  void advance(Time now) {
    if (state == State::kOpen && now - changed_at_ >= options_.open_for) {
      change(State::kHalfOpen, now);
    }
  }

  [[nodiscard]] bool admits(Time now) {
    advance(now);
    return state == State::kClosed || (state == State::kHalfOpen && probes < options_.probes_max);
  }

  void result(int generation_of_call, bool ok, Time now) {
    advance(now);
    if (generation_of_call != generation) {
      return;
    }
    results_.emplace_back(now, ok);
    if (state == State::kHalfOpen) {
      --probes;
      if (!ok) {
        change(State::kOpen, now);
      } else if (static_cast<int>(results_.size()) >= options_.successes_to_close) {
        change(State::kClosed, now);
      }
    } else if (row_is_full() || share_is_high(now)) {
      change(State::kOpen, now);
    }
  }

  State state = State::kClosed;
  int generation = 0;
  int probes = 0;

 private:
  void change(State to, Time now) {
    state = to;
    changed_at_ = now;
    ++generation;
    probes = 0;
    results_.clear();
  }

  [[nodiscard]] bool row_is_full() const {
    int row = 0;
    for (const auto& [when, ok] : results_) {
      row = ok ? 0 : row + 1;
    }
    return options_.failures_max > 0 && row >= options_.failures_max;
  }

  [[nodiscard]] bool share_is_high(Time now) const {
    const auto tick = [&](Time time) { return time / (options_.window / 10); };
    int calls = 0;
    int failures = 0;
    for (const auto& [when, ok] : results_) {
      if (tick(now) - tick(when) < 10) {
        ++calls;
        failures += ok ? 0 : 1;
      }
    }
    return calls >= options_.calls_min && failures >= options_.failure_ratio * calls;
  }

  CircuitBreaker::Options options_;
  Time changed_at_{};
  std::deque<std::pair<Time, bool>> results_;
};

TEST(CircuitBreaker, BehavesAsTheListOfEverythingThatHappened) {
  const CircuitBreaker::Options options{.failures_max = 6,
                                        .failure_ratio = 0.4,
                                        .calls_min = 12,
                                        .window = 1s,
                                        .open_for = 300ms,
                                        .probes_max = 3,
                                        .successes_to_close = 4};
  CircuitBreaker breaker(options);
  ReferenceBreaker reference(options);
  std::mt19937_64 random(7);
  std::deque<std::pair<CircuitBreaker::Permit, int>> in_flight;
  Time now{};
  int changes = 0;
  for (int step = 0; step < 200'000; ++step) {
    now += std::chrono::milliseconds(random() % 40);
    const int generation_before = reference.generation;
    if (random() % 2 == 0 || in_flight.empty()) {
      const bool expected = reference.admits(now);
      const auto permit = breaker.admit(now);
      ASSERT_EQ(permit.has_value(), expected) << "step " << step;
      if (permit) {
        reference.probes += reference.state == State::kHalfOpen ? 1 : 0;
        in_flight.emplace_back(*permit, reference.generation);
      }
    } else {
      std::swap(in_flight.front(), in_flight[random() % in_flight.size()]);
      const auto call = in_flight.front();
      in_flight.pop_front();
      const bool ok = random() % 100 < 70;
      ok ? breaker.on_success(call.first, now) : breaker.on_failure(call.first, now);
      reference.result(call.second, ok, now);
    }
    changes += reference.generation != generation_before ? 1 : 0;
    ASSERT_EQ(breaker.state(now), reference.state) << "step " << step;
  }
  EXPECT_GT(changes, 1'000);
}

}  // namespace
}  // namespace napkin::algorithms
