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
        - {call: row.write, otherwise: [{fail: unavailable}]}
  row: {kind: record, cores: 100}
run: {duration: 10s}
)");
  EXPECT_GT(outcome.value("value(row.conflicts)"), 500);
  // A write succeeds only if none succeeded in the 11 ms since its read.
  EXPECT_LT(outcome.completed("update"), 1000);
  EXPECT_GT(outcome.completed("update"), 400);
}

}  // namespace
}  // namespace napkin::components
