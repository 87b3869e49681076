#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

TEST(Record, AcceptsAWriteOfTheVersionThatWasRead) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, population: 1, think: 1ms, calls: client.update}
  client: {kind: service, on: {update: [{call: row.read}, {call: row.write}]}}
  row: {kind: record}
run: {duration: 10s}
)");
  EXPECT_GT(outcome.completed("update"), 1000);
  EXPECT_EQ(outcome.value("value(row.conflicts)"), 0);
}

TEST(Record, OfTwoWhoReadTheSameVersionOneHasAConflict) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {every: {uniform: {low: 0ms, high: 8ms}}}, calls: client.update}
  client:
    kind: service
    cores: 100
    on:
      update:
        - {call: row.read}
        - {wait: 10ms}
        - {call: row.write}
  row: {kind: record, cores: 100}
run: {duration: 10s}
)");
  const double conflicts = outcome.value("value(row.conflicts)");
  EXPECT_GT(conflicts, 500);
  // A write succeeds only if none succeeded in the 11 ms since its read: at most 10 s / 11 ms = 909
  // of the 2,500; a conflict is an answer.
  const double successes = outcome.value("value(row.writes)") - conflicts;
  EXPECT_GT(successes, 600);
  EXPECT_LT(successes, 909);
  EXPECT_EQ(outcome.failed("update"), 0);
}

TEST(Record, WhoHasAConflictTriesAgainUntilItSucceeds) {
  const Outcome outcome = run(R"(
components:
  users:
    kind: clients
    arrivals: {constant: 1000000000/s}
    timeout: 10s
    requests: [{call: client.try, as: update}]
    retry: {retries: 100, base: 1ms, conflicts: true}
  client:
    kind: service
    cores: 100
    on:
      try: [{call: row.read}, {wait: 1ms}, {call: row.write}]
  row: {kind: record, cores: 100}
run: {duration: 10s}
timeline:
  - {at: 21ns, set: users.rate_factor, to: 0}
)");
  EXPECT_EQ(outcome.completed("update"), 20);
  EXPECT_EQ(outcome.value("value(row.writes)") - outcome.value("value(row.conflicts)"), 20);
  EXPECT_GT(outcome.value("value(row.conflicts)"), 0);
}

}  // namespace
}  // namespace napkin::components
