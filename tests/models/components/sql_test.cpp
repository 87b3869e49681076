#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

Outcome write_to(const std::string& keys,
                 const std::string& timeline = "[]",
                 const std::string& rate = "100/s",
                 const std::string& duration = "20s") {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: )" +
             rate + R"(}, calls: db.write}
  db: {kind: sql, write: 2ms, read: 1ms, apply: 1ms, fail_over_after: 3s, )" +
             keys + R"(}
run: {duration: )" +
             duration + "}\ntimeline: " + timeline + "\n");
}

constexpr double kHop = 0.5;  // milliseconds there and back

TEST(Sql, AWriteAloneTakesItsWork) {
  EXPECT_NEAR(write_to("replicas: 1").mean_ms("write"), kHop + 2, 0.01);
}

TEST(Sql, AnAsynchronousWriteWaitsForNobody) {
  EXPECT_NEAR(write_to("replicas: 3, replication: async").mean_ms("write"), kHop + 2, 0.01);
}

TEST(Sql, ASemiSynchronousWriteWaitsForAReplicaToReceiveIt) {
  const Outcome outcome = write_to("replicas: 2, replication: semi_sync");
  EXPECT_NEAR(outcome.mean_ms("write"), kHop + 2 + kHop, 0.01);
  EXPECT_EQ(outcome.failed("write"), 0);
}

TEST(Sql, ASynchronousWriteWaitsForAllReplicasToApplyIt) {
  const Outcome outcome = write_to("replicas: 3, replication: sync");
  EXPECT_NEAR(outcome.mean_ms("write"), kHop + 2 + kHop + 1, 0.15);  // looked for every 0.1 ms
  EXPECT_EQ(outcome.failed("write"), 0);
}

TEST(Sql, ReadsGoToThePrimaryOrAreSpreadOverTheReplicas) {
  const auto read = [](const std::string& from) {
    return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: db.read}
  db: {kind: sql, replicas: 3, read: 1ms, read_from: )" +
               from + R"(}
run: {duration: 10.05s}
)");
  };
  EXPECT_EQ(read("primary").arrived_at("db.shard[0].node[0]", "read"), 1004);
  const Outcome spread = read("replicas");
  EXPECT_EQ(spread.arrived_at("db.shard[0].node[0]", "read"), 0);
  EXPECT_NEAR(static_cast<double>(spread.arrived_at("db.shard[0].node[1]", "read")), 502, 53);
}

TEST(Sql, RowsAreSpreadOverTheShards) {
  const Outcome outcome = write_to("shards: 4");
  for (int shard = 0; shard < 4; ++shard) {
    const std::string address = "db.shard[" + std::to_string(shard) + "].node[0]";
    EXPECT_NEAR(static_cast<double>(outcome.arrived_at(address, "write")), 500, 65) << address;
  }
  EXPECT_EQ(outcome.component("db").layout, "4 x 1");
}

TEST(Sql, AReplicaIsPromotedWhenThePrimaryIsDead) {
  const Outcome outcome = write_to("replicas: 2, replication: semi_sync",
                                   "[{at: 5.005s, kill: \"db.shard[0].primary\", for: 8s}]");
  // Refused from 5.01 s until 3 s after the crash.
  EXPECT_NEAR(static_cast<double>(outcome.failed("write")), 300, 2);
  EXPECT_EQ(outcome.value("lost(db)"), 0);
  EXPECT_THAT(outcome.instance("db.shard[0].node[1]").notes,
              testing::ElementsAre(HasSubstr("promoted to primary")));
  EXPECT_EQ(outcome.operation("write").failures.total(9s, 20s), 0);
}

TEST(Sql, WithoutReplicasItWaitsForTheRestart) {
  const Outcome outcome = write_to("replicas: 1", "[{at: 5.005s, kill: db, for: 8s}]");
  EXPECT_NEAR(static_cast<double>(outcome.failed("write")), 800, 2);
  EXPECT_EQ(outcome.value("lost(db)"), 0);
}

TEST(Sql, WithoutReplicasALostDiskLosesAllWrites) {
  const Outcome outcome =
      write_to("replicas: 1", "[{at: 5.005s, kill: db, disk_lost: true, for: 8s}]");
  EXPECT_EQ(outcome.value("lost(db)"), 500);  // at 10 ms, 20 ms ... 5.00 s
}

TEST(Sql, AReplicaTakesOverAtOnceFromAPrimaryThatComesBackWithoutItsDisk) {
  const Outcome outcome =
      write_to("replicas: 2, replication: semi_sync",
               "[{at: 5.005s, kill: \"db.shard[0].primary\", disk_lost: true, for: 1s}]");
  EXPECT_NEAR(static_cast<double>(outcome.failed("write")), 100, 2);
  EXPECT_EQ(outcome.value("lost(db)"), 0);
}

// The replica is cut off for two seconds before the primary dies: what was written meanwhile and
// acknowledged is on the primary alone.
const char* const kCutOffThenKill =
    "[{at: 5.005s, isolate: \"db.shard[0].node[1]\"}, {at: 6.9s, heal: true}, "
    "{at: 6.905s, kill: \"db.shard[0].primary\"}]";

