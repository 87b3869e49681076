#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

TEST(RateLimiter, LetsTheLimitThroughAndTurnsTheRestAway) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: gate.get, timeout: 1s}
  gate: {kind: limiter, limit: 50, per: 1s, burst: 5, to: [api.get]}
  api: {kind: service, on: {get: [{work: 1ms}]}}
run: {duration: 100s}
)");
  EXPECT_NEAR(static_cast<double>(outcome.completed("get")), 5000, 60);
  EXPECT_EQ(outcome.failed("get"), outcome.failed("get", "rate_limited"));
  EXPECT_NEAR(outcome.value("value(gate.refused)"), 0.5, 0.01);
}

TEST(RateLimiter, FixedWindowsLetTwiceTheLimitThroughAroundTheirBoundary) {
  const Outcome outcome = run(R"(
components:
  users:
    kind: clients
    arrivals: {curve: [{at: 0s, rate: 0/s}, {at: 59s, rate: 0/s}, {at: 60s, rate: 2k/s}]}
    calls: gate.pass
  gate: {kind: limiter, algorithm: fixed_window, limit: 100, per: 60s}
run: {duration: 62s}
)");
  EXPECT_EQ(outcome.value("value(gate.most_in_span)"), 200);
}

TEST(RateLimiter, ALeakingBucketDelaysWhatItAdmits) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 20/s}, calls: gate.pass, timeout: 10s}
  gate: {kind: limiter, algorithm: leaking_bucket, limit: 10, per: 1s, burst: 5}
run: {duration: 20s}
)");
  EXPECT_GT(outcome.max_ms("pass"), 300);
  EXPECT_NEAR(static_cast<double>(outcome.completed("pass")), 200, 10);
}

TEST(RateLimiter, MistakesAreToldWithTheirPlaces) {
  EXPECT_THAT(mistakes_in("components:\n  gate: {kind: limiter, limit: 5, algorithm: gcra, "
                          "refill: batches}\n"),
              testing::HasSubstr("write algorithm: token_bucket"));
}

TEST(Throttle, ClientsHoldBackWhatWouldBeRefused) {
  // Twice of what is accepted still reaches the backend: k = 2 of 100/s, where 500/s are offered.
  const Outcome outcome = run(R"(
components:
  users:
    kind: clients
    arrivals: {constant: 500/s}
    calls: backend.pass
    throttle: {k: 2, window: 10s}
  backend: {kind: limiter, limit: 100, per: 1s, burst: 10}
run: {duration: 120s, warm_up: 60s}
)");
  EXPECT_NEAR(static_cast<double>(outcome.arrived_at("backend", "pass")) / 60, 200, 20);
  EXPECT_GT(outcome.failed("pass", "rejected"), 60 * 200);
}

}  // namespace
}  // namespace napkin::components
