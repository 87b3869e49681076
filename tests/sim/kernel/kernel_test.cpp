#include "sim/kernel/kernel.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/kernel/recorded_event.h"

namespace napkin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Log;
using testing::RecordedEvent;

class KernelTest : public ::testing::Test {
 protected:
  RecordedEvent& event(int number, std::function<void()> then = {}) {
    return events_.emplace_back(log_, number, std::move(then));
  }

  Log log_;
  std::deque<RecordedEvent> events_;
  Kernel kernel_;
};

TEST_F(KernelTest, RunsEventsInTheOrderOfTime) {
  kernel_.schedule_at(3s, event(3));
  kernel_.schedule_at(1s, event(1));
  kernel_.schedule_at(2s, event(2));
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(1, 2, 3));
  EXPECT_EQ(kernel_.now(), 3s);
  EXPECT_EQ(kernel_.events(), 3U);
}

TEST_F(KernelTest, RunsEqualTimesInTheOrderOfScheduling) {
  for (int number = 1; number <= 5; ++number) {
    kernel_.schedule_at(1s, event(number));
  }
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(KernelTest, RunsImmediateEventsBehindThoseAlreadyDue) {
  RecordedEvent& immediate = event(9);
  kernel_.schedule_at(1s, event(1, [&] { kernel_.schedule_in(0s, immediate); }));
  kernel_.schedule_at(1s, event(2));
  kernel_.arm(1s, event(3));
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(1, 2, 3, 9));
}

TEST_F(KernelTest, RunsATimerOfNowBetweenTheImmediateEventsAroundIt) {
  RecordedEvent& before = event(2);
  RecordedEvent& timer = event(3);
  RecordedEvent& after = event(4);
  kernel_.schedule_at(1s, event(1, [&] {
                        kernel_.schedule_in(0s, before);
                        kernel_.arm(kernel_.now(), timer);
                        kernel_.schedule_in(0s, after);
                      }));
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(1, 2, 3, 4));
}

TEST_F(KernelTest, KeepsTheOrderOfManyImmediateEvents) {
  kernel_.schedule_at(1s, event(0, [&] {
                        for (int number = 1; number <= 1000; ++number) {
                          kernel_.schedule_in(0s, event(number));
                        }
                      }));
  kernel_.run();
  ASSERT_EQ(log_.size(), 1001U);
  EXPECT_TRUE(std::is_sorted(log_.begin(), log_.end()));
}

TEST_F(KernelTest, OrdersWhatOtherRegionsSentByRegionThenSequence) {
  Kernel middle(RegionId{1});
  Kernel low(RegionId{0});
  Kernel high(RegionId{2});
  const std::uint64_t low_first = low.take_order();
  const std::uint64_t low_second = low.take_order();
  const std::uint64_t from_high = high.take_order();
  middle.accept(1s, from_high, event(5));
  middle.accept(1s, low_second, event(2));
  middle.schedule_at(1s, event(3));
  middle.accept(1s, low_first, event(1));
  middle.schedule_at(1s, event(4));
  middle.run();
  EXPECT_THAT(log_, ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(KernelTest, OrdersImmediateEventsAmongWhatOtherRegionsSent) {
  Kernel middle(RegionId{1});
  Kernel high(RegionId{2});
  RecordedEvent& immediate = event(2);
  middle.accept(1s, high.take_order(), event(3));
  middle.schedule_at(1s, event(1, [&] { middle.schedule_in(0s, immediate); }));
  middle.run();
  EXPECT_THAT(log_, ElementsAre(1, 2, 3));
}

TEST_F(KernelTest, RunUntilIncludesTheLimitAndSetsTheClock) {
  kernel_.schedule_at(1s, event(1));
  kernel_.schedule_at(2s, event(2));
  kernel_.run_until(1s);
  EXPECT_THAT(log_, ElementsAre(1));
  kernel_.run_until(1500ms);
  EXPECT_EQ(kernel_.now(), 1500ms);
  kernel_.schedule_at(1600ms, event(3));
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(1, 3, 2));
}

TEST_F(KernelTest, DoesNotRunACancelledEvent) {
  RecordedEvent& cancelled = event(1);
  kernel_.schedule_at(1s, cancelled);
  kernel_.schedule_at(1s, event(2));
  kernel_.cancel(cancelled);
  EXPECT_FALSE(cancelled.pending());
  EXPECT_EQ(kernel_.pending(), 1U);
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(2));
  EXPECT_EQ(kernel_.events(), 1U);
}

