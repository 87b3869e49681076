#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

TEST(Pause, WhatUsersMeantToAskIsAskedWhenTheyGoOn) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.get, timeout: 500ms}
  api: {kind: service, on: {get: [{work: 1ms}]}}
run: {duration: 10.05s}
timeline: [{at: 3.05s, pause: users, for: 2s}]
)");
  EXPECT_EQ(outcome.completed("get"), 100);
  EXPECT_NEAR(outcome.max_ms("get"), 1950 + 0.5 + 1, 0.01);
  EXPECT_EQ(outcome.operation("get").completions.total(4s, 5s), 0);
}

/// Failed writes of ten a second, after the death of the primary at 2.05 s.
std::int64_t until_promotion(const std::string& replicas, const std::string& paused) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: db.write, timeout: 50ms}
  db: {kind: sql, write: 1ms, fail_over_after: 1s, replicas: )" +
                              replicas + R"(}
run: {duration: 12.05s}
timeline:
  - {at: 2.05s, kill: "db.shard[0].node[0]"}
  - {at: 2.5s, pause: ")" + paused +
                              R"(", for: 5.525s}
)");
  return outcome.failed("write");
}

TEST(Pause, APausedNodePromotesNobody) {
  EXPECT_EQ(until_promotion("2", "db.shard[1].node[1]"), 10);  // nobody: promoted after a second
  EXPECT_EQ(until_promotion("2", "db.shard[0].node[1]"), 60);
}

TEST(Pause, ANodeThatStandsStillIsNotPromotedWhileAnotherOneCanBe) {
  EXPECT_EQ(until_promotion("3", "db.shard[0].node[1]"), 10);
  EXPECT_EQ(until_promotion("3", "db.shard[0].node[2]"), 10);
}

// A worker whom the paused broker holds works for nobody; everything is delivered in the end.
TEST(Pause, ABrokerHandsOutNothing) {
  const auto deliver = [](const std::string& timeline) {
    return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: mail.publish, users: 100,
          timeout: 10s}
  mail: {kind: queue, brokers: 2, consumers: [{call: worker.handle}]}
  worker: {kind: service, cores: 100, on: {handle: [{wait: 5ms}]}}
run: {duration: 12.005s}
timeline: )" + timeline +
               "\n");
  };
  const Outcome outcome = deliver("[{at: 3s, pause: \"mail[0]\", for: 2s}]");
  EXPECT_EQ(outcome.completed("publish"), 1200);
  EXPECT_NEAR(outcome.max_ms("publish"), 2000, 30);
  EXPECT_NEAR(
      outcome.value("mail[0]", "delivered") + outcome.value("mail[1]", "delivered"),
      deliver("[]").value("mail[0]", "delivered") + deliver("[]").value("mail[1]", "delivered"),
      1);
}

}  // namespace
}  // namespace napkin::components
