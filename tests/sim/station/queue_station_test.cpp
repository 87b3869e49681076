#include "sim/station/queue_station.h"

#include "tests/sim/station/station_fixture.h"

namespace napkin {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using Order = QueueStation::Order;

class QueueStationTest : public testing::StationTest {
 protected:
  QueueStation& station(const QueueStation::Options& options) {
    return *(station_ = std::make_unique<QueueStation>(kernel_, "desk", options));
  }

  void run() {
    kernel_.run();
    audit(*station_);
  }

  std::unique_ptr<QueueStation> station_;
};

TEST_F(QueueStationTest, ServesFirstInFirstOut) {
  QueueStation& desk = station({});
  customer(desk, "a", 0s, 10ms);
  customer(desk, "b", 1ms, 5ms);
  customer(desk, "c", 2ms, 1ms);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 10ms), Pair("b", 15ms), Pair("c", 16ms)));
  EXPECT_EQ(visit_of("a").waited, 0ms);
  EXPECT_EQ(visit_of("b").waited, 9ms);
  EXPECT_EQ(visit_of("c").waited, 13ms);
  EXPECT_EQ(desk.queue().maximum(), 2);
}

TEST_F(QueueStationTest, ServesLastInFirstOut) {
  QueueStation& desk = station({.order = Order::kLastInFirstOut});
  customer(desk, "a", 0s, 10ms);
  customer(desk, "b", 1ms, 5ms);
  customer(desk, "c", 2ms, 1ms);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 10ms), Pair("c", 11ms), Pair("b", 16ms)));
}

TEST_F(QueueStationTest, ServesTheMostUrgentFirstWithoutInterruption) {
  QueueStation& desk = station({.order = Order::kPriority});
  customer(desk, "a", 0s, 10ms, 0);
  customer(desk, "low", 1ms, 5ms, -3);
  customer(desk, "high", 2ms, 1ms, 7);
  customer(desk, "high too", 3ms, 1ms, 7);
  customer(desk, "middle", 4ms, 1ms, 1);
  run();
  EXPECT_THAT(served(),
              ElementsAre(Pair("a", 10ms),
                          Pair("high", 11ms),
                          Pair("high too", 12ms),
                          Pair("middle", 13ms),
                          Pair("low", 18ms)));
}

TEST_F(QueueStationTest, ServesAsManyAtOnceAsItHasServers) {
  QueueStation& desk = station({.servers = 2});
  customer(desk, "a", 0s, 10ms);
  customer(desk, "b", 0s, 4ms);
  customer(desk, "c", 0s, 4ms);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("b", 4ms), Pair("c", 8ms), Pair("a", 10ms)));
}

TEST_F(QueueStationTest, DelaysOnlyWhenNobodyEverWaits) {
  QueueStation& desk = station({.servers = QueueStation::kUnbounded});
  for (int number = 0; number < 100; ++number) {
    customer(desk, std::to_string(number), 0s, 5ms);
  }
  run();
  EXPECT_EQ(kernel_.now(), 5ms);
  EXPECT_EQ(desk.queue().maximum(), 0);
  EXPECT_EQ(desk.busy().maximum(), 100);
}

TEST_F(QueueStationTest, WorkOfNothingTakesNoTime) {
  QueueStation& desk = station({});
  customer(desk, "a", 1ms, 0ms);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 1ms)));
}

TEST_F(QueueStationTest, RejectsBeyondItsQueue) {
  QueueStation& desk = station({.queue_max = 1});
  customer(desk, "a", 0s, 10ms);
  customer(desk, "b", 1ms, 10ms);
  customer(desk, "c", 2ms, 10ms);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 10ms), Pair("b", 20ms)));
  EXPECT_EQ(outcome_of("c"), ServiceOutcome::kRejected);
  EXPECT_EQ(visit_of("c").at, 2ms);
  EXPECT_EQ(desk.counts().rejected, 1);
}

TEST_F(QueueStationTest, RejectsWhenNobodyMayWait) {
  QueueStation& desk = station({.queue_max = 0, .when_full = QueueStation::WhenFull::kDropOldest});
  customer(desk, "a", 0s, 10ms);
  customer(desk, "b", 1ms, 10ms);
  run();
  EXPECT_EQ(outcome_of("b"), ServiceOutcome::kRejected);
}

