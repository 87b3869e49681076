// Storms and overloads: whatever a scenario makes of itself, its run ends, soon and within its
// budgets, and the result names who is to blame.
#include <ctime>
#include <string>
#include <vector>

#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using ::testing::HasSubstr;

// No time passes on the way: the network is instant, and cards have all the bandwidth there is.
const std::string kInstantNetwork = "regions: {here: {same_zone: {latency: 0s}}}\n";
const std::string kInstant = "cores: 4, bandwidth: 100000Gbps";
// A hundredth of the usual budgets, so that the whole table takes moments.
const std::string kTightRun =
    "run: {duration: 60s, budget: {instant: 20k, pending: 20k, events: 3M, memory: 1GiB}}\n";

struct Trouble {
  std::string name;
  std::string scenario;
  std::string cause;   // in the reason why it ended; empty: it runs to its end
  std::string guilty;  // in the same reason, or the address of an overload
};

std::string service(const std::string& name, const std::string& steps) {
  return "  " + name + ": {kind: service, " + kInstant + ", on: {get: [" + steps + "]}}\n";
}

std::string users(const std::string& how) {
  return "components:\n  users: {kind: clients, " + how + "}\n";
}

// What goes round for ever when chance will have it so, and chance always does.
std::string always(const std::string& step) {
  return "{branch: [{share: 100%, steps: [" + step + "]}]}";
}

const std::string kOne = "arrivals: {constant: 1/s}, calls: a.get";

std::vector<Trouble> storms() {
  return {
      {"TwoServicesCallEachOther",
       kInstantNetwork + users(kOne) + service("a", always("{call: b.get}")) +
           service("b", always("{call: a.get}")) + kTightRun,
       "stopped by",
       "a.get -> b.get -> a.get"},
      {"FourServicesCallInARing",
       kInstantNetwork + users(kOne) + service("a", always("{call: b.get}")) +
           service("b", always("{call: c.get}")) + service("c", always("{call: d.get}")) +
           service("d", always("{call: a.get}")) + kTightRun,
       "stopped by",
       "Going round: "},
      {"MessagesGoBackAndForth",
       kInstantNetwork + users(kOne) + service("a", always("{publish: b.get}")) +
           service("b", always("{publish: a.get}")) + kTightRun,
       "event storm",
       "a.get -> b.get -> a.get"},
      {"MessagesMultiplyAtOneInstant",
       kInstantNetwork + users(kOne) +
           service("a", always("{publish: b.get}") + ", " + always("{publish: b.get}")) +
           service("b", always("{publish: a.get}") + ", " + always("{publish: a.get}")) + kTightRun,
       "stopped by",
       "a.get -> b.get -> a.get"},
      {"MessagesMultiplyInTime",
       users(kOne) + service("a", always("{publish: b.get}") + ", " + always("{publish: b.get}")) +
           service("b", always("{publish: a.get}") + ", " + always("{publish: a.get}")) + kTightRun,
       "pending events",
       "a.get"},
      {"ABalancerAndItsServiceSendEachOtherOn",
       kInstantNetwork + users("arrivals: {constant: 1/s}, calls: front.get") +
           "  front: {kind: balancer, to: [a.get], cost: 0s, " + kInstant + "}\n" +
           service("a", always("{call: front.get}")) + kTightRun,
       "stopped by",
       "front.get"},
      {"ACacheReadsThroughToItsReader",
       kInstantNetwork + users(kOne) + service("a", always("{call: cache.get}")) +
           "  cache: {kind: cache, get: 0s, behind: {call: a.get}, " + kInstant + "}\n" + kTightRun,
       "stopped by",
       "a.get"},
  };
}

