#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

/// One request a second with a policy, to a service that does as `steps` say.
Outcome call_with(const std::string& policy,
                  const std::string& steps,
                  const std::string& more = "") {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 1/s}, calls: api.get, )" +
             policy + R"(}
  api: {kind: service, replicas: 2, on: {get: )" +
             steps + R"(}}
run: {duration: 10.5s}
)" + more);
}

std::int64_t tries(const Outcome& outcome) {
  return outcome.arrived_at("api[0]", "get") + outcome.arrived_at("api[1]", "get");
}

TEST(Policy, ATryWaitsForItsTimeoutAndNoLonger) {
  const Outcome outcome = call_with("timeout: 200ms", "[{wait: 300ms}]");
  EXPECT_EQ(outcome.failed("get", "time_out"), 10);
  EXPECT_EQ(tries(outcome), 10);
}

TEST(Policy, RetriesWaitAsTheScheduleSays) {
  // Four tries, each answered after 0.5 ms, with pauses of 100, 200 and 400 ms between them; seen
  // through a second service whose own work follows.
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 1/s}, calls: front.get, timeout: 5s}
  front: {kind: service, on: {get: [{call: api.get, ignore_failure: true,
    retry: {backoff: exponential, jitter: none, base: 100ms, multiplier: 2, retries: 3}}]}}
  api: {kind: service, on: {get: [{fail: unavailable}]}}
run: {duration: 10.5s}
)");
  EXPECT_EQ(outcome.completed("get"), 9);  // that of 10 s is still at it
  EXPECT_NEAR(outcome.mean_ms("get"), 0.5 + 4 * 0.5 + 100 + 200 + 400, 0.8);
  EXPECT_EQ(outcome.arrived_at("api[0]", "get"), 9 * 4 + 3);  // at 10.0, 10.1 and 10.3 s
}

/// How long a call with four tries takes, each answered after 0.5 ms with a failure.
Outcome retried(const std::string& retry) {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: front.get, timeout: 5s}
  front: {kind: service, on: {get: [{call: api.get, ignore_failure: true,
    retry: {retries: 3, base: 10ms, )" +
             retry + R"(}}]}}
  api: {kind: service, on: {get: [{fail: unavailable}]}}
run: {duration: 20s}
)");
}

TEST(Policy, EveryKindOfRetryWaitsInItsOwnWay) {
  const double calls = 0.5 + 4 * 0.5;
  EXPECT_NEAR(retried("backoff: none, jitter: none").mean_ms("get"), 0.5 + 0.5, 0.1);
  EXPECT_NEAR(retried("backoff: immediate, jitter: none").mean_ms("get"), calls, 0.1);
  EXPECT_NEAR(retried("backoff: fixed, jitter: none").mean_ms("get"), calls + 3 * 10, 0.1);
  EXPECT_NEAR(retried("backoff: incremental, increment: 5ms, jitter: none").mean_ms("get"),
              calls + 10 + 15 + 20,
              0.1);
  EXPECT_NEAR(retried("backoff: exponential, multiplier: 3, jitter: none").mean_ms("get"),
              calls + 10 + 30 + 90,
              0.1);
  EXPECT_NEAR(
      retried("backoff: exponential, multiplier: 3, jitter: none, cap: 40ms").mean_ms("get"),
      calls + 10 + 30 + 40,
      0.1);
}

/// 20 calls a second that take 100 ms each, while the caller has a connection for one at a time.
Outcome over_one_connection(const std::string& before, const std::string& after) {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 20/s}, calls: front.get, timeout: 30s}
  front: {kind: service, on: {get: [)" +
             before + "{call: api.get, connections: {min: 1, max: 1, timeout: 20s}}" + after +
             R"(]}}
  api: {kind: service, on: {get: [{wait: 100ms}]}}
run: {duration: 10s}
)");
}

TEST(Policy, ConnectionsHoldForLoneCallsAndForThoseAtTheSameTime) {
  const auto alone = over_one_connection("", "").completed("get");
  EXPECT_GE(alone, 95);
  EXPECT_LE(alone, 100);
  const auto together = over_one_connection("{parallel: [", ", {call: api.get}]}").completed("get");
  EXPECT_GE(together, 95);
  EXPECT_LE(together, 100);
}

/// Requests a second that reach a backend that takes 100/s, of 500/s that a service would send
/// there under a throttle with k = 2.
double past_a_throttle(const std::string& before, const std::string& after) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 500/s}, calls: front.get}
  front: {kind: service, on: {get: [)" +
                              before +
                              "{call: backend.pass, ignore_failure: true, "
                              "throttle: {k: 2, window: 10s}}" +
                              after + R"(]}}
  backend: {kind: limiter, limit: 100, per: 1s, burst: 10}
  other: {kind: service, on: {get: [{work: 1us}]}}
run: {duration: 80s, warm_up: 40s}
)");
  return static_cast<double>(outcome.arrived_at("backend", "pass")) / 40;
}

