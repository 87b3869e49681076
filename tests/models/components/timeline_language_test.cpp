#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

/// A request every 100 ms to a service of two instances, while something happens.
Outcome during(const std::string& timeline, const std::string& duration = "10.05s") {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.get, timeout: 500ms}
  api: {kind: service, replicas: 2, eject_for: 0s, on: {get: [{wait: 1ms}]}}
run: {duration: )" +
             duration + "}\ntimeline: " + timeline + "\n");
}

std::string mistakes_of(const std::string& entry) {
  return mistakes_in(R"(
regions: {east: {}, west: {}}
components:
  users: {kind: clients, region: east, arrivals: {constant: 10/s}, calls: api.get}
  api: {kind: service, region: east, on: {get: [{wait: 1ms}]}}
timeline: [)" + entry +
                     "]\n");
}

double failed_share(const Outcome& outcome, Time since, Time until) {
  const OperationResult& get = outcome.operation("get");
  const auto failed = static_cast<double>(get.failures.total(since, until));
  return failed / (failed + static_cast<double>(get.completions.total(since, until)));
}

TEST(TimelineLanguage, AnEntryHappensAgainAndAgain) {
  // One of two instances is down for the second half of each of three seconds.
  const Outcome outcome =
      during("[{at: 1.5s, every: 1s, until: 4s, kill: \"api[0]\", for: 500ms}]");
  EXPECT_NEAR(static_cast<double>(outcome.failed("get", "refused")), 3 * 5 / 2.0, 1.5);
  ASSERT_EQ(outcome.result.timeline.size(), 3);
  EXPECT_EQ(outcome.result.timeline[2].since, 3500ms);
  EXPECT_EQ(outcome.result.timeline[2].until, Duration(4s));
}

TEST(TimelineLanguage, FailuresAtRandomMakeTheAvailabilityOfTheTextbooks) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {poisson: 5/s}, calls: api.get}
  api: {kind: service, eject_for: 0s, on: {get: [{wait: 1ms}]}}
run: {duration: 20000s, trace: false}
timeline: [{mtbf: {exponential: 20s}, mttr: {exponential: 5s}, kill: api}]
)");
  // MTBF / (MTBF + MTTR) = 0.8. Over T the up time of such a process varies with
  // 2 a b / ((a + b)^3 T), a = 1/20s and b = 1/5s: a standard deviation of 0.8%; three of them.
  EXPECT_NEAR(1 - failed_share(outcome, 0s, 20000s), 0.8, 0.024);
}

TEST(TimelineLanguage, EachOfSeveralHostsFailsOnItsOwn) {
  // Whoever finds one of the two down tries the other: both are down 20% of 20% of the time. As
  // above, with half the time between changes and 4% instead of 20%: 0.3%; three of them.
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {poisson: 5/s}, calls: api.get,
          retry: {backoff: immediate, retries: 1}}
  api: {kind: service, replicas: 2, eject_for: 0s, on: {get: [{wait: 1ms}]}}
run: {duration: 20000s, trace: false}
timeline: [{mtbf: {exponential: 20s}, mttr: {exponential: 5s}, kill: "api[*]"}]
)");
  EXPECT_NEAR(failed_share(outcome, 0s, 20000s), 0.04, 0.009);
  EXPECT_EQ(outcome.result.timeline.size(), 200);  // of each host the first hundred are told
}

TEST(TimelineLanguage, RandomTimesBelongToTheirEntry) {
  // Another entry before it does not shift them... only its place in the list names its stream.
  const std::string failures = "{mtbf: {exponential: 2s}, for: 500ms, kill: \"api[0]\"}";
  const Outcome alone = during("[" + failures + "]");
  const Outcome with = during("[" + failures + ", {at: 1s, slow: \"api[1]\", speed: 50%}]");
  ASSERT_FALSE(alone.result.timeline.empty());
  EXPECT_EQ(alone.result.timeline[0].since, with.result.timeline[0].since);
}

