// Budgets: what ends a run that costs too much, and changes nothing before that.
#include <functional>
#include <string>

#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using ::testing::HasSubstr;

const std::string kSteady = R"(
components:
  users: {kind: clients, arrivals: {poisson: 10k/s}, calls: a.get}
  a: {kind: service, replicas: 4, on: {get: [{work: 100us}]}}
)";

/// What a machine says of itself when it is asked.
RunResult run_on(const std::string& text, const std::function<MachineUse()>& machine) {
  Diagnostics diagnostics;
  const ScenarioPlan plan = plan_of(text, diagnostics);
  diagnostics.throw_if_any();
  Simulation simulation(plan, {.seed = 1, .go_on = {}, .machine = machine});
  return simulation.run();
}

TEST(Budgets, WallTimeEndsARunWithWhatItHas) {
  int asked = 0;
  const RunResult result =
      run_on(kSteady + "run: {duration: 1h, budget: {wall: 3s}}\n",
             [&asked]() -> MachineUse { return {.wall = ++asked * 100ms, .memory_bytes = 0}; });
  EXPECT_FALSE(result.complete);
  EXPECT_THAT(result.incomplete_reason, HasSubstr("budget of 3s of real time"));
  EXPECT_THAT(result.incomplete_reason, HasSubstr("--max-wall 6s"));
  EXPECT_GT(result.operations.front().tally.completed, 0);
  EXPECT_EQ(asked, 30);
}

TEST(Budgets, MemoryEndsARunWithWhatItHas) {
  std::int64_t used = 0;
  const RunResult result =
      run_on(kSteady + "run: {duration: 1h, budget: {memory: 1GiB}}\n", [&used]() -> MachineUse {
        used += std::int64_t{100} << 20U;
        return {.wall = {}, .memory_bytes = used};
      });
  EXPECT_FALSE(result.complete);
  EXPECT_THAT(result.incomplete_reason, HasSubstr("budget of 1GiB of memory"));
  EXPECT_THAT(result.incomplete_reason, HasSubstr("--max-memory 2GiB"));
}

TEST(Budgets, NoneThatIsNotReachedChangesAnything) {
  const Outcome free = run(kSteady + "run: {duration: 2s}\n");
  const RunResult watched = run_on(
      kSteady +
          "run: {duration: 2s, budget: {events: 1G, pending: 10k, wall: 1h, memory: 64MiB}}\n",
      [] { return MachineUse{}; });
  EXPECT_TRUE(watched.complete);
  EXPECT_EQ(watched.fingerprint, free.result.fingerprint);
  EXPECT_EQ(watched.operations, free.result.operations);
  EXPECT_EQ(watched.components, free.result.components);
}

TEST(Budgets, ARunEndsAtTheSameEventEachTime) {
  const std::string text = kSteady + "run: {duration: 1h, budget: {events: 12345}}\n";
  const Outcome one = run(text);
  const Outcome other = run(text);
  EXPECT_EQ(one.result, other.result);
  EXPECT_FALSE(one.result.complete);
}

TEST(Budgets, WhatWouldNotFitIsRefusedBeforeItIsBuilt) {
  EXPECT_THAT(mistakes_in(R"(
components:
  phones: {kind: clients, arrivals: {poisson: 1/s}, calls: push.push}
  push: {kind: push_service, users: 4G, connected: 4G, deliver: phones.deliver}
)"),
              HasSubstr("test.yaml:6:52: error: connected of push needs about"));
}

TEST(Budgets, ALoopThatTakesNoTimeEndsToo) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {poisson: 1/s}, calls: a.get}
  a:
    kind: service
    on: {get: [{while: "value >= 0", steps: [{repeat: 1M, steps: [{set: {x: 1}}]}]}]}
run: {duration: 60s, budget: {instant: 5k}}
)");
  EXPECT_FALSE(outcome.result.complete);
  EXPECT_THAT(outcome.result.incomplete_reason, HasSubstr("event storm"));
  EXPECT_THAT(outcome.result.incomplete_reason, HasSubstr("sleep on a"));
}

}  // namespace
}  // namespace napkin::components
