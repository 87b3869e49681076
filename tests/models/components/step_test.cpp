#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

/// Ten requests a second to a service that runs `steps`; what it calls has `get` and `put`.
Outcome run_steps(const std::string& steps, const std::string& more = "") {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.send, timeout: 5s}
  slow: {kind: service, on: {get: [{wait: 100ms}], put: [{wait: 20ms}]}}
  none: {kind: service, on: {get: [{fail: not_found}], put: [{fail: conflict}]}}
  dead: {kind: service, on: {get: [{fail: unavailable}]}}
  api: {kind: service, on: {send: )" +
             steps + R"(}}
run: {duration: 10.05s}
)" + more);
}

constexpr double kHop = 0.5;  // milliseconds there and back

TEST(Steps, AreDoneOneAfterTheOther) {
  const Outcome outcome = run_steps("[{work: 1ms}, {wait: 2ms}, {call: slow.put}]");
  EXPECT_NEAR(outcome.mean_ms("send"), kHop + 1 + 2 + kHop + 20, 0.1);
}

TEST(Steps, InParallelTakeAsLongAsTheLongest) {
  const Outcome calls = run_steps("[{parallel: [{call: slow.get}, {call: slow.put}]}]");
  EXPECT_NEAR(calls.mean_ms("send"), kHop + kHop + 100, 0.2);
  const Outcome own = run_steps("[{parallel: [{wait: 30ms}, {work: 40ms}]}]");
  EXPECT_NEAR(own.mean_ms("send"), kHop + 40, 0.1);
  const Outcome mixed =
      run_steps("[{parallel: [{steps: [{wait: 30ms}, {call: slow.put}]}, {work: 10ms}]}]");
  EXPECT_NEAR(mixed.mean_ms("send"), kHop + 30 + kHop + 20, 0.2);
}

TEST(Steps, InParallelFailWhenOneOfThemFails) {
  EXPECT_EQ(
      run_steps("[{parallel: [{call: slow.put}, {call: dead.get}]}]").failed("send", "unavailable"),
      100);
  EXPECT_EQ(
      run_steps("[{parallel: [{wait: 1ms}, {fail: overloaded}]}]").failed("send", "overloaded"),
      100);
}

TEST(Steps, OfABranchAreChosenByTheirShares) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 1k/s}, calls: api.send}
  api: {kind: service, on: {send: [{branch: [
    {share: 20%, steps: [{fail: rate_limited}]}, {share: 80%, steps: [{wait: 1ms}]}]}]}}
run: {duration: 10s}
)");
  // 9,999 trials, p = 0.2: 2,000 with a standard deviation of 40; four of them.
  EXPECT_NEAR(static_cast<double>(outcome.failed("send", "rate_limited")), 2000, 160);
}

TEST(Steps, AreRepeated) {
  const Outcome outcome = run_steps("[{repeat: 3, steps: [{wait: 2ms}, {call: slow.put}]}]");
  EXPECT_NEAR(outcome.mean_ms("send"), kHop + 3 * (2 + kHop + 20), 0.3);
}

TEST(Steps, AfterARespondHappenBehindTheCallersBack) {
  const Outcome outcome = run_steps("[{work: 1ms}, {respond: ok}, {call: slow.get}]");
  EXPECT_NEAR(outcome.mean_ms("send"), kHop + 1, 0.01);
  EXPECT_EQ(outcome.arrived_at("slow[0]", "get"), 100);
}

TEST(Steps, RespondOnceHoweverOftenItIsSaid) {
  const Outcome outcome = run_steps("[{repeat: 3, steps: [{wait: 1ms}, {respond: ok}]}]");
  EXPECT_EQ(outcome.completed("send"), 100);
  EXPECT_NEAR(outcome.mean_ms("send"), kHop + 1, 0.01);
}

TEST(Steps, PublishWithoutWaiting) {
  const Outcome outcome = run_steps("[{publish: slow.get}]");
  EXPECT_NEAR(outcome.mean_ms("send"), kHop, 0.01);
  EXPECT_EQ(outcome.arrived_at("slow[0]", "get"), 100);
}

TEST(Steps, NotFoundIsAnAnswerWithStepsOfItsOwn) {
  EXPECT_EQ(run_steps("[{call: none.get}]").completed("send"), 100);
  const Outcome outcome = run_steps("[{call: none.get, not_found: [{call: slow.put}]}]");
  EXPECT_NEAR(outcome.mean_ms("send"), 3 * kHop + 20, 0.1);
  EXPECT_EQ(
      run_steps("[{call: slow.put, not_found: [{call: slow.get}]}]").arrived_at("slow[0]", "get"),
      0);
}

TEST(Steps, ThatHandleNotFoundMayFailThemselves) {
  EXPECT_EQ(
      run_steps("[{call: none.get, not_found: [{fail: overloaded}]}]").failed("send", "overloaded"),
      100);
  const Outcome outcome =
      run_steps("[{call: none.get, not_found: [{fail: not_found}]}, {call: slow.put}]");
  EXPECT_EQ(outcome.arrived_at("slow[0]", "put"), 0);
}

TEST(Steps, OtherwiseStandInForAFailure) {
  const Outcome outcome = run_steps("[{call: dead.get, otherwise: [{call: slow.put}]}]");
  EXPECT_EQ(outcome.completed("send"), 100);
  EXPECT_EQ(outcome.arrived_at("slow[0]", "put"), 100);
  EXPECT_EQ(run_steps("[{call: dead.get}]").failed("send", "unavailable"), 100);
}

TEST(Steps, AFailureMayBeIgnored) {
  EXPECT_EQ(run_steps("[{call: dead.get, ignore_failure: true}, {wait: 1ms}]").completed("send"),
            100);
}

TEST(Steps, AConflictEndsTheRequestInParallelAndAlone) {
  // A conflict is an answer, which users get: it counts as completed, and nothing follows it.
  for (const char* const steps :
       {"[{call: none.put}, {call: slow.put}]",
        "[{parallel: [{call: none.put}, {call: none.get}]}, {call: slow.put}]",
        "[{parallel: [{call: none.put}, {wait: 1ms}]}, {call: slow.put}]"}) {
    EXPECT_EQ(run_steps(steps).arrived_at("slow[0]", "put"), 0) << steps;
  }
}

TEST(Steps, MistakesAreToldWithTheirPlaces) {
  const std::string start = R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.send}
  api: {kind: service, on: {send: )";
  const auto mistakes = [&start](const std::string& steps) {
    return mistakes_in(start + steps + "}}\n");
  };
  EXPECT_THAT(mistakes("[{}]"), HasSubstr("a step does one thing"));
  EXPECT_THAT(mistakes("[{repeat: 3}]"), HasSubstr("there is nothing to repeat"));
  EXPECT_THAT(mistakes("[{parallel: []}]"), HasSubstr("test.yaml:6:47: error:"));
  EXPECT_THAT(mistakes("[{wait: 1ms, ignore_failure: true}]"),
              HasSubstr("goes with call and with blocks"));
  EXPECT_THAT(mistakes("[{branch: [{share: 50%, steps: [{wait: 1ms}]}]}]"),
              HasSubstr("do not add up to 100%"));
  EXPECT_THAT(mistakes("[{call: db.read}]"), HasSubstr("there is no component \"db\""));
  EXPECT_THAT(mistakes("[{call: db}]"), HasSubstr("test.yaml:6:43: error:"));
}

}  // namespace
}  // namespace napkin::components
