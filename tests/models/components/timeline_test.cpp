#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

/// A request every 100 ms to a service of two instances, while something happens.
Outcome during(const std::string& timeline) {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.get, timeout: 500ms}
  api: {kind: service, eject_for: 0s, on: {get: [{work: 1ms}, {call: kv.get}]}}
  kv: {kind: key_value, nodes: 1, n: 1, r: 1, w: 1, read: 1ms}
run: {duration: 10.05s}
timeline: )" +
             timeline + "\n");
}

std::int64_t failed_between(const Outcome& outcome, Time since, Time until) {
  return outcome.operation("get").failures.total(since, until);
}

TEST(Timeline, KillsAndBringsBack) {
  const Outcome outcome = during("[{at: 3.05s, kill: \"api[0]\", for: 2s}]");
  EXPECT_EQ(outcome.failed("get", "refused"), 20);
  EXPECT_EQ(outcome.result.timeline.at(0).text, "kill api[0]");
  EXPECT_EQ(outcome.result.timeline.at(0).since, 3050ms);
  EXPECT_EQ(outcome.result.timeline.at(0).until, Duration(5050ms));
}

TEST(Timeline, WithoutPowerNobodyRefuses) {
  EXPECT_EQ(during("[{at: 3.05s, kill: \"api[0]\", for: 2s, power_fails: true}]")
                .failed("get", "time_out"),
            20);
}

TEST(Timeline, Restarts) {
  EXPECT_EQ(during("[{at: 3.05s, kill: \"api[0]\"}, {at: 4.05s, restart: \"api[0]\"}]")
                .failed("get", "refused"),
            10);
}

TEST(Timeline, PausesAndResumes) {
  // Requests wait for the instance; those of the last half second are answered in time.
  for (const char* const timeline :
       {"[{at: 3.05s, pause: \"api[0]\", for: 2s}]",
        "[{at: 3.05s, pause: \"api[0]\"}, {at: 5.05s, resume: \"api[0]\"}]"}) {
    const Outcome outcome = during(timeline);
    EXPECT_EQ(outcome.failed("get", "time_out"), 15) << timeline;
    EXPECT_NEAR(outcome.max_ms("get"), 450 + 3 + 3, 3) << timeline;  // behind those that gave up
  }
}

TEST(Timeline, SlowsHostsDown) {
  const Outcome outcome = during("[{at: 3.05s, slow: \"api[0]\", speed: 1%, for: 2s}]");
  EXPECT_NEAR(outcome.max_ms("get"), 100 + 1 + 1, 0.2);
  EXPECT_NEAR(outcome.min_ms("get"), 1 + 1 + 1.02, 0.01);
}

TEST(Timeline, SlowsLinksDown) {
  // Both ways, and between the instance and the store both ways again.
  const Outcome outcome = during("[{at: 3.05s, slow_link: \"api[0]\", by: 20ms, for: 2s}]");
  EXPECT_NEAR(outcome.max_ms("get"), 3 + 4 * 20, 0.1);
  EXPECT_EQ(outcome.failed("get"), 0);
}

TEST(Timeline, PartitionsAndHeals) {
  for (const char* const timeline : {"[{at: 3.05s, partition: [api, kv], for: 2s}]",
                                     "[{at: 3.05s, partition: [kv, api], for: 2s, one_way: true}]",
                                     "[{at: 3.05s, isolate: kv, for: 2s}]",
                                     "[{at: 3.05s, isolate: kv}, {at: 5.05s, heal: true}]"}) {
    const Outcome outcome = during(timeline);
    EXPECT_EQ(outcome.failed("get", "time_out"), 20) << timeline;
    EXPECT_EQ(failed_between(outcome, 6s, 10s), 0) << timeline;
  }
}

TEST(Timeline, CutsRegionsApart) {
  const Outcome outcome = run(R"(
regions: {east: {}, west: {}}
links: [{between: [east, west], latency: 40ms}]
components:
  users: {kind: clients, region: west, arrivals: {constant: 10/s}, calls: api.get, timeout: 500ms}
  api: {kind: service, region: east, replicas: 2, balance: least_connections,
        on: {get: [{work: 1ms}]}}
run: {duration: 10.05s}
timeline: [{at: 3.05s, partition: [west, east], for: 2s}]
)");
  EXPECT_EQ(outcome.failed("get", "time_out"), 20);
  EXPECT_NEAR(outcome.mean_ms("get"), 81, 0.1);
  EXPECT_GT(outcome.arrived_at("api[0]", "get"), 20);
  EXPECT_GT(outcome.arrived_at("api[1]", "get"), 20);
}

TEST(Timeline, SaysWhatItCouldNotDo) {
  const Outcome outcome = during("[{at: 3s, kill: \"api[7]\"}]");
  EXPECT_EQ(outcome.result.timeline.at(0).text, "kill api[7] (there is no such host)");
}

TEST(Timeline, SaysNothingOfWhatWouldHaveComeAfterTheEnd) {
  const Outcome outcome =
      during("[{at: 9s, kill: \"api[0]\", for: 5s}, {at: 11s, kill: \"api[1]\", for: 1s}]");
  ASSERT_EQ(outcome.result.timeline.size(), 1);
  EXPECT_EQ(outcome.result.timeline[0].text, "kill api[0]");
}

