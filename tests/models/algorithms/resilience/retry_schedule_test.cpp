#include "models/algorithms/resilience/retry_schedule.h"

#include <limits>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<Duration> waits(const RetrySchedule::Options& options, double uniform = 0.5) {
  const RetrySchedule schedule(options);
  RetryProgress progress;
  std::vector<Duration> result;
  while (const auto wait = schedule.next(progress, uniform)) {
    result.push_back(*wait);
  }
  return result;
}

TEST(RetrySchedule, NoneNeverRetries) {
  EXPECT_THAT(waits({.backoff = Backoff::kNone, .retries_max = 9}), IsEmpty());
}

TEST(RetrySchedule, ZeroRetriesNeverRetries) {
  EXPECT_THAT(waits({.retries_max = 0}), IsEmpty());
}

TEST(RetrySchedule, ImmediateDoesNotWait) {
  EXPECT_THAT(waits({.backoff = Backoff::kImmediate, .retries_max = 2}), ElementsAre(0s, 0s));
}

TEST(RetrySchedule, FixedWaitsTheSameEachTime) {
  EXPECT_THAT(waits({.backoff = Backoff::kFixed, .jitter = Jitter::kNone, .base = 2s}),
              ElementsAre(2s, 2s, 2s));
}

TEST(RetrySchedule, IncrementalAddsTheSameEachTimeUpToTheCap) {
  EXPECT_THAT(waits({.backoff = Backoff::kIncremental,
                     .jitter = Jitter::kNone,
                     .retries_max = 5,
                     .base = 1s,
                     .increment = 2s,
                     .cap = 6s}),
              ElementsAre(1s, 3s, 5s, 6s, 6s));
}

TEST(RetrySchedule, ExponentialDoublesUpToTheCap) {
  EXPECT_THAT(waits({.jitter = Jitter::kNone, .retries_max = 6, .base = 1s, .cap = 20s}),
              ElementsAre(1s, 2s, 4s, 8s, 16s, 20s));
}

TEST(RetrySchedule, JitterFollowsItsFormula) {
  const RetrySchedule::Options options{.retries_max = 3, .base = 1s, .cap = 20s};
  auto with = [&](Jitter jitter) {
    auto changed = options;
    changed.jitter = jitter;
    return waits(changed, 0.25);
  };
  EXPECT_THAT(with(Jitter::kFull), ElementsAre(250ms, 500ms, 1s));
  EXPECT_THAT(with(Jitter::kEqual), ElementsAre(625ms, 1250ms, 2500ms));
  // base + u * (3 * last - base): 1 + .25 * 2 = 1.5; 1 + .25 * 3.5 = 1.875; 1 + .25 * 4.625
  EXPECT_THAT(with(Jitter::kDecorrelated), ElementsAre(1500ms, 1875ms, 2156250us));
}

TEST(RetrySchedule, NeverComesBackBeforeTheServerAsked) {
  const RetrySchedule schedule({.backoff = Backoff::kFixed, .jitter = Jitter::kNone, .base = 1s});
  RetryProgress progress;
  EXPECT_EQ(schedule.next(progress, 0.5, 60s), 60s);
  EXPECT_EQ(schedule.next(progress, 0.5, 10ms), 1s);
}

TEST(RetrySchedule, DoesNotOverflowAtTheEndOfTime) {
  constexpr Duration kLongest{std::numeric_limits<std::int64_t>::max()};
  for (const Backoff backoff : {Backoff::kIncremental, Backoff::kExponential}) {
    const auto all = waits({.backoff = backoff,
                            .jitter = Jitter::kNone,
                            .retries_max = 200,
                            .base = 24h * 365,
                            .increment = kLongest,
                            .cap = kLongest});
    EXPECT_EQ(all.back(), kLongest);
  }
}

TEST(RetrySchedule, RefusesOptionsThatMakeNoSense) {
  using Options = RetrySchedule::Options;
  EXPECT_THROW(RetrySchedule(Options{.retries_max = -1}), std::invalid_argument);
  EXPECT_THROW(RetrySchedule(Options{.base = -1ns}), std::invalid_argument);
  EXPECT_THROW(RetrySchedule(Options{.increment = -1ns}), std::invalid_argument);
  EXPECT_THROW(RetrySchedule(Options{.multiplier = 0.5}), std::invalid_argument);
  EXPECT_THROW(RetrySchedule(Options{.base = 2s, .cap = 1s}), std::invalid_argument);
  EXPECT_THROW(RetrySchedule(Options{.backoff = Backoff::kFixed, .jitter = Jitter::kDecorrelated}),
               std::invalid_argument);
}

RC_GTEST_PROP(RetrySchedule, EveryWaitLiesInTheBandOfItsJitter, ()) {
  const auto jitter =
      *rc::gen::element(Jitter::kNone, Jitter::kFull, Jitter::kEqual, Jitter::kDecorrelated);
  const RetrySchedule::Options options{
      .jitter = jitter,
      .retries_max = *rc::gen::inRange(1, 100),
      .base = Duration{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000)},
      .multiplier = 1.0 + *rc::gen::inRange(0, 400) / 100.0,
      .cap = Duration{*rc::gen::inRange<std::int64_t>(1'000'000'000, 100'000'000'000)}};
  const RetrySchedule schedule(options);
  RetryProgress progress;
  int tries = 0;
  while (const auto wait = schedule.next(progress, *rc::gen::inRange(1, 1000) / 1000.0)) {
    ++tries;
    RC_ASSERT(*wait >= 0ns);
    RC_ASSERT(*wait <= options.cap);
    if (jitter == Jitter::kDecorrelated) {
      RC_ASSERT(*wait >= options.base);
    } else {
      RC_ASSERT(*wait <= progress.backoff);
      RC_ASSERT(jitter != Jitter::kNone || *wait == progress.backoff);
      RC_ASSERT(jitter != Jitter::kEqual || 2 * *wait >= progress.backoff - 1ns);
    }
  }
  RC_ASSERT(tries == options.retries_max);
}

}  // namespace
}  // namespace napkin::algorithms
