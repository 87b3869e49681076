#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

/// A hundred requests to a service that runs `steps`. What it calls has a `get` of 100 ms, a `put`
/// of 20 ms, and failures of several kinds. User 7 asks for key 40.
Outcome run_steps(const std::string& steps) {
  return run(R"(
components:
  users:
    {kind: clients, arrivals: {constant: 10/s}, calls: api.send, timeout: 5s, users: 1, key: 40}
  slow: {kind: service, on: {get: [{wait: 100ms}], put: [{wait: 20ms}]}}
  busy: {kind: service, on: {put: [{fail: conflict}], get: [{fail: overloaded}]}}
  none: {kind: service, on: {get: [{fail: not_found}]}}
  rows: {kind: service, on: {read: [{return: ok, value: key * 2, bytes: 1KiB}]}}
  parts: {kind: service, replicas: 4, balance: url_hash, on: {get: [{wait: 1ms}]}}
  api: {kind: service, on: {send: )" +
             steps + R"(}}
run: {duration: 10.05s}
)");
}

std::string mistakes_in_steps(const std::string& steps) {
  return mistakes_in(
      "components:\n  rows: {kind: service, on: {read: [{wait: 1ms}]}}\n"
      "  api: {kind: service, on: {send: " +
      steps + "}}\n");
}

constexpr double kHop = 0.5;  // milliseconds there and back

TEST(StepLanguage, AWayOfABranchIsTakenByTheResultOfTheCallBeforeIt) {
  const std::string branch = R"(, ignore_failure: true},
      {branch: [{when: reply is conflict, steps: [{wait: 30ms}]},
                {when: reply is failure, steps: [{wait: 50ms}]},
                {steps: [{wait: 70ms}]}]}])";
  EXPECT_NEAR(run_steps("[{call: busy.put" + branch).mean_ms("send"), 2 * kHop + 30, 0.1);
  EXPECT_NEAR(run_steps("[{call: busy.get" + branch).mean_ms("send"), 2 * kHop + 50, 0.1);
  EXPECT_NEAR(run_steps("[{call: rows.read" + branch).mean_ms("send"), 2 * kHop + 70, 0.1);
}

TEST(StepLanguage, RepliesHaveNamesThatLaterStepsMayAskAbout) {
  const Outcome outcome = run_steps(R"([{call: rows.read, as: row}, {call: none.get, as: cached},
      {branch: [{when: cached is not_found and row.value == 80, steps: [{wait: 30ms}]}]},
      {branch: [{when: cached is not not_found or row.bytes < 1KiB, steps: [{wait: 500ms}]}]}])");
  EXPECT_NEAR(outcome.mean_ms("send"), 3 * kHop + 30, 0.1);
}

TEST(StepLanguage, VariablesTakeNumbersLawsAndFormulas) {
  const Outcome outcome = run_steps(R"([
      {set: {one: 1, two: one + 1, coin: {uniform: {low: 1, high: 2}}}},
      {branch: [{when: two == 2 and coin >= 1 and coin <= 2, steps: [{wait: 30ms}]}]},
      {set: {two: two * two}},
      {repeat: two, steps: [{wait: 5ms}]}])");
  EXPECT_NEAR(outcome.mean_ms("send"), kHop + 30 + 20, 0.1);
}

TEST(StepLanguage, WhatIsDividedByZeroIsZero) {
  EXPECT_NEAR(run_steps("[{set: {none: 1 / (key - 40)}}, {repeat: none, steps: [{wait: 9ms}]}]")
                  .mean_ms("send"),
              kHop,
              0.01);
}

TEST(StepLanguage, ALoopGoesOnWhileItsConditionHolds) {
  const Outcome outcome =
      run_steps("[{set: {n: 0}}, {while: n < 3, steps: [{set: {n: n + 1}}, {wait: 10ms}]}]");
  EXPECT_NEAR(outcome.mean_ms("send"), kHop + 30, 0.1);
}

