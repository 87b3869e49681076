#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

Outcome users(const std::string& keys,
              const std::string& run_keys = "duration: 20s",
              const std::string& more = "") {
  return run(R"(
components:
  users: {kind: clients, calls: api.get, )" +
             keys + R"(}
  api: {kind: service, cores: 1000, on: {get: [{wait: 1ms}]}}
run: {)" + run_keys +
             "}\n" + more);
}

TEST(Clients, ArriveAtThePoissonRate) {
  // 20,000 expected with a standard deviation of 141; 3.3 of them, a 99.9 % interval.
  const Outcome outcome = users("arrivals: {poisson: 1k/s}");
  EXPECT_NEAR(static_cast<double>(outcome.arrived("get")), 20'000, 466);
}

TEST(Clients, ArriveAfterIntervalsOfALaw) {
  const Outcome outcome = users("arrivals: {every: {uniform: {low: 5ms, high: 15ms}}}");
  EXPECT_NEAR(static_cast<double>(outcome.arrived("get")), 2000, 43);
}

TEST(Clients, FollowACurve) {
  const Outcome outcome = users(
      "arrivals: {curve: [{at: 0s, rate: 0/s}, {at: 10s, rate: 1k/s}, {at: 15s, rate: 0/s}]}");
  const CounterSeries& arrivals = outcome.operation("get").arrivals;
  EXPECT_NEAR(static_cast<double>(arrivals.total(0s, 10s)), 5000, 233);   // 3.3 sigma of 70.7
  EXPECT_NEAR(static_cast<double>(arrivals.total(10s, 15s)), 2500, 165);  // and of 50
  EXPECT_EQ(arrivals.total(15s, 20s), 0);
  EXPECT_NEAR(static_cast<double>(arrivals.total(9s, 10s)), 950, 102);
}

TEST(Clients, FollowSpikes) {
  const Outcome outcome = users(
      "arrivals: {poisson: 100/s, spikes: [{at: 5s, for: 5s, times: 10}, {at: 15s, for: 1000000s, "
      "times: 0}]}");
  const CounterSeries& arrivals = outcome.operation("get").arrivals;
  EXPECT_NEAR(static_cast<double>(arrivals.total(0s, 5s)), 500, 74);
  EXPECT_NEAR(static_cast<double>(arrivals.total(5s, 10s)), 5000, 233);
  EXPECT_EQ(arrivals.total(15s, 20s), 0);
}

TEST(Clients, ComeBackAfterACurveThatTouchesZero) {
  const Outcome outcome = users(
      "arrivals: {curve: [{at: 0s, rate: 0/s}, {at: 5s, rate: 0/s}, {at: 10s, rate: 100/s}]}");
  const CounterSeries& arrivals = outcome.operation("get").arrivals;
  EXPECT_EQ(arrivals.total(0s, 5s), 0);
  EXPECT_NEAR(static_cast<double>(arrivals.total(5s, 10s)), 250, 52);
  EXPECT_NEAR(static_cast<double>(arrivals.total(10s, 20s)), 1000, 104);
}

TEST(Clients, OfAClosedLoopAskAgainAfterTheAnswer) {
  // N / (R + Z) = 10 / (1.5 ms + 98.5 ms) = 100 a second.
  const Outcome outcome = users("population: 10, think: 98.5ms");
  EXPECT_NEAR(static_cast<double>(outcome.completed("get")), 2000, 10);
}

TEST(Clients, MeasureFromTheIntendedStart) {
  // One core, 10 ms of work every 5 ms: the request that arrives at t waits for t/2 already done.
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 200/s}, calls: api.get, timeout: 60s}
  api: {kind: service, cores: 1, on: {get: [{work: 10ms}]}}
run: {duration: 10s}
)");
  EXPECT_NEAR(outcome.max_ms("get"), 5000, 50);
}