TEST_F(KernelTest, CancelsAnImmediateEvent) {
  RecordedEvent& cancelled = event(1);
  kernel_.schedule_in(0s, cancelled);
  kernel_.cancel(cancelled);
  kernel_.cancel(cancelled);  // idle: nothing to do
  kernel_.run();
  EXPECT_THAT(log_, IsEmpty());
}

TEST_F(KernelTest, SchedulesACancelledEventAnew) {
  RecordedEvent& moved = event(1);
  kernel_.schedule_at(1s, moved);
  kernel_.cancel(moved);
  kernel_.schedule_at(2s, moved);
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(1));
  EXPECT_EQ(kernel_.now(), 2s);
}

TEST_F(KernelTest, MayDestroyACancelledEventBeforeItsTime) {
  auto short_lived = std::make_unique<RecordedEvent>(log_, 1);
  kernel_.schedule_at(1s, *short_lived);
  kernel_.cancel(*short_lived);
  short_lived.reset();
  kernel_.run();
  EXPECT_THAT(log_, IsEmpty());
}

TEST_F(KernelTest, ManyDestroyedEventsAreNotTouchedWhenTheirTurnComes) {
  std::vector<std::unique_ptr<RecordedEvent>> short_lived;
  for (int number = 0; number < 2'000; ++number) {
    short_lived.push_back(std::make_unique<RecordedEvent>(log_, number));
    kernel_.schedule_at(1s + Duration{100 * number}, *short_lived.back());
  }
  kernel_.run_until(1s);  // the next few are sorted now
  for (int number = 1; number < 1'999; ++number) {
    kernel_.cancel(*short_lived[static_cast<std::size_t>(number)]);
    short_lived[static_cast<std::size_t>(number)].reset();
  }
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(0, 1'999));
}

TEST_F(KernelTest, DisarmsATimer) {
  const TimerId timer = kernel_.arm(1s, event(1));
  EXPECT_TRUE(kernel_.is_armed(timer));
  kernel_.disarm(timer);
  EXPECT_FALSE(kernel_.is_armed(timer));
  EXPECT_EQ(kernel_.pending(), 0U);
  kernel_.run();
  EXPECT_THAT(log_, IsEmpty());
}

TEST_F(KernelTest, DisarmsATimerThatIsDueNow) {
  RecordedEvent& disarmed = event(2);
  const TimerId timer = kernel_.arm(1s, disarmed);
  RecordedEvent& disarming = event(1, [&] { kernel_.disarm(timer); });
  const TimerId later = kernel_.arm(1s, event(3));
  kernel_.schedule_at(999ms, event(0, [&] { kernel_.disarm(later); }));
  kernel_.schedule_at(999ms, disarming);
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(0, 1));
  EXPECT_EQ(kernel_.pending(), 0U);
}

TEST_F(KernelTest, TimerIdsGoStale) {
  const TimerId fired = kernel_.arm(1s, event(1));
  kernel_.run();
  kernel_.arm(2s, event(2));  // takes the same slot
  kernel_.disarm(fired);
  kernel_.disarm(TimerId{});
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(1, 2));
}

TEST_F(KernelTest, ArmsTheSameEventAgainAndAgain) {
  RecordedEvent& rearmed = event(1);
  TimerId timer;
  for (int second = 1; second <= 5; ++second) {
    kernel_.disarm(timer);
    timer = kernel_.arm(second * 1s, rearmed);
  }
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(1));
  EXPECT_EQ(kernel_.now(), 5s);
}

TEST_F(KernelTest, DoesNotHoardDisarmedTimers) {
  RecordedEvent& time_out = event(1);
  for (int call = 0; call < 300'000; ++call) {
    kernel_.disarm(kernel_.arm(30s, time_out));
  }
  EXPECT_EQ(kernel_.pending(), 0U);
  EXPECT_LT(kernel_.bytes(), 5'000'000U);
  kernel_.run();
  EXPECT_THAT(log_, IsEmpty());
}