TEST_F(QueueStationTest, DropsTheOldest) {
  QueueStation& desk = station({.queue_max = 2, .when_full = QueueStation::WhenFull::kDropOldest});
  customer(desk, "a", 0s, 10ms);
  customer(desk, "b", 1ms, 10ms);
  customer(desk, "c", 2ms, 10ms);
  customer(desk, "d", 3ms, 10ms);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 10ms), Pair("c", 20ms), Pair("d", 30ms)));
  EXPECT_EQ(outcome_of("b"), ServiceOutcome::kDropped);
  EXPECT_EQ(visit_of("b").at, 3ms);
  EXPECT_EQ(desk.counts().dropped, 1);
}

TEST_F(QueueStationTest, DropsTheOldestAlsoWhenTheNewestLeads) {
  QueueStation& desk = station({.queue_max = 2,
                                .order = Order::kLastInFirstOut,
                                .when_full = QueueStation::WhenFull::kDropOldest});
  customer(desk, "a", 0s, 10ms);
  customer(desk, "b", 1ms, 10ms);
  customer(desk, "c", 2ms, 10ms);
  customer(desk, "d", 3ms, 10ms);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 10ms), Pair("d", 20ms), Pair("c", 30ms)));
  EXPECT_EQ(outcome_of("b"), ServiceOutcome::kDropped);
}

TEST_F(QueueStationTest, ALessUrgentNewcomerPushesNobodyOut) {
  QueueStation& desk = station({.queue_max = 1,
                                .order = Order::kPriority,
                                .when_full = QueueStation::WhenFull::kDropOldest});
  customer(desk, "a", 0s, 10ms);
  customer(desk, "b", 1ms, 10ms, 5);
  customer(desk, "humble", 2ms, 10ms, 4);
  customer(desk, "equal", 3ms, 10ms, 5);
  run();
  EXPECT_EQ(outcome_of("humble"), ServiceOutcome::kRejected);
  EXPECT_EQ(outcome_of("b"), ServiceOutcome::kDropped);
  EXPECT_THAT(served(), ElementsAre(Pair("a", 10ms), Pair("equal", 20ms)));
}

// As java.util.concurrent.ThreadPoolExecutor: core threads, then the queue, then more threads, then
// rejection.
TEST_F(QueueStationTest, AThreadPoolGrowsOnlyWhenItsQueueIsFull) {
  QueueStation& desk = station({.servers = 1, .servers_max = 2, .queue_max = 1});
  customer(desk, "core", 0ms, 10ms);
  customer(desk, "queued", 1ms, 10ms);
  customer(desk, "extra", 2ms, 10ms);
  customer(desk, "rejected", 3ms, 10ms);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("core", 10ms), Pair("extra", 12ms), Pair("queued", 20ms)));
  EXPECT_EQ(outcome_of("rejected"), ServiceOutcome::kRejected);
}

TEST_F(QueueStationTest, AThreadPoolDoesNotGrowWhenAJobEnds) {
  QueueStation& desk = station({.servers = 1, .servers_max = 4, .queue_max = 10});
  customer(desk, "a", 0ms, 10ms);
  customer(desk, "b", 1ms, 10ms);
  customer(desk, "c", 2ms, 10ms);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 10ms), Pair("b", 20ms), Pair("c", 30ms)));
  EXPECT_EQ(desk.busy().maximum(), 1);
}

TEST_F(QueueStationTest, MoreServersServeThoseInLineAtOnce) {
  QueueStation& desk = station({});
  for (const char* name : {"a", "b", "c"}) {
    customer(desk, name, 0ms, 10ms);
  }
  kernel_.run_until(2ms);
  desk.set_servers(3);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 10ms), Pair("b", 12ms), Pair("c", 12ms)));
}

TEST_F(QueueStationTest, FewerServersFinishWhatTheyHaveBegun) {
  QueueStation& desk = station({.servers = 3});
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    customer(desk, name, 0ms, 10ms);
  }
  kernel_.run_until(2ms);
  desk.set_servers(1);
  run();
  EXPECT_THAT(
      served(),
      ElementsAre(
          Pair("a", 10ms), Pair("b", 10ms), Pair("c", 10ms), Pair("d", 20ms), Pair("e", 30ms)));
}

