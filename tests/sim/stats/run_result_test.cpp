#include "sim/stats/run_result.h"

#include <chrono>

#include <gtest/gtest.h>

namespace napkin {
namespace {

using namespace std::chrono_literals;

Tally some_tally() {
  Tally tally;
  tally.arrived = 100;
  tally.completed = 90;
  tally.failed = {{"refused", 2}, {"time_out", 4}};
  tally.dropped = 2;
  tally.in_flight = 2;
  return tally;
}

TEST(Tally, BalancesWhenEveryRequestIsAccountedFor) {
  Tally tally = some_tally();
  EXPECT_TRUE(tally.balances());
  tally.completed += 1;
  EXPECT_FALSE(tally.balances());
}

TEST(Tally, CountsFailedAndDroppedAsErrorsOfWhatFinished) {
  EXPECT_EQ(some_tally().error_ratio(), 8.0 / 98.0);
  EXPECT_EQ(Tally().error_ratio(), 0.0);
}

TEST(Tally, MergesByKindOfFailure) {
  Tally tally = some_tally();
  tally.merge(some_tally());
  EXPECT_EQ(tally.arrived, 200);
  EXPECT_EQ(tally.failed, (FailureCounts{{"refused", 4}, {"time_out", 8}}));
  EXPECT_TRUE(tally.balances());
}

TEST(InstanceResult, IsAsBusyAsItsBusiestResource) {
  InstanceResult instance;
  EXPECT_EQ(instance.busiest_resource(), nullptr);
  instance.resources = {{.name = "cores", .utilisation = 0.25},
                        {.name = "disk", .utilisation = 0.75}};
  EXPECT_EQ(instance.busiest_resource()->name, "disk");
}

TEST(RunResult, MeasuresOnlyAfterTheWarmUp) {
  RunResult result;
  result.duration = 60s;
  result.warm_up = 10s;
  EXPECT_EQ(result.measured(), 50s);
  EXPECT_EQ(result.per_second(500), 10.0);
}

TEST(RunResult, HasNoRatesWhenStoppedDuringTheWarmUp) {
  RunResult result;
  result.duration = 5s;
  result.warm_up = 10s;
  EXPECT_EQ(result.measured(), 0s);
  EXPECT_EQ(result.per_second(500), 0.0);
}

}  // namespace
}  // namespace napkin