TEST(TimelineLanguage, ANetworkCardLosesMessages) {
  // A fifth of the requests to one of two instances is lost, and a fifth of its replies: 1 - 0.8^2
  // of half of them. 200 requests, a standard deviation of 2.7%; three of them.
  const Outcome outcome =
      during("[{at: 10s, degrade: [\"api[0]\"], loss: 20%, for: 20s}]", "40.05s");
  EXPECT_EQ(failed_share(outcome, 0s, 10s), 0);
  EXPECT_NEAR(failed_share(outcome, 10s, 30s), 0.18, 0.08);
  EXPECT_EQ(failed_share(outcome, 31s, 40s), 0);
}

TEST(TimelineLanguage, ALineBetweenRegionsGetsWorseAndRecovers) {
  const Outcome outcome = run(R"(
regions: {east: {}, west: {}}
links: [{between: [east, west], latency: 20ms}]
components:
  users: {kind: clients, region: east, arrivals: {constant: 10/s}, calls: api.get, bytes: 1MB}
  api: {kind: service, region: west, on: {get: [{wait: 1ms}]}}
run: {duration: 30.05s}
timeline:
  - {at: 5s, degrade: [east, west], latency: 50ms, for: 15s}
  - {at: 10s, degrade: [east, west], bandwidth: 80Mbps, one_way: true, for: 5s}
)");
  const auto mean_ms = [&outcome](Time since, Time until) {
    return outcome.operation("get").latencies.total(since, until).mean() / 1e6;
  };
  EXPECT_NEAR(mean_ms(1s, 5s), 40 + 1, 2);
  EXPECT_NEAR(mean_ms(6s, 10s), 100 + 1, 2);
  EXPECT_NEAR(mean_ms(11s, 15s), 100 + 1 + 100, 4);  // 1 MB at 80 Mbps: 100 ms
  EXPECT_NEAR(mean_ms(16s, 20s), 100 + 1, 2);
  EXPECT_NEAR(mean_ms(21s, 30s), 40 + 1, 2);
}

TEST(TimelineLanguage, SettingsChangeAndGoBack) {
  const Outcome outcome = during("[{at: 2.05s, set: users.rate, to: 50/s, for: 3s}]");
  EXPECT_NEAR(static_cast<double>(outcome.completed("get")), 7 * 10 + 3 * 50, 3);
  const Outcome cores = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 20/s}, calls: api.get, timeout: 30s}
  api: {kind: service, cores: 1, on: {get: [{work: 100ms}]}}
run: {duration: 10.05s}
timeline: [{at: 5.05s, set: api.cores, to: 4}]
)");
  // Ten a second with one core; then the fifty that wait, and twenty a second.
  EXPECT_NEAR(static_cast<double>(cores.completed("get")), 200, 4);
}

TEST(TimelineLanguage, APopulationGrowsAndShrinks) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, population: 2, think: 99ms, calls: api.get}
  api: {kind: service, cores: 100, on: {get: [{wait: 500us}]}}
run: {duration: 30s}
timeline: [{at: 10s, set: users.population, to: 20, for: 10s}]
)");
  // A round takes 100 ms.
  EXPECT_NEAR(static_cast<double>(outcome.completed("get")), 20 * 10 * 2 + 10 * 10 * 20, 60);
}

TEST(TimelineLanguage, ReplicasJoinAndLeave) {
  const std::string scenario = R"(
components:
  users: {kind: clients, arrivals: {constant: 90/s}, calls: TARGET.get, timeout: 60s}
  front: {kind: balancer, to: [api.get], timeout: 60s}
  api: {kind: service, cores: 1, replicas: 2, on: {get: [{work: 20ms}]}}
run: {duration: 60s}
timeline:
  - {at: 10s, add: {to: api, replicas: 2}}
  - {at: 40s, remove: {from: api, replicas: 3}}
)";
  for (const char* const target : {"api", "front"}) {
    std::string text = scenario;
    text.replace(text.find("TARGET"), 6, target);
    const Outcome outcome = run(text);
    // Each serves 50/s: all of 90/s at first, nearly; 50/s with one replica only.
    EXPECT_NEAR(static_cast<double>(outcome.arrived_at("api[3]", "get")), 30 * 22.5, 12) << target;
    EXPECT_NEAR(static_cast<double>(outcome.completed("get")), 40 * 90 + 20 * 50, 30) << target;
    EXPECT_EQ(outcome.failed("get"), 0) << target;  // who leaves ends what it is at
  }
}

