#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

/// Keys whose last acknowledged write is gone: of `keys`, written to a hundred times a second until
/// 10 s, on two nodes that both hold all of them. The larger time stamp wins.
double lost(int keys, const std::string& timeline) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: kv.put, users: )" +
                              std::to_string(keys) + R"(}
  kv: {kind: key_value, nodes: 2, n: 2, r: 1, w: 2, read: 1ms, write: 1ms}
run: {duration: 12s}
timeline:
  - {at: 10s, set: users.rate_factor, to: 0}
)" + timeline);
  EXPECT_EQ(outcome.failed("put"), 0);
  return outcome.value("lost(kv)");
}

TEST(Clock, RightClocksLoseNothing) {
  EXPECT_EQ(lost(20, ""), 0);
}

TEST(Clock, WhatWasWrittenInTheFutureIsNotOverwritten) {
  EXPECT_EQ(lost(1, "  - {at: 3s, step_clock: \"kv[0]\", by: 1h, for: 2s}\n"), 1);
  EXPECT_EQ(lost(10, "  - {at: 3s, step_clock: \"kv[0]\", by: 1h, for: 2s}\n"), 10);
  // Overtaken by true time before the end of the writes.
  EXPECT_EQ(lost(20, "  - {at: 3s, step_clock: \"kv[0]\", by: 2s, for: 2s}\n"), 0);
}

TEST(Clock, WhatIsWrittenInThePastOverwritesNothing) {
  EXPECT_EQ(lost(1, "  - {at: 8s, step_clock: kv, by: -1h}\n"), 1);
  EXPECT_EQ(lost(20, "  - {at: 8s, step_clock: kv, by: -1h}\n"), 20);
  EXPECT_EQ(lost(20, "  - {at: 8s, step_clock: kv, by: -1s}\n"), 0);  // made up for at 9 s
}

// A tenth fast, it is a second ahead after ten. Every second key had its last write elsewhere.
TEST(Clock, OneThatDriftsAheadWinsOverTheOther) {
  const double fast = lost(40, "  - {at: 0s, drift_clock: \"kv[0]\", drift_ppm: 100000}\n");
  EXPECT_GT(fast, 5);
  EXPECT_LT(fast, 35);
  const double slow = lost(40, "  - {at: 0s, drift_clock: \"kv[0]\", drift_ppm: -100000}\n");
  EXPECT_GT(slow, 5);
  EXPECT_LT(slow, 35);
  EXPECT_EQ(lost(40, "  - {at: 0s, drift_clock: kv, drift_ppm: 100000}\n"), 0);
}

}  // namespace
}  // namespace napkin::components