TEST(StepLanguage, ALoopEndsAtItsBound) {
  EXPECT_NEAR(run_steps("[{while: key == 40, repeat: 5, steps: [{wait: 2ms}]}]").mean_ms("send"),
              kHop + 10,
              0.1);
  // By default a thousand times; without waiting that takes no time.
  EXPECT_NEAR(
      run_steps("[{while: key == 40, steps: [{set: {n: 1}}]}]").mean_ms("send"), kHop, 0.01);
}

TEST(StepLanguage, ForEachGoesThroughNumbersOneAfterTheOther) {
  const Outcome outcome = run_steps("[{for_each: 4, steps: [{call: slow.put, key: item}]}]");
  EXPECT_NEAR(outcome.mean_ms("send"), kHop + 4 * (kHop + 20), 0.2);
  EXPECT_EQ(outcome.arrived_at("slow[0]", "put"), 399);  // one was under way when the run ended
}

TEST(StepLanguage, ForEachAtOnceTakesAsLongAsItsRounds) {
  const Outcome outcome =
      run_steps("[{for_each: 6, at_once: 3, steps: [{call: slow.put, key: item}]}]");
  EXPECT_NEAR(outcome.mean_ms("send"), kHop + 2 * (kHop + 20), 0.2);
  EXPECT_EQ(outcome.arrived_at("slow[0]", "put"), 600);
}

TEST(StepLanguage, ForEachOfTakesTheNumbersThatAreGiven) {
  // Each of the four keys goes to the replica that its hash says, the same one every time.
  const Outcome outcome = run_steps(
      "[{for_each_of: [1, key, key + 1], as: part, at_once: 3, steps: [{call: parts.get, key: "
      "part}]}]");
  std::int64_t arrived = 0;
  for (const char* const address : {"parts[0]", "parts[1]", "parts[2]", "parts[3]"}) {
    EXPECT_EQ(outcome.arrived_at(address, "get") % 100, 0);
    arrived += outcome.arrived_at(address, "get");
  }
  EXPECT_EQ(arrived, 300);
}

TEST(StepLanguage, ACallTakesItsKeyFromALaw) {
  const Outcome outcome =
      run_steps("[{repeat: 20, steps: [{call: parts.get, key: {uniform: {low: 0, high: 1000}}}]}]");
  for (const char* const address : {"parts[0]", "parts[1]", "parts[2]", "parts[3]"}) {
    EXPECT_GT(outcome.arrived_at(address, "get"), 300) << address;  // 500 are due to each
  }
}

TEST(StepLanguage, ReturnEndsTheRequestWhereverItStands) {
  const Outcome outcome = run_steps(R"([
      {steps: [{repeat: 3, steps: [{wait: 5ms}, {return: rate_limited}]}],
       otherwise: [{wait: 90ms}]},
      {wait: 50ms}])");
  EXPECT_EQ(outcome.failed("send", "rate_limited"), 100);
  EXPECT_EQ(outcome.arrived("send"), 100);
}

TEST(StepLanguage, TheSizeOfAReplyTakesItsTimeOnTheLine) {
  // 25 MB at 10 Gbps: 20 ms.
  EXPECT_NEAR(run_steps("[{return: ok, bytes: 25MB}]").mean_ms("send"), kHop + 20, 0.1);
  EXPECT_NEAR(
      run_steps("[{respond: ok, bytes: {constant: 25MB}}]").mean_ms("send"), kHop + 20, 0.1);
  EXPECT_NEAR(
      run_steps("[{call: slow.put, bytes: 25MB}]").mean_ms("send"), 2 * kHop + 20 + 20, 0.1);
}

