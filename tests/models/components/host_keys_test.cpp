#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

/// Forty requests at 1 s, every one of 10 ms on the one core of a service.
Outcome burst(const std::string& keys) {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 1k/s}, calls: api.get, timeout: 9s}
  api: {kind: service, cores: 1, )" +
             keys + R"(, on: {get: [{work: 10ms}]}}
run: {duration: 3.0005s}
timeline: [{at: 0.0405s, set: users.rate_factor, to: 0}]
)");
}

// Arrivals are 1 ms apart, the first at 1 ms; a hop takes 0.25 ms.
TEST(Cores, ServeFirstInFirstOut) {
  const Outcome outcome = burst("order: fifo");
  EXPECT_EQ(outcome.completed("get"), 40);
  EXPECT_NEAR(outcome.max_ms("get"), 0.5 + 40 * 10 - 39, 0.1);
  EXPECT_NEAR(outcome.min_ms("get"), 0.5 + 10, 0.1);
}

TEST(Cores, ServeLastInFirstOut) {
  // The second one waits for all the others.
  EXPECT_NEAR(burst("order: lifo").max_ms("get"), 0.5 + 40 * 10 - 1, 0.1);
}

TEST(Cores, AreSharedByAll) {
  // All 40 are inside before the first one leaves. Number k has its 10 ms of service when a job
  // there from the start would have 10 + H(k-1), H being harmonic numbers: it leaves
  // 40 (H(39) - H(k-1)) - (40 - k) ms before the last one, which does so after 400 ms.
  const Outcome outcome = burst("order: processor_sharing");
  EXPECT_NEAR(outcome.min_ms("get"), 0.5 + 400 - (40 * 4.25354 - 39), 0.1);  // k = 1
  EXPECT_NEAR(outcome.max_ms("get"), 0.5 + 400 - 19 - (40 * (4.25354 - 3.54774) - 20), 0.1);  // 20
}

TEST(Cores, TurnAwayOrDropTheOldest) {
  const Outcome reject = burst("queue: 5");
  EXPECT_EQ(reject.failed("get", "overloaded"), 40 - 9);
  EXPECT_NEAR(reject.max_ms("get"), 0.5 + 60, 0.1);  // who comes when there is room waits for five
  const Outcome drop = burst("queue: 5, overflow: drop_oldest");
  EXPECT_EQ(drop.failed("get", "overloaded"), 40 - 9);
  EXPECT_NEAR(drop.max_ms("get"), 0.5 + 51, 0.1);  // the last five follow one another
}

TEST(Cores, MoreAreBroughtInWhenTheQueueIsFull) {
  // Of the first six one is served and five wait; with the seventh comes the second core, ...
  const Outcome outcome = burst("queue: 5, cores_max: 4");
  EXPECT_GT(outcome.completed("get"), burst("queue: 5").completed("get"));
  EXPECT_EQ(burst("queue: 5, cores_max: 12").failed("get"), 0);
}

/// Requests of two kinds to one core that is busy for 90 % of the time: a mean wait of each.
std::pair<double, double> mean_ms_of_two(const std::string& order) {
  const Outcome outcome = run(R"(
components:
  users:
    kind: clients
    arrivals: {poisson: 90/s}
    requests:
      - {call: api.urgent, share: 20%, priority: 9}
      - {call: api.other, share: 80%}
    timeout: 100s
  api: {kind: service, cores: 1, on: {urgent: [{work: 10ms}], other: [{work: 10ms}]}, order: )" +
                              order + R"(}
run: {duration: 200s, warm_up: 20s}
)");
  return {outcome.mean_ms("urgent"), outcome.mean_ms("other")};
}

TEST(Cores, ServeTheUrgentFirst) {
  // Cobham: W = R / ((1 - s1) (1 - s1 - s2)), R = 0.9 * 5 ms, s1 = 0.18, s2 = 0.72.
  const auto [urgent, other] = mean_ms_of_two("priority");
  EXPECT_NEAR(urgent, 10.5 + 4.5 / 0.82, 0.8);
  EXPECT_NEAR(other, 10.5 + 4.5 / (0.82 * 0.1), 14);
  // Preemptive resume: the urgent see nobody else: R1 = 0.18 * 5 ms.
  const auto [first, second] = mean_ms_of_two("preemptive");
  EXPECT_NEAR(first, 10.5 + 0.9 / 0.82, 0.2);
  EXPECT_NEAR(second, 0.5 + 10 / 0.82 + 4.5 / (0.82 * 0.1), 14);
}