TEST_F(KernelTest, FingerprintsAreEqualForEqualRuns) {
  const auto run = [this](Duration last) {
    Kernel kernel;
    RecordedEvent one(log_, 1);
    RecordedEvent two(log_, 2);
    kernel.schedule_at(1s, one);
    kernel.schedule_at(last, two);
    kernel.run();
    return kernel.fingerprint();
  };
  EXPECT_EQ(run(2s), run(2s));
  EXPECT_NE(run(2s), run(2s + 1ns));
}

TEST_F(KernelTest, FingerprintTellsTheOrderOfEqualTimes) {
  const auto run = [this](bool cancel_first) {
    Kernel kernel;
    RecordedEvent one(log_, 1);
    RecordedEvent two(log_, 2);
    kernel.schedule_at(1s, one);
    kernel.schedule_at(1s, two);
    kernel.cancel(cancel_first ? one : two);
    kernel.run();
    return kernel.fingerprint();
  };
  EXPECT_NE(run(true), run(false));
}

TEST_F(KernelTest, FingerprintHoldsFactsThatAreMixedIn) {
  Kernel one;
  Kernel other;
  one.mix(1);
  other.mix(2);
  EXPECT_NE(one.fingerprint(), other.fingerprint());
}

TEST_F(KernelTest, PassesOnWhatAnEventThrows) {
  kernel_.schedule_at(1s, event(1, [] { throw std::runtime_error("broken"); }));
  kernel_.schedule_at(2s, event(2));
  EXPECT_THROW(kernel_.run(), std::runtime_error);
  kernel_.run();  // goes on behind it
  EXPECT_THAT(log_, ElementsAre(1, 2));
}

TEST_F(KernelTest, DiscardsWhatIsPendingAtTheEnd) {
  kernel_.schedule_at(1s, event(1));
  kernel_.schedule_in(0s, event(2));
  kernel_.arm(3s, event(3));
  RecordedEvent& cancelled = event(4);
  kernel_.schedule_at(2s, cancelled);
  kernel_.cancel(cancelled);
  kernel_.discard_pending();
  EXPECT_THAT(log_, ElementsAre(-2, -1));
  EXPECT_EQ(kernel_.pending(), 0U);
  EXPECT_EQ(kernel_.now(), 0s);
}

TEST_F(KernelTest, ReachesTheEndOfTheClock) {
  kernel_.schedule_at(kTimeMax, event(1));
  kernel_.run();
  EXPECT_EQ(kernel_.now(), kTimeMax);
  kernel_.schedule_in(0s, event(2));
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(1, 2));
}

using KernelDeathTest = KernelTest;

TEST_F(KernelTest, RunsAtMostSoManyEvents) {
  kernel_.schedule_at(1s, event(1));
  kernel_.schedule_at(2s, event(2));
  kernel_.schedule_at(3s, event(3));
  EXPECT_FALSE(kernel_.run_until(5s, 2));
  EXPECT_THAT(log_, ElementsAre(1, 2));
  EXPECT_EQ(kernel_.now(), 2s);
  EXPECT_TRUE(kernel_.run_until(5s, 2));
  EXPECT_THAT(log_, ElementsAre(1, 2, 3));
  EXPECT_EQ(kernel_.now(), 5s);
}

TEST_F(KernelDeathTest, LeavingTheClockIsAnError) {
  kernel_.run_until(1s);
  EXPECT_DEATH(kernel_.schedule_in(kTimeMax, event(1)), "broken invariant: !overflow");
}

TEST_F(KernelDeathTest, ThePastCannotBeChanged) {
  kernel_.run_until(1s);
  EXPECT_DEATH(kernel_.schedule_at(999ms, event(1)), "broken invariant");
  EXPECT_DEATH(kernel_.accept(999ms, kernel_.take_order(), event(2)), "broken invariant");
}

TEST_F(KernelDeathTest, AnEventIsPendingAtMostOnce) {
  RecordedEvent& once = event(1);
  kernel_.schedule_at(1s, once);
  EXPECT_DEATH(kernel_.schedule_at(2s, once), "broken invariant");
  kernel_.cancel(once);
}

TEST_F(KernelDeathTest, AnEventMustNotDieWhilePending) {
  EXPECT_DEATH(
      {
        RecordedEvent short_lived(log_, 1);
        kernel_.schedule_at(1s, short_lived);
      },
      "broken invariant: !pending");
}

}  // namespace
}  // namespace napkin