TEST(Clients, AskForSeveralThingsByTheirShares) {
  const Outcome outcome = run(R"(
components:
  users:
    kind: clients
    arrivals: {constant: 1k/s}
    requests: [{call: api.get, share: 90%}, {call: api.put, share: 10%, as: save}]
  api: {kind: service, on: {get: [{wait: 1ms}], put: [{wait: 2ms}]}}
run: {duration: 10s}
)");
  EXPECT_NEAR(static_cast<double>(outcome.arrived("save")), 1000, 99);  // 3.3 sigma of 30
  EXPECT_EQ(outcome.arrived("get") + outcome.arrived("save"), 10'000);
}

TEST(Clients, HaveALastMile) {
  const Outcome outcome = users("arrivals: {constant: 10/s}, access: 30ms");
  EXPECT_NEAR(outcome.mean_ms("get"), 2 * 30 + 0.5 + 1, 0.1);
}

TEST(Clients, ChangeTheirRateWithTheTimeline) {
  const Outcome outcome = users("arrivals: {poisson: 100/s}",
                                "duration: 20s",
                                "timeline: [{at: 10s, set: users.rate_factor, to: 5}]\n");
  const CounterSeries& arrivals = outcome.operation("get").arrivals;
  EXPECT_NEAR(static_cast<double>(arrivals.total(0s, 10s)), 1000, 104);
  EXPECT_NEAR(static_cast<double>(arrivals.total(10s, 20s)), 5000, 233);
}

TEST(Clients, ForgetTheWarmUp) {
  const Outcome outcome = users("arrivals: {constant: 10/s}", "duration: 20s, warm_up: 10s");
  EXPECT_NEAR(static_cast<double>(outcome.arrived("get")), 100, 1);
}

TEST(Clients, ThatAreCutOffGiveUpWhatTheyAskedForAndComeBack) {
  const Outcome outcome = users("population: 10, think: 10ms",
                                "duration: 10s",
                                "timeline: [{at: 5s, kill: users, for: 1s}]\n");
  EXPECT_LE(outcome.operation("get").tally.dropped, 10);
  EXPECT_EQ(outcome.operation("get").arrivals.total(5s, 6s), 0);
  EXPECT_GT(outcome.operation("get").arrivals.total(6s, 7s), 800);
}

TEST(Clients, AreInNoDataCentre) {
  const Outcome outcome = users("arrivals: {constant: 10/s}",
                                "duration: 10s",
                                "timeline: [{at: 5s, kill: \"region.zone[0]\"}]\n");
  EXPECT_EQ(outcome.arrived("get"), 100);
  EXPECT_EQ(outcome.completed("get"), 49);
}

TEST(Clients, MistakesAreToldWithTheirPlaces) {
  const auto mistakes = [](const std::string& keys) {
    return mistakes_in("components:\n  users: {kind: clients, " + keys +
                       "}\n  api: {kind: service, on: {get: [{work: 1ms}]}}\n");
  };
  EXPECT_THAT(mistakes("calls: api.get"), HasSubstr("give one of arrivals and population"));
  EXPECT_THAT(mistakes("arrivals: {poisson: 1/s}"), HasSubstr("give one of calls and requests"));
  EXPECT_THAT(mistakes("calls: api.get, arrivals: {poisson: 100}"), HasSubstr("test.yaml:4:62:"));
  EXPECT_THAT(mistakes("calls: api.get, arrivals: {poisson: 1/s, constant: 1/s}"),
              HasSubstr("give one of poisson, constant, every, curve"));
  EXPECT_THAT(mistakes("calls: api.get, arrivals: {every: 0s}"), HasSubstr("no time between"));
  EXPECT_THAT(mistakes("calls: api.get, arrivals: {constant: 10000M/s}"),
              HasSubstr("more requests a second"));
  EXPECT_THAT(mistakes("arrivals: {poisson: 1/s}, requests: [{call: api.get, share: 50%}]"),
              HasSubstr("do not add up to 100%"));
}

}  // namespace
}  // namespace napkin::components