TEST(Timeline, MistakesAreToldWithTheirPlaces) {
  const auto mistakes = [](const std::string& entry) {
    return mistakes_in(
        "components:\n  api: {kind: service, on: {get: [{work: 1ms}]}}\n"
        "timeline:\n  - " +
        entry + "\n");
  };
  EXPECT_THAT(mistakes("{at: 1s, kill: apu}"), HasSubstr("there is no \"apu\" to do this to"));
  EXPECT_THAT(mistakes("{at: 1s}"), HasSubstr("does one thing"));
  EXPECT_THAT(mistakes("{at: 1s, slow: api}"), HasSubstr("how slow is not said"));
  EXPECT_THAT(mistakes("{at: 1s, slow_link: api}"), HasSubstr("by how much is not said"));
  EXPECT_THAT(mistakes("{at: 1s, partition: [api]}"), HasSubstr("has two sides"));
  EXPECT_THAT(mistakes("{at: 1s, set: users.rate_factor, to: 2}"),
              HasSubstr("test.yaml:6:19: error: there is no component \"users\""));
  EXPECT_THAT(mistakes("{at: 1s, set: api, to: 2}"), HasSubstr("is no setting of a component"));
  EXPECT_THAT(mistakes("{at: 1s, kil: api}"), HasSubstr("did you mean \"kill\"?"));
}

/// The verdict over one expectation of a run where a fifth of the requests fail.
ExpectationResult judged(const std::string& expectation) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.get, users: 100}
  api: {kind: service, eject_for: 0s, on: {get: [{call: cache.get}]}}
  cache: {kind: cache}
run: {duration: 10.05s}
timeline: [{at: 2.05s, kill: "api[0]", for: 2s}]
expect: ["failed(get) == 20", ")" +
                              expectation + R"("]
)");
  EXPECT_EQ(outcome.result.expectations.at(0).verdict, Verdict::kMet);
  return outcome.result.expectations.at(1);
}

TEST(Expectations, AreMet) {
  EXPECT_EQ(judged("error_rate(get) < 21%").verdict, Verdict::kMet);
  EXPECT_EQ(judged("error_rate(get, 5s..9s) == 0%").verdict, Verdict::kMet);
  EXPECT_EQ(judged("p99(get) < 2ms").verdict, Verdict::kMet);
  EXPECT_EQ(judged("hit_ratio(cache) == 0%").verdict, Verdict::kMet);
}

TEST(Expectations, AreMissed) {
  const ExpectationResult result = judged("error_rate(get) < 19%");
  EXPECT_EQ(result.verdict, Verdict::kMissed);
  EXPECT_EQ(result.value, 0.2);
  EXPECT_EQ(result.position.line, 10);
  EXPECT_EQ(judged("p50(get) < 1ms").verdict, Verdict::kMissed);
}

TEST(Expectations, AreInconclusiveWithoutSamples) {
  EXPECT_EQ(judged("p99(put) < 1s").verdict, Verdict::kInconclusive);
  EXPECT_EQ(judged("p99(get, 11s..12s) < 1s").reason, "no samples");
}

/// Equal but for what the run as a whole counts.
void expect_equal_parts(const Outcome& one, const Outcome& other) {
  EXPECT_EQ(one.result.operations, other.result.operations);
  EXPECT_EQ(one.result.traces, other.result.traces);
  for (const ComponentResult& component : one.result.components) {
    EXPECT_EQ(component, other.component(component.name)) << component.name;
  }
}

TEST(Components, ThatNobodyCallsChangeNoNumberOfOthers) {
  const std::string scenario = R"(
run: {duration: 10s, seed: 7}
timeline: [{at: 4s, kill: "db.shard[0].primary", for: 2s}]
components:
  users: {kind: clients, arrivals: {poisson: 200/s}, calls: api.get, users: 1000}
  api: {kind: service, replicas: 3, balance: random, on: {get: [{work: {exponential: 1ms}},
    {call: cache.get, not_found: [{call: db.read}, {call: cache.put}]}, {call: kv.put}]}}
  cache: {kind: cache, replicas: 2, capacity: 300}
  kv: {kind: key_value, nodes: 5}
  db: {kind: sql, replicas: 2, replication: semi_sync}
)";
  const std::string more = R"(
  mail: {kind: queue, consumers: [{call: api.get}]}
  second: {kind: key_value, nodes: 4}
  third: {kind: sql, shards: 3}
  push: {kind: push_service, users: 100, connected: 50, deliver: users.deliver}
  channels: {kind: channel_service, push: push.push, channels: 10}
  mobile: {kind: mobile_push}
)";
  expect_equal_parts(run(scenario), run(scenario + more));
}

TEST(Components, SameSeedSameResult) {
  const std::string scenario = R"(
components:
  users: {kind: clients, arrivals: {poisson: 200/s}, calls: api.get, users: 1000}
  api: {kind: service, replicas: 3, balance: random, on: {get: [{work: {exponential: 1ms}}]}}
run: {duration: 5s}
)";
  EXPECT_EQ(run(scenario, 1).result, run(scenario, 1).result);
  EXPECT_NE(run(scenario, 1).result.fingerprint, run(scenario, 2).result.fingerprint);
}

}  // namespace
}  // namespace napkin::components