TEST(StepLanguage, ABlockIsTriedAgain) {
  const Outcome outcome = run_steps(R"([
      {set: {tries: 0}},
      {retry: {backoff: fixed, base: 10ms, jitter: none, retries: 3},
       steps: [{set: {tries: tries + 1}},
               {branch: [{when: tries < 3, steps: [{call: busy.put}]}]}]}])");
  EXPECT_EQ(outcome.completed("send"), 100);
  EXPECT_NEAR(outcome.mean_ms("send"), kHop + 2 * (kHop + 10), 0.1);
}

TEST(StepLanguage, ABlockThatIsTriedInVainFails) {
  const Outcome outcome = run_steps(
      "[{retry: {backoff: fixed, base: 10ms, jitter: none, retries: 3}, steps: [{call: "
      "busy.get}]}]");
  EXPECT_EQ(outcome.failed("send", "overloaded"), 100);
  EXPECT_EQ(outcome.arrived_at("busy[0]", "get"), 400);
}

TEST(StepLanguage, ABlockIsCutOffAtItsDeadline) {
  // Whatever it is at: work, a pause, a call, parts that run at the same time.
  for (const char* const inside : {"{work: 100ms}",
                                   "{wait: 100ms}",
                                   "{call: slow.get}",
                                   "{parallel: [{call: slow.get}, {work: 100ms}, {wait: 1ms}]}",
                                   "{for_each: 8, at_once: 4, steps: [{work: 50ms}]}"}) {
    const std::string steps = "[{deadline: 30ms, steps: [" + std::string(inside) + "]";
    const Outcome failed = run_steps(steps + "}]");
    EXPECT_EQ(failed.failed("send", "time_out"), 100) << inside;
    const Outcome saved = run_steps(steps + ", otherwise: [{wait: 5ms}]}]");
    EXPECT_EQ(saved.completed("send"), 100) << inside;
    EXPECT_NEAR(saved.mean_ms("send"), kHop + 35, 0.1) << inside;
  }
}

TEST(StepLanguage, WhatABlockWasWorkingOnIsFreeAgainAfterItsDeadline) {
  // 10/s, each 30 ms of a core for a block that would take 1 s: 30% of one core.
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.send}
  api: {kind: service, cores: 1, on: {send: [{deadline: 30ms, steps: [{work: 1s}], otherwise: []}]}}
run: {duration: 10.05s}
)");
  EXPECT_EQ(outcome.failed("send", "time_out"), 100);
  EXPECT_NEAR(outcome.instance("api[0]").resources.front().utilisation, 0.3, 0.01);
}

TEST(StepLanguage, ABlockThatFailedHasAFallback) {
  const Outcome outcome = run_steps(
      "[{steps: [{wait: 1ms}, {fail: unavailable}], otherwise: [{call: slow.put}]}, {wait: 2ms}]");
  EXPECT_EQ(outcome.completed("send"), 100);
  EXPECT_NEAR(outcome.mean_ms("send"), 2 * kHop + 23, 0.1);
}

TEST(StepLanguage, EachResultMayHaveStepsOfItsOwn) {
  const std::string on =
      ", on: {ok: [{wait: 10ms}], conflict: [{wait: 30ms}], not_found: [{fail: "
      "rate_limited}]}}]";
  EXPECT_NEAR(run_steps("[{call: rows.read" + on).mean_ms("send"), 2 * kHop + 10, 0.1);
  EXPECT_NEAR(run_steps("[{call: busy.put" + on).mean_ms("send"), 2 * kHop + 30, 0.1);
  EXPECT_EQ(run_steps("[{call: none.get" + on).failed("send", "rate_limited"), 100);
  EXPECT_EQ(run_steps("[{call: busy.get" + on).failed("send", "overloaded"), 100);
}

TEST(StepLanguage, PartsAndBlocksDieWithTheirHost) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: api.send}
  api: {kind: service, on: {send: [{deadline: 30ms, retry: {retries: 2}, steps: [
    {parallel: [{wait: 10ms}, {for_each: 3, at_once: 2, steps: [{work: 5ms}]}]}]}]}}