std::vector<Trouble> storms_of_users() {
  return {
      {"UsersWithoutPauseAskADeadService",
       users("population: 3, calls: a.get") + service("a", "{work: 1ms}") + kTightRun +
           "timeline: [{at: 1s, kill: a, for: 30s}]\n",
       "event storm",
       "users"},
      {"UsersWithoutPauseAndWorkWithoutCost",
       kInstantNetwork + users("population: 10, calls: a.get") + service("a", "{work: 0s}") +
           kTightRun,
       "event storm",
       "request at a"},
      {"ThinkingTakesNoTime",
       kInstantNetwork + users("population: 10, think: 0s, calls: a.get") +
           service("a", "{work: 0s}") + kTightRun,
       "event storm",
       "request at a"},
      {"AMessageIsDeliveredAgainForEver",
       kInstantNetwork + users("arrivals: {constant: 1/s}, calls: log.publish") +
           "  log: {kind: queue, deliver: 0s, publish: 0s, " + kInstant +
           ", consumers: [{call: a.get, attempts: 1M, retry_delay: 0s}]}\n" +
           service("a", "{fail: unavailable}") + kTightRun,
       "event storm",
       "request at a"},
      {"AMessageOutOfOrderIsDeliveredAgainForEver",
       kInstantNetwork + users("arrivals: {constant: 1/s}, calls: log.publish") +
           "  log: {kind: queue, deliver: 0s, publish: 0s, " + kInstant +
           ", consumers: [{call: a.get, attempts: 1M, retry_delay: 0s, in_order: false}]}\n" +
           service("a", "{fail: unavailable}") + kTightRun,
       "event storm",
       "request at a"},
      {"AMessagePublishesItself",
       kInstantNetwork + users("arrivals: {constant: 1/s}, calls: log.publish") +
           "  log: {kind: queue, deliver: 0s, publish: 0s, " + kInstant +
           ", consumers: [{call: a.get}]}\n" + service("a", always("{call: log.publish}")) +
           kTightRun,
       "event storm",
       "log.publish"},
  };
}

std::vector<Trouble> storms_in_time() {
  return {
      {"ARequestFansOutAndOut",
       users("arrivals: {constant: 1k/s}, calls: a.get") +
           service("a", "{repeat: 1000, steps: [{publish: b.get}]}") +
           service("b", "{wait: 100ms}") + kTightRun,
       "pending events",
       "b"},
      {"RetriesAtOnceMultiplyThroughLayers",
       kInstantNetwork +
           users("arrivals: {constant: 1/s}, calls: a.get, timeout: 1h, retry: "
                 "{backoff: immediate, jitter: none, retries: 1000}") +
           service("a",
                   "{call: b.get, timeout: 1h, retry: {backoff: immediate, jitter: none, retries: "
                   "1000}}") +
           service("b", "{fail: unavailable}") + kTightRun,
       "event storm",
       "request at b"},
      {"RequestsWaitForAnHour",
       users("arrivals: {constant: 10k/s}, calls: a.get, timeout: 2h") +
           service("a", "{wait: 1h}") + kTightRun,
       "pending events",
       "inside a[0]"},
      {"TimeHardlyPasses",
       "regions: {here: {same_zone: {latency: 1ns}}}\n" + users(kOne) +
           service("a", always("{publish: b.get}")) + service("b", always("{publish: a.get}")) +
           "run: {duration: 1y, budget: {instant: 20k}}\n",
       "event storm",
       "a.get -> b.get -> a.get"},
      {"MoreEventsThanTheBudget",
       users("arrivals: {poisson: 100k/s}, calls: a.get") + service("a", "{work: 10us}") +
           "run: {duration: 1h, budget: {events: 100k}}\n",
       "budget of 100k events",
       "--max-events 200k"},
  };
}

std::string overloaded(const std::string& load, const std::string& parts) {
  return users(load) + parts + "run: {duration: 20s}\n";
}

const std::string kSlowService =
    "  a: {kind: service, replicas: 2, cores: 1, on: {get: [{work: {exponential: 10ms}}]}}\n";
const std::string kSlowWorker = "  a: {kind: service, cores: 1, on: {get: [{work: 10ms}]}}\n";