TEST(Policy, AThrottleHoldsForLoneCallsAndForThoseAtTheSameTime) {
  EXPECT_NEAR(past_a_throttle("", ""), 200, 20);
  EXPECT_NEAR(past_a_throttle("{parallel: [", ", {call: other.get}]}"), 200, 20);
}

TEST(Policy, EveryKindOfJitterBlursInItsOwnWay) {
  const double calls = 0.5 + 4 * 0.5;
  // Of waits of 10, 20 and 40 ms: anything up to them; from half of them on.
  const Outcome full = retried("jitter: full");
  EXPECT_NEAR(full.mean_ms("get"), calls + 35, 3.1);  // 3.3 sigma: 13.2 / sqrt(199)
  EXPECT_LT(full.min_ms("get"), calls + 20);
  EXPECT_LE(full.max_ms("get"), calls + 70.1);
  const Outcome equal = retried("jitter: equal");
  EXPECT_NEAR(equal.mean_ms("get"), calls + 35 + 17.5, 1.6);
  EXPECT_GE(equal.min_ms("get"), calls + 35);
  EXPECT_LE(equal.max_ms("get"), calls + 70.1);
  // Each wait is drawn from the base up to three times the one before.
  const Outcome decorrelated = retried("jitter: decorrelated");
  EXPECT_GE(decorrelated.min_ms("get"), calls + 30);
  EXPECT_LE(decorrelated.max_ms("get"), calls + 30 + 90 + 270);
  EXPECT_GT(decorrelated.max_ms("get"), calls + 70.1);
}

TEST(Policy, ARetryIsNotBegunThatTheDeadlineForbids) {
  // Tries at 0, 100 and 200 ms; the next would begin at 300 ms.
  const Outcome outcome =
      call_with("deadline: 250ms, retry: {backoff: fixed, jitter: none, base: 100ms, retries: 9}",
                "[{fail: unavailable}]");
  EXPECT_EQ(tries(outcome), 3 * 10);
  EXPECT_EQ(outcome.failed("get", "unavailable"), 10);
}

TEST(Policy, AnAnswerIsNotTriedAgain) {
  EXPECT_EQ(tries(call_with("retry: {retries: 5}", "[{fail: conflict}]")), 10);
}

TEST(Policy, ARetryGoesToAnotherInstance) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.get,
          retry: {backoff: immediate, jitter: none, retries: 1}}
  api: {kind: service, replicas: 2, balance: ip_hash, eject_for: 0s, on: {get: [{work: 1ms}]}}
run: {duration: 10s}
timeline: [{at: 0s, kill: "api[0]"}]
)");
  EXPECT_EQ(outcome.failed("get"), 0);
}

TEST(Policy, ABudgetBoundsTheRetries) {
  const auto run_with = [](const std::string& budget) {
    return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: api.get,
          retry: {backoff: immediate, jitter: none, retries: 3)" +
               budget + R"(}}
  api: {kind: service, on: {get: [{fail: unavailable}]}}
run: {duration: 20.005s}
)");
  };
  EXPECT_EQ(run_with("").arrived_at("api[0]", "get"), 4 * 2000);
  const auto with_budget =
      static_cast<double>(run_with(", budget: 10%").arrived_at("api[0]", "get"));
  EXPECT_GT(with_budget, 2000 * 1.05);
  // The budget of 10 %, and the few that it allows whatever the load.
  EXPECT_LT(with_budget, 2000 * 1.1 + 300);
}

