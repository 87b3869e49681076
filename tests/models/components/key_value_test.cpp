#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

Outcome puts(const std::string& keys,
             const std::string& timeline = "[]",
             const std::string& retry = "") {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: kv.put)" +
             retry + R"(}
  kv: {kind: key_value, read: 1ms, write: 1ms, )" +
             keys + R"(}
run: {duration: 20.05s}
timeline: )" +
             timeline + "\n");
}

TEST(KeyValue, AWriteTakesItsOwnWorkAndThatOfItsQuorum) {
  // W = 1: the coordinator is a home, and its own copy is enough.
  EXPECT_NEAR(puts("nodes: 3, n: 3, w: 1").mean_ms("put"), 0.5 + 1, 0.01);
  // W = 2 and 3: there, 1 ms, and back.
  EXPECT_NEAR(puts("nodes: 3, n: 3, w: 2").mean_ms("put"), 0.5 + 0.5 + 1, 0.01);
  EXPECT_NEAR(puts("nodes: 3, n: 3, w: 3").mean_ms("put"), 0.5 + 0.5 + 1, 0.01);
}

TEST(KeyValue, KeysAreSpreadOverTheNodes) {
  const Outcome outcome = puts("nodes: 6, n: 1, r: 1, w: 1");
  for (int node = 0; node < 6; ++node) {
    const std::string address = "kv[" + std::to_string(node) + "]";
    EXPECT_GT(outcome.arrived_at(address, "put"), 200) << address;
    EXPECT_LT(outcome.arrived_at(address, "put"), 500) << address;
  }
  EXPECT_EQ(outcome.component("kv").layout, "6 nodes");
}

TEST(KeyValue, WritesGoOnWithoutANodeAsLongAsThereIsAQuorum) {
  const std::string retry = ", retry: {backoff: immediate, jitter: none}";
  const std::string kill = "[{at: 5s, kill: \"kv[0]\"}]";
  EXPECT_EQ(puts("nodes: 3, n: 3, w: 2", kill, retry).failed("put"), 0);
  const Outcome all = puts("nodes: 3, n: 3, w: 3", kill, retry);
  EXPECT_NEAR(static_cast<double>(all.failed("put", "unavailable")), 1500, 60);
}

TEST(KeyValue, TwoDeadNodesAreOneTooManyForTwoOfThree) {
  const Outcome outcome =
      puts("nodes: 3, n: 3, w: 2", "[{at: 5s, kill: \"kv[0]\"}, {at: 5s, kill: \"kv[1]\"}]");
  EXPECT_EQ(outcome.operation("put").completions.total(6s, 20s), 0);
}

TEST(KeyValue, ANodeThatComesBackGetsWhatItMissed) {
  const Outcome outcome = puts("nodes: 3, n: 3, w: 2", "[{at: 5s, kill: \"kv[0]\", for: 5s}]");
  EXPECT_EQ(outcome.value("at_risk(kv)"), 0);
  EXPECT_EQ(outcome.value("lost(kv)"), 0);
  for (const char* const address : {"kv[0]", "kv[1]", "kv[2]"}) {
    EXPECT_EQ(outcome.value(address, "hints"), 0) << address;
  }
}

TEST(KeyValue, WhileItIsAwayOthersKeepHints) {
  const Outcome outcome = puts("nodes: 3, n: 3, w: 2", "[{at: 10s, kill: \"kv[0]\"}]");
  EXPECT_NEAR(outcome.value("at_risk(kv)"), 1000, 10);
  EXPECT_NEAR(outcome.value("kv[1]", "hints") + outcome.value("kv[2]", "hints"), 1000, 10);
}

