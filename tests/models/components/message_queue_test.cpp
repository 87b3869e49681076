#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

/// A message every 10 ms, of a hundred users in turn.
Outcome publish(const std::string& keys,
                const std::string& worker,
                const std::string& timeline = "[]",
                const std::string& duration = "10.005s") {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: mail.publish, users: 100}
  mail: {kind: queue, publish: 100us, deliver: 50us, )" +
             keys + R"(}
  worker: {kind: service, cores: 100, on: {handle: )" +
             worker + R"(}}
run: {duration: )" +
             duration + "}\ntimeline: " + timeline + "\n");
}

std::int64_t handled(const Outcome& outcome) {
  return outcome.arrived_at("worker[0]", "handle");
}

TEST(Queue, AnswersWhenAMessageIsStoredAndDeliversItAfterwards) {
  const Outcome outcome =
      publish("consumers: [{call: worker.handle, workers: 4}]", "[{wait: 5ms}]");
  EXPECT_EQ(outcome.completed("publish"), 1000);
  EXPECT_NEAR(outcome.mean_ms("publish"), 0.5 + 0.1, 0.01);
  EXPECT_EQ(outcome.value("mail[0]", "published"), 1000);
  EXPECT_NEAR(outcome.value("mail[0]", "delivered"), 999, 1);
  EXPECT_EQ(outcome.value("lost(mail)"), 0);
  EXPECT_EQ(outcome.value("duplicated(mail)"), 0);
  EXPECT_EQ(outcome.component("mail").layout, "4 partitions on 1 brokers");
}

TEST(Queue, GrowsWhileItsConsumersAreTooSlow) {
  // One worker, 20.55 ms a message: 48.7 a second of 100.
  const Outcome outcome = publish("consumers: [{call: worker.handle}]", "[{wait: 20ms}]");
  EXPECT_NEAR(outcome.value("mail[0]", "delivered"), 486, 2);
  EXPECT_NEAR(outcome.value("mail[0]", "length"), 1000 - 486, 2);
  // Partitions are served fairly or not: the oldest message is at least as old as the middle one.
  EXPECT_GT(outcome.value("lag(mail)"), 4e9);
}

TEST(Queue, MoreWorkersHandleMoreAtOnce) {
  const Outcome outcome =
      publish("partitions: 16, consumers: [{call: worker.handle, workers: 8}]", "[{wait: 20ms}]");
  EXPECT_GT(outcome.value("mail[0]", "delivered"), 990);
}

TEST(Queue, APartitionIsHandledInOrderOneByOne) {
  // Many workers, but one partition: still 48.7 a second.
  const Outcome outcome =
      publish("partitions: 1, consumers: [{call: worker.handle, workers: 50}]", "[{wait: 20ms}]");
  EXPECT_NEAR(outcome.value("mail[0]", "delivered"), 486, 2);
  const Outcome any =
      publish("partitions: 1, consumers: [{call: worker.handle, workers: 50, in_order: false}]",
              "[{wait: 20ms}]");
  EXPECT_GT(any.value("mail[0]", "delivered"), 990);
}

TEST(Queue, EveryConsumerGetsEveryMessage) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: mail.publish}
  mail: {kind: queue, brokers: 2, consumers: [{call: a.handle, workers: 4},
                                              {call: b.handle, workers: 4}]}
  a: {kind: service, on: {handle: [{work: 1ms}]}}
  b: {kind: service, on: {handle: [{work: 2ms}]}}
run: {duration: 10.005s}
)");
  EXPECT_NEAR(static_cast<double>(outcome.arrived_at("a[0]", "handle")), 999, 1);
  EXPECT_NEAR(static_cast<double>(outcome.arrived_at("b[0]", "handle")), 999, 1);
  EXPECT_GT(outcome.arrived_at("mail[0]", "publish"), 300);
  EXPECT_GT(outcome.arrived_at("mail[1]", "publish"), 300);
}

TEST(Queue, TriesAgainWhatFailedAndGivesUpAfterTheLastAttempt) {
  for (const std::string order : {"true", "false"}) {
    const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 1/s}, calls: mail.publish}
  mail: {kind: queue, consumers: [{call: worker.handle, workers: 4, attempts: 3,
                                   retry_delay: 100ms, in_order: )" +
                                order + R"(}]}
  worker: {kind: service, on: {handle: [{fail: unavailable}]}}
run: {duration: 10.5s}
)");
    EXPECT_EQ(handled(outcome), 30) << order;
    EXPECT_EQ(outcome.value("mail[0]", "dead"), 10) << order;
    EXPECT_EQ(outcome.value("mail[0]", "delivered"), 0) << order;
    EXPECT_EQ(outcome.value("mail[0]", "length"), 0) << order;
    EXPECT_EQ(outcome.value("duplicated(mail)"), 20) << order;
  }
}

