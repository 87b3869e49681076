#include "sim/station/shared_station.h"

#include "tests/sim/station/station_fixture.h"

namespace napkin {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

class SharedStationTest : public testing::StationTest {
 protected:
  SharedStation& station(const SharedStation::Options& options) {
    return *(station_ = std::make_unique<SharedStation>(kernel_, "link", options));
  }

  void run() {
    kernel_.run();
    audit(*station_);
    EXPECT_EQ(station_->jobs(), 0);
  }

  std::unique_ptr<SharedStation> station_;
};

TEST_F(SharedStationTest, OneJobHasAServerOfItsOwn) {
  SharedStation& link = station({});
  customer(link, "a", 3ms, 10ms);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 13ms)));
}

TEST_F(SharedStationTest, TwoJobsShareAServer) {
  SharedStation& link = station({});
  customer(link, "a", 0ms, 10ms);
  customer(link, "b", 4ms, 3ms);
  run();
  // From 4 ms on each has half a server: b ends after 6 ms, when 3 ms are left of a.
  EXPECT_THAT(served(), ElementsAre(Pair("b", 10ms), Pair("a", 13ms)));
  EXPECT_EQ(visit_of("b").waited, 0ms);
  EXPECT_EQ(link.busy().maximum(), 1);
  EXPECT_EQ(link.queue().maximum(), 1);
}

TEST_F(SharedStationTest, NoJobHasMoreThanOneServer) {
  SharedStation& link = station({.servers = 2});
  customer(link, "a", 0ms, 10ms);
  customer(link, "b", 0ms, 10ms);
  customer(link, "c", 4ms, 4ms);
  run();
  // From 4 ms on each has 2/3 of a server: c ends after 6 ms, when 2 ms are left of a and b.
  EXPECT_THAT(served(), ElementsAre(Pair("c", 10ms), Pair("a", 12ms), Pair("b", 12ms)));
}

TEST_F(SharedStationTest, EqualJobsEndTogetherInTheOrderOfArrival) {
  SharedStation& link = station({});
  for (const char* name : {"a", "b", "c"}) {
    customer(link, name, 0ms, 10ms);
  }
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 30ms), Pair("b", 30ms), Pair("c", 30ms)));
}

TEST_F(SharedStationTest, WorkOfNothingEndsAtOnce) {
  SharedStation& link = station({});
  customer(link, "a", 0ms, 10ms);
  customer(link, "b", 1ms, 0ms);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("b", 1ms), Pair("a", 10ms)));
}

TEST_F(SharedStationTest, IsNeverEarlyAndHardlyLate) {
  SharedStation& link = station({});
  // Thirds of a nanosecond at every step: a at 7 ns behind two others, and so on.
  customer(link, "a", 0ns, 100ns);
  customer(link, "b", 1ns, 100ns);
  customer(link, "c", 3ns, 100ns);
  run();
  // a: 1 + 2/2 by 3 ns, then 98 left at a third: 3 + 294 = 297. b then has 1 + 98 of 100, c 98;
  // at a half each: b ends 2 ns later, c 1 ns after that.
  EXPECT_THAT(served(), ElementsAre(Pair("a", 297ns), Pair("b", 299ns), Pair("c", 300ns)));
}

TEST_F(SharedStationTest, RejectsBeyondItsLimit) {
  SharedStation& link = station({.jobs_max = 2});
  customer(link, "a", 0ms, 10ms);
  customer(link, "b", 0ms, 10ms);
  customer(link, "c", 1ms, 10ms);
  run();
  EXPECT_EQ(outcome_of("c"), ServiceOutcome::kRejected);
  EXPECT_THAT(served(), ElementsAre(Pair("a", 20ms), Pair("b", 20ms)));
}

TEST_F(SharedStationTest, WorkGoesOnAtTheNewSpeed) {
  SharedStation& link = station({});
  customer(link, "a", 0ms, 10ms);
  customer(link, "b", 0ms, 10ms);
  kernel_.run_until(8ms);  // 6 ms are left of each
  link.set_speed(0.5);
  kernel_.run_until(16ms);  // 4 ms are left of each
  link.set_speed(4);
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 18ms), Pair("b", 18ms)));
}

TEST_F(SharedStationTest, StandsStillAtSpeedZero) {
  SharedStation& link = station({});
  customer(link, "a", 0ms, 10ms);
  customer(link, "b", 6ms, 10ms);
  kernel_.run_until(5ms);
  link.set_speed(0);
  kernel_.run_until(1s);
  link.set_speed(1);
  run();
  // 5 ms are left of a, 10 ms of b.
  EXPECT_THAT(served(), ElementsAre(Pair("a", 1010ms), Pair("b", 1015ms)));
}

TEST_F(SharedStationTest, WhoDiesLeavesItsShareToTheOthers) {
  SharedStation& link = station({});
  customer(link, "a", 0ms, 10ms);
  mortal_customer(link, "b", 0ms, 10ms);
  kernel_.run_until(8ms);
  kill("b");
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("a", 14ms)));
  EXPECT_EQ(link.counts().withdrawn, 1);
}

TEST_F(SharedStationTest, WhoWouldEndNextMayDie) {
  SharedStation& link = station({});
  mortal_customer(link, "a", 0ms, 4ms);
  customer(link, "b", 0ms, 10ms);
  kernel_.run_until(7ms);
  kill("a");
  run();
  EXPECT_THAT(served(), ElementsAre(Pair("b", 13500us)));
}

TEST_F(SharedStationTest, AManyHourBacklogKeepsToTheNanosecond) {
  SharedStation& link = station({.servers = 7});
  for (int number = 0; number < 1000; ++number) {
    customer(link, std::to_string(number), 0ms, 1h);
  }
  run();
  // 1000 h of work at 7 servers; each departure is computed anew and may round up.
  const auto exact_ns = static_cast<std::int64_t>(Duration(1000h).count() / 7);
  EXPECT_GE(served().front().second.count(), exact_ns);
  EXPECT_LE(served().back().second.count(), exact_ns + 1000);
}

}  // namespace
}  // namespace napkin
