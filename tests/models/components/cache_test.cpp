#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

constexpr double kHop = 0.5;  // milliseconds there and back

/// A hundred users ask a read-through cache in turn, each for a row of their own.
Outcome read_through(const std::string& keys,
                     const std::string& timeline = "[]",
                     const std::string& run_keys = "duration: 20.05s") {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: cache.get, users: 100}
  cache: {kind: cache, get: 100us, put: 100us, behind: {call: db.read}, )" +
             keys + R"(}
  db: {kind: sql, read: 5ms}
run: {)" + run_keys +
             "}\ntimeline: " + timeline + "\n");
}

TEST(Cache, ReadsTheStoreOnceForEachKeyThatItHasRoomFor) {
  const Outcome outcome = read_through("capacity: 1k");
  // 2,004 requests for 100 rows, all of which were asked for.
  EXPECT_EQ(outcome.completed("get"), 2004);
  EXPECT_EQ(outcome.arrived_at("db.shard[0].node[0]", "read"), 100);
  EXPECT_NEAR(outcome.value("hit_ratio(cache)"), 1904.0 / 2004, 1e-9);
  EXPECT_EQ(outcome.value("cache[0]", "objects"), 100);
  EXPECT_NEAR(outcome.min_ms("get"), kHop + 0.1, 0.01);
  EXPECT_NEAR(outcome.max_ms("get"), kHop + 0.1 + kHop + 5, 0.02);
}

TEST(Cache, KeepsNoMoreThanItsCapacity) {
  // Least recently used, rows drawn evenly: a tenth of the rows are there.
  const Outcome outcome = read_through("capacity: 10");
  EXPECT_EQ(outcome.value("cache[0]", "objects"), 10);
  // 2,004 trials, p = 0.1: a standard deviation of 0.0067; 3.3 of them.
  EXPECT_NEAR(outcome.value("hit_ratio(cache)"), 0.1, 0.023);
}

TEST(Cache, ForgetsAfterTheTimeToLive) {
  // Asked for ten times a second, kept for a second: one look-up in eleven or so misses.
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: cache.get, users: 1}
  cache: {kind: cache, ttl: 995ms, behind: {call: db.read}}
  db: {kind: sql, read: 1ms}
run: {duration: 20.05s}
)");
  EXPECT_EQ(outcome.arrived_at("db.shard[0].node[0]", "read"), 20);
  EXPECT_NEAR(outcome.value("hit_ratio(cache)"), 0.9, 1e-9);
}

TEST(Cache, LosesEverythingInACrash) {
  const Outcome outcome =
      read_through("capacity: 1k", "[{at: 10.003s, kill: \"cache[0]\", for: 1s}]");
  EXPECT_NEAR(static_cast<double>(outcome.arrived_at("db.shard[0].node[0]", "read")), 200, 3);
  EXPECT_GT(outcome.failed("get"), 90);
}

TEST(Cache, TheNextServerTakesTheKeysOfADeadOne) {
  const Outcome outcome = read_through("replicas: 3, capacity: 1k, eject_for: 60s",
                                       "[{at: 10.003s, kill: \"cache[1]\"}]");
  EXPECT_EQ(outcome.failed("get"), 1);  // the one that noticed
  const double others = outcome.value("cache[0]", "objects") + outcome.value("cache[2]", "objects");
  EXPECT_EQ(others, 100);
}

TEST(Cache, ForgetsTheMissesOfTheWarmUp) {
  const Outcome outcome = read_through("capacity: 1k", "[]", "duration: 30s, warm_up: 20s");
  EXPECT_EQ(outcome.value("hit_ratio(cache)"), 1);
}

TEST(Cache, ADeadStoreIsNoDeadCache) {
  const Outcome outcome = read_through("capacity: 1k", "[{at: 0s, kill: db}]");
  EXPECT_EQ(outcome.failed("get", "unavailable"), outcome.failed("get"));
  EXPECT_EQ(outcome.completed("get"), 0);
}

TEST(Cache, EveryPolicyThereIsCanBeChosen) {
  for (const std::string policy : {"2q",
                                   "arc",
                                   "clock",
                                   "fifo",
                                   "lfu",
                                   "lirs",
                                   "lru",
                                   "qd_lp_fifo",
                                   "s3_fifo",
                                   "sieve",
                                   "slru",
                                   "w_tiny_lfu"}) {
    const Outcome outcome = read_through("capacity: 50, policy: " + policy, "[]", "duration: 5s");
    EXPECT_GT(outcome.value("hit_ratio(cache)"), 0.2) << policy;
    EXPECT_LE(outcome.value("cache[0]", "objects"), 50) << policy;
  }
}

TEST(Cache, TurnsAwayWhatItsQueueHasNoRoomFor) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 1k/s}, calls: cache.get}
  cache: {kind: cache, get: 2ms, cores: 1, queue: 5}
run: {duration: 10s}
)");
  EXPECT_NEAR(static_cast<double>(outcome.completed("get")), 5000, 20);
  EXPECT_GT(outcome.failed("get", "overloaded"), 4900);
}

/// What a service gets that looks aside: it asks the cache, then the store, and puts what it found.
const char* const kAside = R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: api.get, users: 100}
  api:
    kind: service
    on:
      get:
        - call: cache.get
          not_found:
            - {call: db.read}
            - {call: cache.put}
      change:
        - {call: db.write}
        - {call: cache.delete}
  cache: {kind: cache, get: 100us, put: 100us, capacity: 1k}
  db: {kind: sql, read: 5ms}
)";

TEST(Cache, MayStandAside) {
  const Outcome outcome = run(std::string(kAside) + "run: {duration: 20.05s}\n");
  EXPECT_EQ(outcome.arrived_at("db.shard[0].node[0]", "read"), 100);
  EXPECT_EQ(outcome.arrived_at("cache[0]", "put"), 100);
  EXPECT_NEAR(outcome.value("hit_ratio(cache)"), 1904.0 / 2004, 1e-9);
}

TEST(Cache, ForgetsWhatIsDeleted) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.go, users: 1}
  api: {kind: service, on: {go: [{call: cache.put}, {call: cache.get}, {call: cache.delete},
                                 {call: cache.get}]}}
  cache: {kind: cache}
run: {duration: 10.05s}
)");
  EXPECT_EQ(outcome.value("hit_ratio(cache)"), 0.5);
  EXPECT_EQ(outcome.value("cache[0]", "objects"), 0);
}

TEST(Cache, MistakesAreToldWithTheirPlaces) {
  const std::string mistakes = mistakes_in(R"(
components:
  cache: {kind: cache, policy: lrru, capacity: 0, behind: {call: db.get}}
  db: {kind: sql}
)");
  EXPECT_THAT(mistakes, HasSubstr("test.yaml:5:32: error:"));
  EXPECT_THAT(mistakes, HasSubstr("did you mean \"lru\"?"));
  EXPECT_THAT(mistakes, HasSubstr("at least 1"));
  EXPECT_THAT(mistakes_in("components:\n  cache: {kind: cache, behind: {call: db.get}}\n"
                          "  db: {kind: sql}\n"),
              HasSubstr("test.yaml:4:39: error: \"db\" (sql) has no operation \"get\""));
}

}  // namespace
}  // namespace napkin::components