TEST(Queue, AMessageThatFailsHoldsUpItsPartitionOnly) {
  // In order, the others of the partition wait while the worker is away; nothing is lost.
  const Outcome outcome =
      publish("consumers: [{call: worker.handle, workers: 8, attempts: 100, retry_delay: 100ms}]",
              "[{wait: 1ms}]",
              "[{at: 3s, kill: worker, for: 3s}]");
  EXPECT_GT(outcome.value("mail[0]", "delivered"), 990);
  EXPECT_EQ(outcome.value("mail[0]", "dead"), 0);
  EXPECT_EQ(outcome.value("lost(mail)"), 0);
}

TEST(Queue, ACrashOfTheBrokerKeepsWhatIsOnDisk) {
  const Outcome outcome = publish("consumers: [{call: worker.handle}]",
                                  "[{wait: 20ms}]",
                                  "[{at: 5.001s, kill: \"mail[0]\", for: 1s}]");
  EXPECT_EQ(outcome.value("lost(mail)"), 0);
  // What was being delivered is delivered again.
  EXPECT_EQ(outcome.value("duplicated(mail)"), 1);
  EXPECT_GT(outcome.failed("publish"), 98);
  EXPECT_EQ(outcome.value("mail[0]", "published"),
            static_cast<double>(outcome.completed("publish")));
  EXPECT_NEAR(outcome.value("mail[0]", "delivered") + outcome.value("mail[0]", "length"),
              outcome.value("mail[0]", "published"),
              0);
}

TEST(Queue, ACrashLosesWhatWasNotFlushed) {
  // Flushed at 4 s, just before the message of 4.00 s arrives; dead at 4.505 s.
  const Outcome outcome =
      publish("flush_every: 1s", "[{wait: 1ms}]", "[{at: 4.505s, kill: \"mail[0]\", for: 1s}]");
  EXPECT_EQ(outcome.value("lost(mail)"), 51);
}

TEST(Queue, ALostDiskLosesEverythingThatWaits) {
  const Outcome outcome = publish("partitions: 1",
                                  "[{wait: 1ms}]",
                                  "[{at: 4.505s, kill: \"mail[0]\", disk_lost: true, for: 1s}]");
  EXPECT_EQ(outcome.value("lost(mail)"), 450);
}

TEST(Queue, AFullPartitionRejects) {
  const Outcome outcome = publish("partitions: 1, length: 50", "[{wait: 1ms}]");
  EXPECT_EQ(outcome.completed("publish"), 50);
  EXPECT_EQ(outcome.failed("publish", "overloaded"), 950);
  EXPECT_EQ(outcome.value("lost(mail)"), 0);
}

TEST(Queue, AFullPartitionMayDropTheOldestInstead) {
  const Outcome outcome =
      publish("partitions: 1, length: 50, when_full: drop_oldest", "[{wait: 1ms}]");
  EXPECT_EQ(outcome.completed("publish"), 1000);
  EXPECT_EQ(outcome.value("lost(mail)"), 950);
  EXPECT_EQ(outcome.value("mail[0]", "length"), 50);
  EXPECT_NEAR(outcome.value("lag(mail)"), 0.5e9, 0.02e9);
}

TEST(Queue, WhatWaitsTooLongIsGone) {
  const Outcome outcome = publish("partitions: 1, retention: 2s", "[{wait: 1ms}]");
  EXPECT_NEAR(outcome.value("lost(mail)"), 800, 2);
  EXPECT_NEAR(outcome.value("lag(mail)"), 2e9, 0.02e9);
}

TEST(Queue, TurnsAwayWhatItsCoresHaveNoRoomFor) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 1k/s}, calls: mail.publish}
  mail: {kind: queue, publish: 2ms, cores: 1, queue: 5}
run: {duration: 10s}
)");
  EXPECT_NEAR(static_cast<double>(outcome.completed("publish")), 5000, 20);
  EXPECT_GT(outcome.failed("publish", "overloaded"), 4900);
}

TEST(Queue, MistakesAreToldWithTheirPlaces) {
  const std::string mistakes = mistakes_in(R"(
components:
  mail: {kind: queue, partitions: 2, brokers: 3, consumers: [{call: worker.handle}]}
  worker: {kind: service, on: {handle: [{work: 1ms}]}}
)");
  EXPECT_THAT(mistakes, HasSubstr("test.yaml:5:47: error: there are more brokers than partitions"));
  EXPECT_THAT(mistakes_in("components:\n  mail: {kind: queue, consumers: [{workers: 2}]}\n"),
              HasSubstr("\"call\""));
}

}  // namespace
}  // namespace napkin::components