TEST(TimelineLanguage, NodesOfAStoreJoinAndLeaveWithTheirKeys) {
  const std::string scenario = R"(
components:
  writers:
    kind: clients
    arrivals: {constant: 1k/s}
    calls: kv.put
    key: {uniform: {low: 0, high: 1000}}
  readers:
    kind: clients
    arrivals: {constant: 0/s}
    calls: api.get
    key: {uniform: {low: 0, high: 1000}}
  api: {kind: service, on: {get: [{call: kv.get, not_found: [{fail: unavailable}]}]}}
  kv: {kind: key_value, nodes: NODES}
run: {duration: 40s}
timeline:
  - {at: 10s, set: readers.rate, to: 500/s}
  - {at: 15s, CHANGE}
)";
  const auto changed = [&scenario](const std::string& nodes, const std::string& change) {
    std::string text = scenario;
    text.replace(text.find("NODES"), 5, nodes);
    return run(text.replace(text.find("CHANGE"), 6, change));
  };
  const auto moved = [](const Outcome& outcome) {
    double sum = 0;
    for (const InstanceResult& node : outcome.component("kv").instances) {
      sum += outcome.value(node.address, "moved");
    }
    return sum;
  };
  const Outcome joined = changed("4", "add: {to: kv, nodes: 2}");
  EXPECT_EQ(joined.failed("get"), 0);  // every key is found, before, meanwhile and afterwards
  EXPECT_EQ(joined.value("lost(kv)"), 0);
  EXPECT_EQ(joined.component("kv").layout, "6 nodes");
  EXPECT_GT(joined.arrived_at("kv[5]", "get"), 500);
  // Two of six nodes: a third of the three copies of 1,000 keys is new, each told by three homes.
  EXPECT_NEAR(moved(joined), 1000 * 3, 900);

  const Outcome left = changed("6", "remove: {from: kv, nodes: 2}");
  EXPECT_EQ(left.failed("get"), 0);
  EXPECT_EQ(left.value("lost(kv)"), 0);
  EXPECT_EQ(left.component("kv").layout, "4 nodes");
  EXPECT_NEAR(moved(left), 1000 * 3, 900);
}

TEST(TimelineLanguage, MistakesAreToldWithTheirPlaces) {
  EXPECT_THAT(mistakes_of("{kill: api}"), HasSubstr("when it happens is not said"));
  EXPECT_THAT(mistakes_of("{at: 1s, mtbf: 2s, kill: api}"), HasSubstr("give one of at, every"));
  EXPECT_THAT(mistakes_of("{every: 1s, for: 1s, kill: api}"), HasSubstr("begin again"));
  EXPECT_THAT(mistakes_of("{at: 1s, until: 2s, kill: api}"), HasSubstr("until goes with every"));
  EXPECT_THAT(mistakes_of("{at: 1s, set: api.replicas, to: 4}"),
              HasSubstr("\"replicas\" of api (service) cannot change"));
  EXPECT_THAT(mistakes_of("{at: 1s, set: users.rat, to: 4/s}"),
              HasSubstr("did you mean \"rate\"?"));
  EXPECT_THAT(mistakes_of("{at: 1s, set: users.rate, to: 4}"), HasSubstr("4/s"));
  EXPECT_THAT(mistakes_of("{at: 1s, degrade: [east, west]}"),
              HasSubstr("what changes is not said"));
  EXPECT_THAT(mistakes_of("{at: 1s, degrade: [east, api], loss: 1%}"),
              HasSubstr("from one region to another"));
  EXPECT_THAT(mistakes_of("{at: 1s, kill: api, loss: 1%}"), HasSubstr("go with degrade"));
  EXPECT_THAT(mistakes_of("{at: 1s, add: {to: users, replicas: 2}}"),
              HasSubstr("a clients keeps the size"));
  EXPECT_THAT(mistakes_of("{at: 1s, add: {to: api, nodes: 2}}"), HasSubstr("write replicas"));
  EXPECT_THAT(mistakes_of("{at: 1s, add: {to: apj, replicas: 2}}"),
              HasSubstr("there is no component \"apj\""));
}

}  // namespace
}  // namespace napkin::components