TEST(Sql, AsynchronousReplicationLosesAcknowledgedWrites) {
  const Outcome outcome = write_to("replicas: 2, replication: async", kCutOffThenKill);
  // 5.01 s to 6.90 s: 190 writes, of which the last one or two may have got through.
  EXPECT_NEAR(outcome.value("lost(db)"), 189, 2);
}

TEST(Sql, WithoutACutAsynchronousReplicationLosesHardlyAnything) {
  const Outcome outcome =
      write_to("replicas: 3, replication: async", "[{at: 6.905s, kill: \"db.shard[0].primary\"}]");
  EXPECT_LE(outcome.value("lost(db)"), 1);
}

TEST(Sql, SemiSynchronousReplicationLosesWhatItAcknowledgedAlone) {
  // It waits a second, and goes on alone: what was acknowledged from then on is lost.
  const Outcome outcome = write_to("replicas: 2, replication: semi_sync", kCutOffThenKill);
  EXPECT_NEAR(outcome.value("lost(db)"), 189, 2);
  const Outcome patient =
      write_to("replicas: 2, replication: semi_sync, acknowledge_timeout: 1000s", kCutOffThenKill);
  EXPECT_EQ(patient.value("lost(db)"), 0);
}

TEST(Sql, SynchronousReplicationLosesNothingAndFailsMeanwhile) {
  const Outcome outcome = write_to("replicas: 2, replication: sync", kCutOffThenKill);
  EXPECT_EQ(outcome.value("lost(db)"), 0);
  EXPECT_GT(outcome.failed("write", "time_out"), 80);
}

TEST(Sql, TheReplicaThatHasReceivedTheMostIsPromoted) {
  // The first of the two replicas is behind when the primary dies.
  const Outcome outcome =
      write_to("replicas: 3, replication: async",
               "[{at: 5.005s, isolate: \"db.shard[0].node[1]\"}, {at: 6.9s, heal: true}, "
               "{at: 6.905s, kill: \"db.shard[0].primary\"}]");
  EXPECT_EQ(outcome.instance("db.shard[0].node[1]").notes.size(), 0U);
  EXPECT_EQ(outcome.instance("db.shard[0].node[2]").notes.size(), 1U);
  EXPECT_LE(outcome.value("lost(db)"), 1);
}

TEST(Sql, AReplicaCatchesUpAfterItsRestart) {
  // Down from 5 s to 10 s, it misses 500 writes; when the primary dies at 15 s it has them all.
  const Outcome outcome = write_to("replicas: 2, replication: async",
                                   "[{at: 5s, kill: \"db.shard[0].node[1]\", for: 5s}, "
                                   "{at: 15.007s, kill: \"db.shard[0].primary\"}]");
  EXPECT_LE(outcome.value("lost(db)"), 1);
  EXPECT_GT(outcome.failed("write"), 290);
}

TEST(Sql, AnOldPrimaryComesBackAsAReplicaWithItsLog) {
  // Node 0 dies, node 1 takes over, node 0 comes back, node 1 dies: nothing is lost, and node 0
  // need not apply anew what it wrote itself.
  const Outcome outcome = write_to("replicas: 2, replication: semi_sync",
                                   "[{at: 4.005s, kill: \"db.shard[0].node[0]\", for: 5s}, "
                                   "{at: 12.005s, kill: \"db.shard[0].node[1]\"}]");
  EXPECT_EQ(outcome.value("lost(db)"), 0);
  EXPECT_THAT(outcome.instance("db.shard[0].node[0]").notes,
              testing::ElementsAre(HasSubstr("2 fail-overs")));
  EXPECT_EQ(outcome.operation("write").failures.total(16s, 20s), 0);
}

TEST(Sql, TurnsAwayWhatItsQueueHasNoRoomFor) {
  // 2 ms of work on one core: 500 a second.
  const Outcome outcome = write_to("cores: 1, queue: 10", "[]", "1k/s", "10s");
  EXPECT_NEAR(static_cast<double>(outcome.completed("write")), 5000, 50);
  EXPECT_GT(outcome.failed("write", "overloaded"), 4900);
}

TEST(Sql, ALogThatTravelsUnevenlyIsNotTakenForALostReplica) {
  const Outcome outcome = run(R"(
regions: {here: {same_zone: {latency: {exponential: 1ms}}}}
components:
  users: {kind: clients, arrivals: {constant: 1k/s}, calls: db.write}
  db: {kind: sql, replicas: 2, replication: semi_sync, write: 1ms, fail_over_after: 1s}
run: {duration: 10s}
timeline: [{at: 5s, kill: "db.shard[0].primary"}]
)");
  EXPECT_EQ(outcome.value("lost(db)"), 0);
}

TEST(Sql, MistakesAreToldWithTheirPlaces) {
  const std::string mistakes = mistakes_in(R"(
components:
  users: {kind: clients, arrivals: {constant: 1/s}, calls: db.put}
  db: {kind: sql, replicas: 0, replication: semisync, wirte: 1ms}
)");
  EXPECT_THAT(mistakes, HasSubstr("test.yaml:6:29: error:"));
  EXPECT_THAT(mistakes, HasSubstr("did you mean \"semi_sync\"?"));
  EXPECT_THAT(mistakes, HasSubstr("did you mean \"write\"?"));
}

}  // namespace
}  // namespace napkin::components