TEST(Policy, ABreakerOpensTriesAgainAndCloses) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.get,
          breaker: {failures: 5, open_for: 2s, probes: 1, successes_to_close: 1}}
  api: {kind: service, eject_for: 0s, on: {get: [{work: 1ms}]}}
run: {duration: 20.05s}
timeline: [{at: 5.05s, kill: api, for: 5s}]
)");
  // 5 refusals open it at 5.5 s; the probes at 7.6 and 9.7 s are refused, that at 11.8 s succeeds.
  // (At 7.5 s the answer of 5.5 s, 0.5 ms later, is not yet 2 s old.)
  EXPECT_EQ(outcome.failed("get", "refused"), 5 + 2);
  EXPECT_EQ(outcome.failed("get", "rejected"), 20 + 20 + 20);
  EXPECT_EQ(outcome.completed("get"), 200 - 67);
}

TEST(Policy, AHedgeSendsASecondTryAndTakesTheFirstAnswer) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.get, hedge_after: 10ms}
  api: {kind: service, replicas: 2, on: {get: [{work: 1ms}]}}
run: {duration: 10.05s}
timeline: [{at: 0s, slow: "api[0]", speed: 1%}]
)");
  // In turn, so that each first try goes to the slow instance (100 ms); the second one is answered
  // 1.5 ms after it was sent.
  EXPECT_EQ(outcome.completed("get"), 100);
  EXPECT_NEAR(outcome.max_ms("get"), 10 + 1.5, 0.1);
  EXPECT_NEAR(outcome.min_ms("get"), 10 + 1.5, 0.1);
  EXPECT_EQ(tries(outcome), 200);
}

TEST(Policy, WithoutNeedThereIsNoHedge) {
  EXPECT_EQ(tries(call_with("hedge_after: 10ms", "[{work: 1ms}]")), 10);
}

TEST(Policy, ALimitRejectsWhatIsTooMuchAtOnce) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.get, limit: 3, timeout: 5s}
  api: {kind: service, on: {get: [{wait: 1s}]}}
run: {duration: 10.05s}
)");
  // Three at 0.1 to 0.3 s, answered after 1.0005 s; then three more at 1.2 to 1.4 s, and so on.
  EXPECT_EQ(outcome.completed("get"), 3 * 9 - 1 + 0);
  EXPECT_EQ(outcome.failed("get", "time_out"), 0);
  EXPECT_GT(outcome.failed("get", "rejected"), 60);
}

TEST(Policy, ADeadlineIsHandedOn) {
  // The user's deadline of 50 ms holds for the call that the service makes, whose own time-out is
  // a second: it ends with the user's, and its steps that follow are done at once.
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: front.get, deadline: 50ms}
  front: {kind: service, on: {get: [{call: api.get, otherwise: [{publish: late.note}]}]}}
  api: {kind: service, on: {get: [{wait: 400ms}]}}
  late: {kind: service, on: {note: [{work: 1ms}]}}
run: {duration: 1.08s}
)");
  EXPECT_EQ(outcome.failed("get", "time_out"), 10);
  EXPECT_EQ(outcome.arrived_at("late[0]", "note"), 10);  // the last at 1.05 s, not at 1.4 s
}

TEST(Policy, MistakesAreToldWithTheirPlaces) {
  const auto mistakes = [](const std::string& policy) {
    return mistakes_in(R"(
components:
  users: {kind: clients, arrivals: {constant: 1/s}, calls: api.get, )" +
                       policy + R"(}
  api: {kind: service, on: {get: [{work: 1ms}]}}
)");
  };
  EXPECT_THAT(mistakes("timeout: 5"), HasSubstr("test.yaml:5:78: error:"));
  EXPECT_THAT(mistakes("timeout: 0s"), HasSubstr("more than 0s"));
  EXPECT_THAT(mistakes("retry: {base: 10s, cap: 1s}"), HasSubstr("test.yaml:5:93: error:"));
  EXPECT_THAT(mistakes("retry: {backoff: linear}"), HasSubstr("\"linear\""));
  EXPECT_THAT(mistakes("breaker: {open_for: 0s}"), HasSubstr("more than 0s"));
  EXPECT_THAT(mistakes("limit: 0"), HasSubstr("at least 1"));
}

}  // namespace
}  // namespace napkin::components