TEST(KeyValue, ALostDiskLosesWhatNobodyElseHas) {
  // W = 1 while both others are away: what was written then is on one disk.
  const Outcome outcome = puts("nodes: 3, n: 3, w: 1",
                               "[{at: 5s, kill: \"kv[1]\"}, {at: 5s, kill: \"kv[2]\"}, "
                               "{at: 8s, kill: \"kv[0]\", disk_lost: true}]");
  // 300 writes, some of which went to the dead and failed.
  EXPECT_GT(outcome.value("lost(kv)"), 200);
  EXPECT_LE(outcome.value("lost(kv)"), 300);
  EXPECT_EQ(outcome.value("lost(kv)"), outcome.operation("put").completions.total(5s, 8s));
}

TEST(KeyValue, WithAQuorumOneLostDiskLosesNothing) {
  const Outcome outcome =
      puts("nodes: 3, n: 3, w: 2", "[{at: 5s, kill: \"kv[0]\", disk_lost: true, for: 5s}]");
  EXPECT_EQ(outcome.value("lost(kv)"), 0);
}

TEST(KeyValue, WithoutFurtherCopiesALostDiskLosesAllThatItHeld) {
  const Outcome outcome =
      puts("nodes: 3, n: 1, r: 1, w: 1", "[{at: 20.04s, kill: \"kv[0]\", disk_lost: true}]");
  EXPECT_GT(outcome.value("lost(kv)"), 500);
  // Some key may have been written to twice.
  EXPECT_NEAR(
      outcome.value("lost(kv)"), static_cast<double>(outcome.arrived_at("kv[0]", "put")), 2);
}

TEST(KeyValue, OfALogAsManyLostDisksAsCopiesMakeTheNumberUnknown) {
  const std::string twice =
      "[{at: 5s, kill: \"kv[0]\", disk_lost: true, for: 1s}, "
      "{at: 9s, kill: \"kv[0]\", disk_lost: true, for: 1s}]";
  const std::string both =
      "[{at: 5s, kill: \"kv[0]\", disk_lost: true, for: 1s}, "
      "{at: 9s, kill: \"kv[1]\", disk_lost: true, for: 1s}]";
  const std::string keys = "nodes: 3, n: 2, r: 1, w: 1, keep: unsettled";
  EXPECT_TRUE(puts(keys, twice).has_value("lost(kv)"));
  EXPECT_FALSE(puts(keys, both).has_value("lost(kv)"));
}

/// One key, written to a hundred times a second: from 5 s to 8 s on one node alone, whose disk is
/// lost soon after the others are back.
Outcome overwrite_while_at_risk(const std::string& keep) {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: kv.put, users: 1,
          retry: {backoff: immediate, jitter: none}}
  kv: {kind: key_value, nodes: 3, n: 3, w: 1, read: 1ms, write: 1ms, keep: )" +
             keep + R"(}
run: {duration: 20.05s}
timeline:
  - {at: 5s, kill: "kv[1]", for: 3s}
  - {at: 5s, kill: "kv[2]", for: 3s}
  - {at: 9.5s, kill: "kv[0]", disk_lost: true, for: 1s}
)");
}

TEST(KeyValue, AWriteThatWasOverwrittenIsNotLost) {
  EXPECT_EQ(overwrite_while_at_risk("all").value("lost(kv)"), 0);
}

TEST(KeyValue, InALogEveryWriteCounts) {
  const Outcome outcome = overwrite_while_at_risk("unsettled");
  const std::int64_t alone = outcome.operation("put").completions.total(5s, 8s);
  EXPECT_GE(outcome.value("lost(kv)"), static_cast<double>(alone) - 64 * 2);  // handed over in time
  EXPECT_LE(outcome.value("lost(kv)"), static_cast<double>(alone) + 101);     // passed over for 1 s
}

// The coordinator answers at 1.25 ms after its request was sent, the others store their copies at
// 1.5 ms, and their replies would arrive at 1.75 ms.
TEST(KeyValue, ACopyCountsFromTheMomentItIsStored) {
  for (const char* const request : {"10.00", "10.01", "10.02", "10.03", "10.04", "10.05"}) {
    for (const char* const later : {"13", "16"}) {
      const std::string when = std::string(request) + later + "s";
      const Outcome outcome = puts("nodes: 3, n: 3, w: 1, keep: unsettled",
                                   "[{at: " + when + ", kill: \"kv[0]\", disk_lost: true}]");
      EXPECT_EQ(outcome.value("lost(kv)"), 0) << when;
    }
  }
}

