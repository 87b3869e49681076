#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

TEST(Service, AnswersAfterTheWayThereTheWorkAndTheWayBack) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.send}
  api: {kind: service, on: {send: [{work: 1ms}]}}
run: {duration: 10s}
)");
  EXPECT_EQ(outcome.completed("send"), 99);  // at 0.1s, 0.2s ...; that of 10.0s is under way
  EXPECT_EQ(outcome.operation("send").tally.in_flight, 1);
  EXPECT_NEAR(outcome.min_ms("send"), 0.25 + 1 + 0.25, 0.002);
  EXPECT_NEAR(outcome.max_ms("send"), 0.25 + 1 + 0.25, 0.002);
}

TEST(Service, ReportsHowBusyItsCoresWere) {
  // 100 requests a second of 20 ms on 4 cores.
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: api.send}
  api: {kind: service, cores: 4, on: {send: [{work: 20ms}]}}
run: {duration: 10s}
)");
  EXPECT_NEAR(outcome.instance("api[0]").resources.at(0).utilisation, 0.5, 0.005);
  EXPECT_EQ(outcome.instance("api[0]").resources.at(0).capacity, 4);
}

TEST(Service, TurnsAwayWhatItsQueueHasNoRoomFor) {
  // Each second a request of 1 s is served, one waits, the others are turned away.
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.send, timeout: 5s}
  api: {kind: service, cores: 1, queue: 1, on: {send: [{work: 1s}]}}
run: {duration: 10s}
)");
  EXPECT_EQ(outcome.completed("send"), 9);  // ends at 1.1s, 2.1s ... 9.1s
  EXPECT_EQ(outcome.failed("send", "overloaded"), 99 - 9 - 2);
  EXPECT_EQ(outcome.instance("api[0]").resources.at(0).queue_maximum, 1);
}

TEST(Service, AdmitsNoMoreRequestsThanItsLimit) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: api.send, timeout: 5s}
  api: {kind: service, cores: 100, requests: 10, on: {send: [{wait: 1s}]}}
run: {duration: 2s}
)");
  EXPECT_EQ(outcome.completed("send"), 10);
  EXPECT_GT(outcome.failed("send", "overloaded"), 100);
}

TEST(Service, ACrashResetsWhatIsUnderWayAndRefusesTheRestUntilItIsBack) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.send, timeout: 5s}
  api: {kind: service, eject_for: 0s, on: {send: [{work: 50ms}]}}
run: {duration: 10s}
timeline: [{at: 5.02s, kill: "api[0]", for: 1s}]
)");
  EXPECT_EQ(outcome.failed("send", "reset"), 1);     // that of 5.0s
  EXPECT_EQ(outcome.failed("send", "refused"), 10);  // 5.1s to 6.0s
  EXPECT_EQ(outcome.completed("send"), 99 - 11);
}

TEST(Service, AnInstanceThatDiedIsPassedOver) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: api.send}
  api: {kind: service, replicas: 2, on: {send: [{work: 1ms}]}}
run: {duration: 10s}
timeline: [{at: 4.999s, kill: "api[1]"}]
)");
  // Once a second it is tried again, as a health check would.
  EXPECT_LE(outcome.failed("send"), 5);
  EXPECT_GE(outcome.failed("send"), 4);
}

TEST(Service, ADeadDatabaseDoesNotMakeItLookDead) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, requests: [
    {call: api.read, share: 50%}, {call: api.ping, share: 50%}]}
  api: {kind: service, on: {read: [{call: db.read}], ping: [{work: 1ms}]}}
  db: {kind: sql}
run: {duration: 10s}
timeline: [{at: 1s, kill: "db"}]
)");
  EXPECT_EQ(outcome.failed("ping"), 0);
  EXPECT_GT(outcome.failed("read", "unavailable"), 300);
}

std::string balanced_by(const std::string& policy, const std::string& key) {
  return R"(
components:
  users: {kind: clients, arrivals: {constant: 1k/s}, calls: api.send, users: 100, key: )" +
         key + R"(}
  api: {kind: service, replicas: 4, balance: )" +
         policy + R"(, on: {send: [{work: 100us}]}}
run: {duration: 2s}
)";
}

TEST(Service, BalancesInTurn) {
  const Outcome outcome = run(balanced_by("round_robin", "1"));
  for (const char* const address : {"api[0]", "api[1]", "api[2]", "api[3]"}) {
    EXPECT_NEAR(static_cast<double>(outcome.arrived_at(address, "send")), 500, 1) << address;
  }
}

TEST(Service, BalancesByUserWhateverTheKey) {
  const Outcome outcome = run(balanced_by("ip_hash", "1"));
  for (const char* const address : {"api[0]", "api[1]", "api[2]", "api[3]"}) {
    EXPECT_GT(outcome.arrived_at(address, "send"), 100) << address;
  }
}

