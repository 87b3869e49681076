#include "sim/station/preemptive_station.h"

#include "tests/sim/station/station_fixture.h"

namespace napkin {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

class PreemptiveStationTest : public testing::StationTest {
 protected:
  PreemptiveStation& station(const PreemptiveStation::Options& options) {
    return *(station_ = std::make_unique<PreemptiveStation>(kernel_, "core", options));
  }

  void run() {
    kernel_.run();
    audit(*station_);
  }

  std::unique_ptr<PreemptiveStation> station_;
};

constexpr PreemptiveStation::Options kShortestRemaining = {
    .order = PreemptiveStation::Order::kShortestRemainingFirst};

TEST_F(PreemptiveStationTest, AnUrgentJobInterrupts) {
  PreemptiveStation& core = station({});
  customer(core, "low", 0ms, 10ms, 0);
  customer(core, "high", 4ms, 3ms, 1);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("high", 7ms), Pair("low", 13ms)));
  EXPECT_EQ(core.preemptions(), 1);
  EXPECT_EQ(visit_of("low").waited, 0ms);
}

TEST_F(PreemptiveStationTest, EqualsDoNotInterrupt) {
  PreemptiveStation& core = station({});
  customer(core, "a", 0ms, 10ms, 1);
  customer(core, "b", 4ms, 3ms, 1);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 10ms), Pair("b", 13ms)));
  EXPECT_EQ(core.preemptions(), 0);
}

TEST_F(PreemptiveStationTest, TheInterruptedWaitsInFrontOfItsEquals) {
  PreemptiveStation& core = station({});
  customer(core, "first", 0ms, 10ms, 0);
  customer(core, "second", 1ms, 1ms, 0);
  customer(core, "high", 2ms, 2ms, 1);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("high", 4ms), Pair("first", 12ms), Pair("second", 13ms)));
}

TEST_F(PreemptiveStationTest, InterruptionsNest) {
  PreemptiveStation& core = station({});
  customer(core, "low", 0ms, 10ms, 0);
  customer(core, "middle", 1ms, 10ms, 1);
  customer(core, "high", 2ms, 10ms, 2);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("high", 12ms), Pair("middle", 21ms), Pair("low", 30ms)));
}

TEST_F(PreemptiveStationTest, InterruptsTheLeastUrgentOfAllServers) {
  PreemptiveStation& core = station({.servers = 2});
  customer(core, "one", 0ms, 10ms, 1);
  customer(core, "zero", 0ms, 10ms, 0);
  customer(core, "two", 5ms, 10ms, 2);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("one", 10ms), Pair("two", 15ms), Pair("zero", 15ms)));
}

TEST_F(PreemptiveStationTest, OfEqualsInterruptsTheLastThatCame) {
  PreemptiveStation& core = station({.servers = 2});
  customer(core, "a", 0ms, 10ms);
  customer(core, "b", 1ms, 10ms);
  customer(core, "x", 2ms, 3ms, 1);
  customer(core, "y", 3ms, 20ms, 1);
  run();
  // b gives way to x, then a to y; a came before b and goes on before it.
  EXPECT_THAT(served(),
              ElementsAre(Pair("x", 5ms), Pair("a", 12ms), Pair("b", 21ms), Pair("y", 23ms)));
}

TEST_F(PreemptiveStationTest, WhoIsDoneAtThisInstantIsNotInterrupted) {
  PreemptiveStation& core = station({});
  customer(core, "high", 10ms, 5ms, 1);  // its arrival at 10 ms comes before the end of low
  customer(core, "low", 0ms, 10ms, 0);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("low", 10ms), Pair("high", 15ms)));
  EXPECT_EQ(core.preemptions(), 0);
}

TEST_F(PreemptiveStationTest, ShortestRemainingGoesFirst) {
  PreemptiveStation& core = station(kShortestRemaining);
  customer(core, "long", 0ms, 10ms);
  customer(core, "short", 2ms, 3ms);
  customer(core, "shorter", 3ms, 1ms);
  customer(core, "middle", 4ms, 5ms);
  run();
  EXPECT_THAT(
      served(),
      ElementsAre(
          Pair("shorter", 4ms), Pair("short", 6ms), Pair("middle", 11ms), Pair("long", 19ms)));
}

TEST_F(PreemptiveStationTest, WhatRemainsCountsNotWhatWasAsked) {
  PreemptiveStation& core = station(kShortestRemaining);
  customer(core, "long", 0ms, 10ms);
  customer(core, "newcomer", 8ms, 3ms);  // 2 ms of the long one are left
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("long", 10ms), Pair("newcomer", 13ms)));
}

TEST_F(PreemptiveStationTest, RejectsBeyondItsQueueHoweverUrgent) {
  PreemptiveStation& core = station({.queue_max = 1});
  customer(core, "a", 0ms, 10ms, 0);
  customer(core, "b", 1ms, 10ms, 1);
  customer(core, "c", 2ms, 10ms, 2);
  run();
  EXPECT_EQ(outcome_of("c"), ServiceOutcome::kRejected);
  EXPECT_THAT(served(), ElementsAre(Pair("b", 11ms), Pair("a", 20ms)));
}

TEST_F(PreemptiveStationTest, SpeedCountsForTheInterruptedToo) {
  PreemptiveStation& core = station({});
  customer(core, "low", 0ms, 10ms, 0);
  customer(core, "high", 4ms, 3ms, 1);
  kernel_.run_until(5ms);
  core.set_speed(0.5);  // 2 ms of high, 6 ms of low are left
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("high", 9ms), Pair("low", 21ms)));
}

TEST_F(PreemptiveStationTest, StandsStillAtSpeedZero) {
  PreemptiveStation& core = station({});
  customer(core, "low", 0ms, 10ms, 0);
  customer(core, "high", 6ms, 3ms, 1);
  kernel_.run_until(5ms);
  core.set_speed(0);
  kernel_.run_until(15ms);
  core.set_speed(1);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("high", 18ms), Pair("low", 23ms)));
}

TEST_F(PreemptiveStationTest, WhoDiesInServiceHandsTheServerBack) {
  PreemptiveStation& core = station({});
  customer(core, "low", 0ms, 10ms, 0);
  mortal_customer(core, "high", 4ms, 30ms, 1);
  kernel_.run_until(6ms);
  kill("high");
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("low", 12ms)));
  EXPECT_EQ(core.counts().withdrawn, 1);
}

TEST_F(PreemptiveStationTest, WhoDiesInterruptedLeavesTheLine) {
  PreemptiveStation& core = station(kShortestRemaining);
  mortal_customer(core, "long", 0ms, 10ms);
  customer(core, "short", 4ms, 3ms);
  kernel_.run_until(5ms);
  kill("long");
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("short", 7ms)));
  EXPECT_EQ(core.jobs(), 0);
}

}  // namespace
}  // namespace napkin