/// A service that does `steps` ten times a second with a key of its own each time.
Outcome steps(const std::string& text,
              const std::string& keys,
              const std::string& timeline = "[]") {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.go, users: 1000000M, timeout: 9s}
  api: {kind: service, on: {go: )" +
             text + R"(}}
  kv: {kind: key_value, read: 1ms, write: 1ms, )" +
             keys + R"(}
run: {duration: 10.05s}
timeline: )" +
             timeline + "\n");
}

TEST(KeyValue, WhatWasWrittenIsFoundAndWhatWasNotIsNot) {
  const std::string keys = "nodes: 5, n: 3, r: 2, w: 2";
  const Outcome found =
      steps("[{call: kv.put}, {call: kv.get, not_found: [{fail: overloaded}]}]", keys);
  EXPECT_EQ(found.failed("go"), 0);
  const Outcome not_there = steps("[{call: kv.get, not_found: [{fail: overloaded}]}]", keys);
  EXPECT_EQ(not_there.failed("go", "overloaded"), 100);
}

TEST(KeyValue, WhatWasDeletedIsNotFound) {
  const Outcome outcome =
      steps("[{call: kv.put}, {call: kv.delete}, {call: kv.get, not_found: [{fail: overloaded}]}]",
            "nodes: 5, n: 3, r: 2, w: 2");
  EXPECT_EQ(outcome.failed("go", "overloaded"), 100);
}

TEST(KeyValue, ReadsRepairWhatIsStale) {
  // A node is cut off while keys are written, and comes back with old versions of them; reads of
  // all three copies find and repair those.
  const Outcome outcome = run(R"(
components:
  writers: {kind: clients, arrivals: {constant: 100/s}, calls: kv.put, users: 50,
            retry: {backoff: immediate, jitter: none}}
  readers: {kind: clients, arrivals: {constant: 100/s}, calls: kv.get, users: 50}
  kv: {kind: key_value, nodes: 3, n: 3, r: 3, w: 2, read: 1ms, write: 1ms, timeout: 100ms}
run: {duration: 10s}
timeline:
  - {at: 4s, isolate: "kv[2]", for: 1s}
  - {at: 4.5s, set: writers.rate_factor, to: 0}
)");
  EXPECT_GT(outcome.value("kv[0]", "read_repairs") + outcome.value("kv[1]", "read_repairs") +
                outcome.value("kv[2]", "read_repairs"),
            2);
}

TEST(KeyValue, TurnsAwayWhatItsQueuesHaveNoRoomFor) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 1k/s}, calls: kv.put}
  kv: {kind: key_value, nodes: 1, n: 1, r: 1, w: 1, write: 2ms, cores: 1, queue: 5}
run: {duration: 5s}
)");
  // A write of 2 ms on one core: 500 a second at most.
  EXPECT_NEAR(static_cast<double>(outcome.completed("put")), 2500, 20);
  EXPECT_NEAR(static_cast<double>(outcome.failed("put")), 2500, 20);
}

TEST(KeyValue, MistakesAreToldWithTheirPlaces) {
  const auto mistakes = [](const std::string& keys) {
    return mistakes_in("components:\n  kv: {kind: key_value, " + keys + "}\n");
  };
  EXPECT_THAT(mistakes("nodes: 2, n: 3"),
              HasSubstr("test.yaml:4:38: error: there are more copies"));
  EXPECT_THAT(mistakes("r: 4"), HasSubstr("a read cannot wait for more copies"));
  EXPECT_THAT(mistakes("w: 4"), HasSubstr("a write cannot wait for more copies"));
}

}  // namespace
}  // namespace napkin::components