TEST(Service, BalancesByKeyWhoeverAsks) {
  const Outcome outcome = run(balanced_by("url_hash", "1"));
  int used = 0;
  for (const char* const address : {"api[0]", "api[1]", "api[2]", "api[3]"}) {
    used += outcome.arrived_at(address, "send") > 0 ? 1 : 0;
  }
  EXPECT_EQ(used, 1);
}

TEST(Service, MessagesWithoutReplyDoNotCountAsConnections) {
  // With least_connections an instance that got a message would else be avoided for ever.
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: front.send}
  front: {kind: service, on: {send: [{publish: api.note}, {publish: api.note}, {call: api.send}]}}
  api: {kind: service, replicas: 2, balance: least_connections,
        on: {send: [{work: 1ms}], note: [{work: 1ms}]}}
run: {duration: 10s}
)");
  EXPECT_GT(outcome.arrived_at("api[0]", "send"), 300);
  EXPECT_GT(outcome.arrived_at("api[1]", "send"), 300);
}

TEST(Balancer, PassesRequestsOnAndRepliesBack) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: front.send}
  front: {kind: balancer, to: [api.send], cost: 100us}
  api: {kind: service, replicas: 3, on: {send: [{work: 1ms}]}}
run: {duration: 10s}
)");
  EXPECT_EQ(outcome.completed("send"), 99);
  EXPECT_NEAR(outcome.mean_ms("send"), 0.1 + 1 + 4 * 0.25, 0.003);
  EXPECT_EQ(outcome.arrived_at("api[0]", "send"), 33);
}

TEST(Balancer, SaysUnavailableForADeadInstanceAndPassesItOver) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: front.send}
  front: {kind: balancer, to: [api.send], eject_for: 20s}
  api: {kind: service, replicas: 3, on: {send: [{work: 1ms}]}}
run: {duration: 10s}
timeline: [{at: 5s, kill: "api[1]"}]
)");
  EXPECT_EQ(outcome.failed("send", "unavailable"), outcome.failed("send"));
  EXPECT_LE(outcome.failed("send"), 2);
  EXPECT_GE(outcome.failed("send"), 1);
}

// Whatever the machine balances by, a row is on one shard, and only its primary takes writes.
TEST(Balancer, LeavesTheChoiceToWhoPlacesRequestsByKey) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: front.write, users: 1}
  front: {kind: balancer, to: [db.write], balance: random}
  db: {kind: sql, shards: 4, replicas: 2, write: 1ms}
run: {duration: 5.005s}
)");
  EXPECT_EQ(outcome.completed("write"), 500);
  int written_to = 0;
  for (const InstanceResult& instance : outcome.component("db").instances) {
    written_to += outcome.arrived_at(instance.address, "write") > 0 ? 1 : 0;
  }
  EXPECT_EQ(written_to, 1);
}

TEST(Balancer, FindsWhatACacheHoldsWhereItWasPut) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: api.get, users: 100}
  api: {kind: service, on: {get: [{call: front.put},
                                  {call: front.get, not_found: [{fail: overloaded}]}]}}
  front: {kind: balancer, to: [cache.get, cache.put], replicas: 2}
  cache: {kind: cache, replicas: 5, capacity: 1k}
run: {duration: 5.005s}
)");
  EXPECT_EQ(outcome.completed("get"), 500);
}

TEST(Balancer, StandsBeforeOneComponent) {
  const std::string mistakes = mistakes_in(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: front.send}
  front: {kind: balancer, to: [api.send, other.get]}
  api: {kind: service, on: {send: [{work: 1ms}]}}
  other: {kind: service, on: {get: [{work: 1ms}]}}
)");
  EXPECT_THAT(mistakes, HasSubstr("test.yaml:6:31: error: a balancer stands before one component"));
}

TEST(Service, TellsAllMistakesWithTheirPlaces) {
  const std::string mistakes = mistakes_in(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.sent}
  api: {kind: service, coores: 4, on: {send: [{work: 1ms}]}}
  web: {kind: service, weights: [1], replicas: 2, on: {send: [{work: 1ms, wait: 1ms}]}}
  app: {kind: service}
)");
  EXPECT_THAT(mistakes, HasSubstr("test.yaml:6:24: error: unknown key \"coores\""));
  EXPECT_THAT(mistakes, HasSubstr("did you mean \"cores\"?"));
  EXPECT_THAT(mistakes, HasSubstr("a step does one thing"));
  EXPECT_THAT(mistakes, HasSubstr("\"on\""));
}

TEST(Service, KnowsItsOperations) {
  EXPECT_THAT(mistakes_in(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.sent}
  api: {kind: service, on: {send: [{work: 1ms}]}}
)"),
              HasSubstr("test.yaml:5:61: error: \"api\" (service) has no operation \"sent\""));
}

}  // namespace
}  // namespace napkin::components