run: {duration: 10.05s}
timeline: [{at: 2s, kill: api, for: 1s}, {at: 5s, pause: api, for: 1s}]
)");
  EXPECT_NEAR(
      static_cast<double>(outcome.completed("send")), 800, 10);  // of 1,000, two seconds without
}

TEST(StepLanguage, TwoCallsOfOneOperationDrawDifferentNumbers) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.send, timeout: 10s}
  dead: {kind: service, on: {get: [{fail: unavailable}]}}
  api: {kind: service, on: {send: [{parallel: [
    {call: dead.get, retry: {retries: 1, base: 1s}, ignore_failure: true},
    {call: dead.get, retry: {retries: 1, base: 1s}, ignore_failure: true}]}]}}
run: {duration: 102s}
)");
  // Two waits, each evenly spread up to 1 s: the longer one lasts 2/3 s on average, with a standard
  // deviation of 236 ms; 1,010 of them: 7.4 ms, four of these. Equal waits would make 500 ms.
  EXPECT_NEAR(outcome.mean_ms("send"), 667 + 3 * kHop, 30);
}

TEST(StepLanguage, MistakesNameTheWordAndWhatWasMeant) {
  EXPECT_THAT(mistakes_in_steps("[{call: rows.read, key: usr + 1}]"),
              HasSubstr("test.yaml:5:59: error: unknown name \"usr\""));
  EXPECT_THAT(mistakes_in_steps("[{call: rows.read, key: usr + 1}]"), HasSubstr("\"user\""));
  EXPECT_THAT(mistakes_in_steps("[{call: rows.read, bytes: value}]"),
              HasSubstr("\"value\" is a number"));
  EXPECT_THAT(mistakes_in_steps("[{call: rows.read, bytes: 5}]"), HasSubstr("5B"));
  EXPECT_THAT(mistakes_in_steps("[{set: {n: 1}}, {set: {n: bytes}}]"),
              HasSubstr("stands for something else"));
  EXPECT_THAT(mistakes_in_steps("[{branch: [{when: value > 1KiB, steps: [{wait: 1s}]}]}]"),
              HasSubstr("a number is compared with a size"));
  EXPECT_THAT(mistakes_in_steps("[{branch: [{when: reply is timeout, steps: []}]}]"),
              HasSubstr("did you mean \"time_out\"?"));
  EXPECT_THAT(mistakes_in_steps("[{branch: [{when: row is ok, steps: []}]}]"),
              HasSubstr("there is no reply \"row\""));
  EXPECT_THAT(mistakes_in_steps("[{branch: [{when: value, steps: []}]}]"),
              HasSubstr("\"value\" is no condition"));
  EXPECT_THAT(mistakes_in_steps("[{branch: [{when: value > 1, share: 50%, steps: []}]}]"),
              HasSubstr("by chance or by conditions"));
  EXPECT_THAT(mistakes_in_steps("[{branch: [{steps: []}, {when: value > 1, steps: []}]}]"),
              HasSubstr("each way needs share or when"));
  EXPECT_THAT(mistakes_in_steps("[{call: rows.read, on: {conflct: []}}]"),
              HasSubstr("did you mean \"conflict\"?"));
  EXPECT_THAT(mistakes_in_steps("[{timeout: 1s, steps: [{wait: 1s}]}]"),
              HasSubstr("write deadline"));
  EXPECT_THAT(mistakes_in_steps("[{wait: 1s, key: 3}]"), HasSubstr("key goes with call"));
  EXPECT_THAT(mistakes_in_steps("[{work: 1s, retry: {retries: 3}}]"), HasSubstr("retry goes with"));
  EXPECT_THAT(mistakes_in_steps("[{for_each: 3}]"), HasSubstr("nothing to repeat"));
  EXPECT_THAT(mistakes_in_steps("[{repeat: -1, steps: [{wait: 1s}]}]"), HasSubstr("too low"));
}

}  // namespace
}  // namespace napkin::components