std::vector<Trouble> overloads() {
  return {
      {"AQueueThatTurnsAway",
       overloaded("arrivals: {poisson: 260/s}, calls: a.get", kSlowService),
       "",
       "a["},
      {"AQueueWithoutEnd",
       overloaded("arrivals: {poisson: 130/s}, calls: a.get",
                  "  a: {kind: service, cores: 1, queue: 1G, on: {get: [{work: {exponential: "
                  "10ms}}]}}\n"),
       "",
       "a[0]"},
      {"AQueueOfOne",
       overloaded("arrivals: {poisson: 130/s}, calls: a.get",
                  "  a: {kind: service, cores: 1, queue: 1, on: {get: [{work: 10ms}]}}\n"),
       "",
       "a[0]"},
      {"AHotShard",
       overloaded("arrivals: {poisson: 1k/s}, calls: db.read, key: 7",
                  "  db: {kind: sql, shards: 4, cores: 1, read: {exponential: 2ms}}\n"),
       "",
       "db.shard["},
      {"AKeyValueStore",
       overloaded("arrivals: {poisson: 5k/s}, calls: kv.get",
                  "  kv: {kind: key_value, nodes: 3, cores: 1, read: 1ms}\n"),
       "",
       "kv["},
      {"ACache",
       overloaded("arrivals: {poisson: 2k/s}, calls: c.get",
                  "  c: {kind: cache, cores: 1, get: 1ms}\n"),
       "",
       "c["},
      {"ABalancer",
       overloaded("arrivals: {poisson: 2k/s}, calls: front.get",
                  "  front: {kind: balancer, to: [a.get], cost: 1ms, cores: 1}\n"
                  "  a: {kind: service, replicas: 4, cores: 4, on: {get: [{work: 1us}]}}\n"),
       "",
       "front"},
  };
}

std::vector<Trouble> overloads_of_queues() {
  return {
      {"ConsumersThatCannotKeepUp",
       overloaded("arrivals: {poisson: 200/s}, calls: log.publish",
                  "  log: {kind: queue, consumers: [{call: a.get, workers: 1}]}\n" + kSlowWorker),
       "",
       "log"},
      {"AQueueThatDropsTheOldest",
       overloaded("arrivals: {poisson: 200/s}, calls: log.publish",
                  "  log: {kind: queue, length: 10, when_full: drop_oldest, consumers: [{call: "
                  "a.get, workers: 1}]}\n" +
                      kSlowWorker),
       "",
       "log"},
      {"AQueueThatRefuses",
       overloaded("arrivals: {poisson: 200/s}, calls: log.publish",
                  "  log: {kind: queue, length: 10, consumers: [{call: a.get, workers: 1}]}\n" +
                      kSlowWorker),
       "",
       "log"},
      {"RequestsThatAreNotLetIn",
       overloaded("arrivals: {poisson: 130/s}, calls: a.get",
                  "  a: {kind: service, cores: 1, requests: 10, on: {get: [{work: 10ms}]}}\n"),
       "",
       "a[0]"},
      {"UsersWhoGiveUp",
       overloaded("arrivals: {poisson: 130/s}, calls: a.get, timeout: 100ms", kSlowWorker),
       "",
       "a[0]"},
      {"RetriesThatKeepItDown",
       overloaded("arrivals: {poisson: 90/s}, calls: a.get, timeout: 50ms, retry: {backoff: "
                  "immediate, jitter: none, retries: 5}",
                  "  a: {kind: service, cores: 1, on: {get: [{work: {exponential: 10ms}}]}}\n"),
       "",
       "a[0]"},
      {"OneSlowReplicaOfFour",
       overloaded("arrivals: {poisson: 200/s}, calls: a.get",
                  "  a: {kind: service, replicas: 4, cores: 1, on: {get: [{work: 10ms}]}}\n") +
           "timeline: [{at: 1s, slow: \"a[2]\", speed: 10%}]\n",
       "",
       "a[2]"},
      {"ASpikeThatStays",
       overloaded("arrivals: {poisson: 50/s, spikes: [{at: 8s, for: 1h, times: 3}]}, calls: a.get",
                  kSlowWorker),
       "",
       "a[0]"},
      {"FailOverToHalfTheServers",
       overloaded("arrivals: {poisson: 150/s}, calls: a.get", kSlowService) +
           "timeline: [{at: 5s, kill: \"a[1]\"}]\n",
       "",
       "a[0]"},
  };
}

double seconds_of(std::clock_t ticks) {
  return static_cast<double>(ticks) / CLOCKS_PER_SEC;
}

class Storm : public ::testing::TestWithParam<Trouble> {};

TEST_P(Storm, EndsByItselfAndNamesTheGuilty) {
  const std::clock_t start = std::clock();
  const Outcome outcome = run(GetParam().scenario);
  const double seconds = seconds_of(std::clock() - start);
  EXPECT_FALSE(outcome.result.complete);
  EXPECT_THAT(outcome.result.incomplete_reason, HasSubstr(GetParam().cause));
  EXPECT_THAT(outcome.result.incomplete_reason, HasSubstr(GetParam().guilty));
  // A build with sanitizers on a busy machine included.
  EXPECT_LT(seconds, 20) << outcome.result.incomplete_reason;
}