TEST(Cores, TheShortestComesFirst) {
  const auto mean_ms = [](const std::string& order) {
    return run(R"(
components:
  users: {kind: clients, arrivals: {poisson: 80/s}, calls: api.get, timeout: 100s}
  api: {kind: service, cores: 1, on: {get: [{work: {exponential: 10ms}}]}, order: )" +
               order + "}\nrun: {duration: 300s, warm_up: 20s}\n")
        .mean_ms("get");
  };
  // M/M/1: 10 / (1 - 0.8) = 50 ms both ways; the shortest first does better than either.
  const double fifo = mean_ms("fifo");
  EXPECT_NEAR(fifo, 50.5, 7);
  EXPECT_NEAR(mean_ms("processor_sharing"), 50.5, 7);
  EXPECT_LT(mean_ms("shortest_remaining"), 0.7 * fifo);
}

TEST(Cores, MistakesAreToldWithTheirPlaces) {
  const auto mistakes = [](const std::string& keys) {
    return mistakes_in("components:\n  api: {kind: service, on: {get: [{work: 1ms}]}, " + keys +
                       "}\n");
  };
  EXPECT_THAT(mistakes("cores_max: 2"), HasSubstr("there are more cores than that"));
  EXPECT_THAT(mistakes("order: preemptive, cores_max: 8"), HasSubstr("keeps the number of cores"));
  EXPECT_THAT(mistakes("order: processor_sharing, overflow: drop_oldest"),
              HasSubstr("in this order nobody is dropped"));
  EXPECT_THAT(mistakes("order: fifi"), HasSubstr("did you mean \"fifo\"?"));
}

/// Forty requests, each of which needs a connection for 10 ms.
Outcome connect(const std::string& keys) {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 1k/s}, calls: api.get, timeout: 9s}
  api: {kind: service, on: {get: [{call: db.get, timeout: 5s, connections: )" +
             keys + R"(}]}}
  db: {kind: service, cores: 1000, on: {get: [{wait: 9.5ms}]}}
run: {duration: 3.0005s}
timeline: [{at: 0.0405s, set: users.rate_factor, to: 0}]
)");
}

TEST(Connections, ALineFormsForThem) {
  EXPECT_NEAR(connect("{max: 100}").max_ms("get"), 0.5 + 10, 0.1);
  EXPECT_NEAR(connect("{max: 2}").max_ms("get"), 0.5 + 20 * 10 - 38, 0.1);
  EXPECT_NEAR(connect("{max: 1}").max_ms("get"), 0.5 + 40 * 10 - 39, 0.1);
}

TEST(Connections, OneMoreTakesTimeToOpen) {
  EXPECT_NEAR(connect("{max: 100, open: 3ms}").min_ms("get"), 0.5 + 13, 0.1);
  EXPECT_NEAR(connect("{max: 100, min: 1, open: 3ms}").min_ms("get"), 0.5 + 10, 0.1);
  // One is enough for a while: it is handed from one to the next, never opened again.
  EXPECT_NEAR(connect("{max: 1, open: 3ms}").max_ms("get"), 0.5 + 3 + 40 * 10 - 39, 0.1);
}

TEST(Connections, TheWaitForOneTimesOut) {
  const Outcome outcome = connect("{max: 1, timeout: 35ms}");
  EXPECT_GT(outcome.failed("get", "time_out"), 25);
  EXPECT_EQ(outcome.completed("get") + outcome.failed("get"), 40);
  EXPECT_LE(outcome.max_ms("get"), 0.5 + 35 + 10 + 0.1);
}

TEST(Connections, MistakesAreToldWithTheirPlaces) {
  EXPECT_THAT(mistakes_in("components:\n  users: {kind: clients, arrivals: {constant: 1/s}, calls: "
                          "m.notify, connections: {min: 3, max: 2}}\n  m: {kind: mobile_push}\n"),
              HasSubstr("test.yaml:4:"));
}

}  // namespace
}  // namespace napkin::components