TEST_F(QueueStationTest, WorkGoesOnAtTheNewSpeed) {
  QueueStation& desk = station({});
  customer(desk, "a", 0ms, 10ms);
  customer(desk, "b", 0ms, 10ms);
  kernel_.run_until(4ms);
  desk.set_speed(0.5);  // 6 ms are left of a
  kernel_.run_until(10ms);
  desk.set_speed(2);  // 3 ms are left of a
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 11500us), Pair("b", 16500us)));
}

TEST_F(QueueStationTest, StandsStillAtSpeedZero) {
  QueueStation& desk = station({});
  customer(desk, "a", 0ms, 10ms);
  customer(desk, "b", 6ms, 10ms);
  kernel_.run_until(5ms);
  desk.set_speed(0);
  kernel_.run_until(1s);
  EXPECT_TRUE(served().empty());
  desk.set_speed(1);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 1005ms), Pair("b", 1015ms)));
}

TEST_F(QueueStationTest, StartsAtSpeedZeroAndIsServedLater) {
  QueueStation& desk = station({});
  desk.set_speed(0);
  customer(desk, "a", 1ms, 10ms);
  kernel_.run_until(5ms);
  desk.set_speed(1);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 15ms)));
}

TEST_F(QueueStationTest, ManySpeedChangesCostLessThanANanosecondEach) {
  QueueStation& desk = station({});
  customer(desk, "a", 0ms, 1ms);
  int changes = 0;
  while (served().empty()) {
    desk.set_speed(changes++ % 2 == 0 ? 1.0 / 3 : 1.0 / 7);
    kernel_.run_until(kernel_.now() + 1001ns);
  }
  audit(desk);
  // The mean speed is (1/3 + 1/7) / 2 = 5/21, so it takes about 4.2 ms.
  EXPECT_NEAR(to_seconds(served().front().second), 4.2e-3, 1001e-9 + 4.2e-9 * changes);
  EXPECT_GE(served().front().second, 4200us - 1001ns);
}

TEST_F(QueueStationTest, WhoDiesInLineLeavesIt) {
  QueueStation& desk = station({});
  customer(desk, "a", 0ms, 10ms);
  mortal_customer(desk, "b", 1ms, 10ms);
  customer(desk, "c", 2ms, 10ms);
  kernel_.run_until(5ms);
  kill("b");
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 10ms), Pair("c", 20ms)));
  EXPECT_EQ(desk.counts().withdrawn, 1);
}

TEST_F(QueueStationTest, WhoDiesInServiceHandsItsServerOn) {
  QueueStation& desk = station({});
  mortal_customer(desk, "a", 0ms, 10ms);
  customer(desk, "b", 1ms, 10ms);
  kernel_.run_until(5ms);
  kill("a");
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("b", 15ms)));
}

TEST_F(QueueStationTest, WhoWasDroppedMayDieBeforeItLearns) {
  QueueStation& desk = station({.queue_max = 1, .when_full = QueueStation::WhenFull::kDropOldest});
  customer(desk, "a", 0ms, 10ms);
  mortal_customer(desk, "b", 1ms, 10ms);
  kernel_.run_until(2ms);
  customer(desk, "c", 2ms, 10ms);
  while (desk.counts().dropped == 0) {
    ASSERT_TRUE(kernel_.run_next(3ms));
  }
  kill("b");
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 10ms), Pair("c", 20ms)));
  EXPECT_EQ(desk.counts().withdrawn, 0);
}

TEST_F(QueueStationTest, ARestartForgetsThePastAndKeepsWhatIsInside) {
  QueueStation& desk = station({});
  customer(desk, "a", 0ms, 10ms);
  customer(desk, "b", 0ms, 10ms);
  kernel_.run_until(5ms);
  desk.restart_statistics();
  run();
  EXPECT_EQ(desk.counts().arrived, 2);
  EXPECT_EQ(desk.counts().served, 2);
  // a for 5 ms and b for 15 ms.
  EXPECT_TRUE(desk.time_spent(kernel_.now()) == Duration(20ms).count());
}

}  // namespace
}  // namespace napkin