const auto kNameOf = [](const auto& info) { return info.param.name; };

INSTANTIATE_TEST_SUITE_P(Calls, Storm, ::testing::ValuesIn(storms()), kNameOf);
INSTANTIATE_TEST_SUITE_P(Users, Storm, ::testing::ValuesIn(storms_of_users()), kNameOf);
INSTANTIATE_TEST_SUITE_P(InTime, Storm, ::testing::ValuesIn(storms_in_time()), kNameOf);

class Overloaded : public ::testing::TestWithParam<Trouble> {};

TEST_P(Overloaded, IsDiagnosedWithItsLoad) {
  const Outcome outcome = run(GetParam().scenario);
  EXPECT_TRUE(outcome.result.complete);
  ASSERT_FALSE(outcome.result.overloads.empty());
  const Overload& worst = outcome.result.overloads.front();
  EXPECT_THAT(worst.address, ::testing::StartsWith(GetParam().guilty));
  EXPECT_GT(worst.load, 1);
  EXPECT_GT(worst.queue_growth_per_second + worst.turned_away_per_second, 0);
}

INSTANTIATE_TEST_SUITE_P(Machines, Overloaded, ::testing::ValuesIn(overloads()), kNameOf);
INSTANTIATE_TEST_SUITE_P(Queues, Overloaded, ::testing::ValuesIn(overloads_of_queues()), kNameOf);

TEST(Overloads, LoadIsArrivalsOverCapacity) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {poisson: 130/s}, calls: a.get}
  a: {kind: service, cores: 1, queue: 1G, on: {get: [{work: {exponential: 10ms}}]}}
run: {duration: 200s, warm_up: 20s}
)");
  ASSERT_EQ(outcome.result.overloads.size(), 1U);
  const Overload& overload = outcome.result.overloads.front();
  // 130 a second where 100 can be served. Over the 180 s that are measured, both counts have a
  // standard deviation of less than 1 %; three of both.
  EXPECT_NEAR(overload.load, 1.3, 0.06);
  EXPECT_NEAR(overload.arrivals_per_second, 130, 4);
  EXPECT_NEAR(overload.capacity_per_second, 100, 4);
  EXPECT_NEAR(overload.queue_growth_per_second, 30, 5);
  EXPECT_NEAR(static_cast<double>(overload.waiting), 30 * 200, 900);
  EXPECT_LE(overload.since, 50s);
}

TEST(Overloads, OfManyPartsTheWorstIsNamed) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {poisson: 600/s}, calls: a.get}
  a: {kind: service, replicas: 4, cores: 1, on: {get: [{work: 10ms}]}}
run: {duration: 30s}
)");
  ASSERT_EQ(outcome.result.overloads.size(), 1U);
  EXPECT_EQ(outcome.result.overloads.front().component, "a");
  EXPECT_EQ(outcome.result.overloads.front().alike, 3);
}

TEST(Overloads, ABusySystemThatIsStableIsNoOverload) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {poisson: 95/s}, calls: a.get}
  a: {kind: service, cores: 1, queue: 1G, on: {get: [{work: {exponential: 10ms}}]}}
run: {duration: 300s}
)");
  EXPECT_TRUE(outcome.result.overloads.empty());
}

TEST(Overloads, AClosedLoopIsNoOverloadHoweverBusyItsServer) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, population: 500, calls: a.get, timeout: 1h}
  a: {kind: service, cores: 1, on: {get: [{work: {exponential: 10ms}}]}}
run: {duration: 60s}
)");
  EXPECT_TRUE(outcome.result.overloads.empty());
}

TEST(Overloads, ASpikeThatIsOverIsNoOverload) {
  const Outcome outcome = run(R"(
components:
  users:
    kind: clients
    arrivals: {poisson: 50/s, spikes: [{at: 5s, for: 5s, times: 4}]}
    calls: a.get
  a: {kind: service, cores: 1, on: {get: [{work: 10ms}]}}
run: {duration: 60s}
)");
  EXPECT_TRUE(outcome.result.overloads.empty());
}

}  // namespace
}  // namespace napkin::components
