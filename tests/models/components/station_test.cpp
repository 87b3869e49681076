#include <cmath>

#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

/// A station without its users, who ask 100 times a second, evenly.
std::string station(const std::string& keys, const std::string& duration = "10.005s") {
  return R"(
regions: {here: {same_zone: {latency: 1ns}}}
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: server.serve, timeout: 1000s}
  server: {kind: station, )" +
         keys + "}\nrun: {duration: " + duration + "}\n";
}

TEST(Station, ServesOneAfterTheOther) {
  const Outcome outcome = run(station("service: 4ms"));
  EXPECT_EQ(outcome.completed("serve"), 1000);
  EXPECT_NEAR(outcome.mean_ms("serve"), 4, 0.001);
  EXPECT_NEAR(outcome.value("value(server.inside)"), 0.4, 0.001);
  EXPECT_EQ(outcome.value("value(server.delayed)"), 0);
}

TEST(Station, TurnsAwayWhoFindsTheLineFull) {
  // One in service for 30 ms, one waiting: of three that come in that time, one finds room.
  const Outcome outcome = run(station("service: 30ms, queue: 1"));
  EXPECT_NEAR(outcome.value("value(server.refused)"), 2.0 / 3, 0.01);
  EXPECT_EQ(outcome.failed("serve"), outcome.failed("serve", "overloaded"));
}

TEST(Station, WhoLosesPatienceLeavesTheLine) {
  // Two a second are served; everybody else waits for 100 ms and goes.
  const Outcome outcome = run(station("service: 500ms, patience: 100ms, wait_as: wait"));
  EXPECT_GT(outcome.failed("serve", "time_out"), 900);
  EXPECT_NEAR(outcome.max_ms("wait"), 100, 0.2);
  EXPECT_LT(outcome.value("value(server.inside)"), 12);
}

TEST(Station, TheNeededCopiesCountAndTheOthersLeave) {
  // Three copies of 1 ms, 2 ms ... apart from each other: all the same here, so the time of one.
  const Outcome outcome =
      run(station("stations: 5, copies: 3, need: 2, service: {uniform: {low: 1ms, high: 2ms}}"));
  EXPECT_EQ(outcome.completed("serve"), 1000);
  // The second of three uniform draws on [1, 2]: mean 1.5, sd 0.224; 4 of 0.224/sqrt(1000).
  EXPECT_NEAR(outcome.mean_ms("serve"), 1.5, 0.03);
  EXPECT_EQ(outcome.value("value(server.inside)") < 0.5, true);
}

TEST(Station, WithoutCancelEveryCopyIsServed) {
  const std::string keys = "stations: 2, copies: 2, need: 1, service: {exponential: 2ms}";
  const double with = run(station(keys)).value("value(server.inside)");
  const double without = run(station(keys + ", cancel: false")).value("value(server.inside)");
  // At each station a copy for E[min] = 1 ms, or for E = 2 ms, 100 times a second.
  EXPECT_NEAR(with, 0.1, 0.015);
  EXPECT_NEAR(without, 0.2, 0.03);
}

TEST(Station, ShorterWorkOvertakesWhereTheDisciplineSaysSo) {
  const std::string keys = "service: {discrete: {values: [1ms, 21ms], weights: [3, 1]}}, ";
  const double fifo = run(station(keys + "discipline: fifo", "100s")).mean_ms("serve");
  const double shortest =
      run(station(keys + "discipline: shortest_first", "100s")).mean_ms("serve");
  const double remaining =
      run(station(keys + "discipline: shortest_remaining", "100s")).mean_ms("serve");
  EXPECT_LT(shortest, fifo);
  EXPECT_LT(remaining, shortest);
}

TEST(Station, StandsStillWhileItIsRepaired) {
  // Up for 900 ms, down for 100 ms: a tenth of the time passes without work.
  const Outcome outcome = run(station("service: 1ms, up: 900ms, repair: 100ms", "100s"));
  EXPECT_NEAR(outcome.max_ms("serve"), 101, 2);
  // Of the ten that come while it is down, number k waits 100 - 10 k ms for the repair and k ms for
  // those before it; the eleventh finds ten in line. 605 + 11 ms, and 1 ms for each of the
  // other 89.
  EXPECT_NEAR(outcome.mean_ms("serve"), 7.05, 0.1);
}

TEST(Station, AdmitsSoManyAndLetsTheOthersWaitInFront) {
  // Fork and join of two, one request at a time: 8 ms, so 100 a second fit.
  const Outcome outcome = run(station("stations: 2, copies: 2, service: 8ms, admit: 1"));
  EXPECT_NEAR(outcome.mean_ms("serve"), 8, 0.01);
  const Outcome two = run(station("stations: 2, copies: 2, service: 16ms, admit: 1"));
  EXPECT_NEAR(static_cast<double>(two.completed("serve")), 625, 2);
}

TEST(Station, ReportsHowLongSoManyWereInside) {
  const Outcome outcome = run(station("service: 4ms, levels: 3"));
  EXPECT_NEAR(outcome.value("value(server.inside_0)"), 0.6, 0.001);
  EXPECT_NEAR(outcome.value("value(server.inside_1)"), 0.4, 0.001);
  EXPECT_EQ(outcome.value("value(server.inside_2)"), 0);
  EXPECT_NEAR(outcome.value("value(server.busy_period)"), 4e6, 1);
}

TEST(Station, GoesOnAfterACrash) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: server.serve, timeout: 1s}
  server: {kind: station, service: {exponential: 8ms}, up: {exponential: 1s}, repair: 10ms,
           vacation: 1ms}
run: {duration: 20s}
timeline:
  - {at: 5s, kill: server, for: 2s}
)");
  EXPECT_GT(outcome.completed("serve"), 1500);
  EXPECT_GT(outcome.failed("serve"), 150);
}

TEST(Station, MistakesAreToldWithTheirPlaces) {
  const auto mistake = [](const std::string& keys) {
    return mistakes_in("components:\n  server: {kind: station, service: 1ms, " + keys + "}\n");
  };
  EXPECT_THAT(mistake("copies: 3"), testing::HasSubstr("test.yaml:4:"));
  EXPECT_THAT(mistake("stations: 2, copies: 2, need: 3"), testing::HasSubstr("more copies"));
  EXPECT_THAT(mistake("up: 1s"), testing::HasSubstr("give both up and repair"));
  EXPECT_THAT(mistake("discipline: shared, when_full: drop_oldest"),
              testing::HasSubstr("write when_full: reject"));
}

}  // namespace
}  // namespace napkin::components
