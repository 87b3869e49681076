#include "sim/run/forecast.h"

#include <string>
#include <vector>

#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

std::vector<ForecastOverload> forecast(const std::string& text) {
  Diagnostics diagnostics;
  const ScenarioPlan plan = plan_of(text, diagnostics);
  diagnostics.throw_if_any();
  return forecast_overloads(plan);
}

TEST(Forecast, LoadIsArrivalsTimesWorkOverCores) {
  const auto overloads = forecast(R"(
components:
  users: {kind: clients, arrivals: {poisson: 130/s}, calls: a.get}
  a: {kind: service, cores: 2, on: {get: [{work: {exponential: 10ms}}, {work: 10ms}]}}
)");
  ASSERT_EQ(overloads.size(), 1U);
  EXPECT_DOUBLE_EQ(overloads.front().load, 1.3);
  EXPECT_EQ(overloads.front().in_words(),
            "load 1.3 at a: 130 requests a second need 2.6 cores, it has 2");
}

TEST(Forecast, FollowsCallsThroughTheLayers) {
  // 100/s, of which 30 % read twice: 60 reads/s of 20 ms on one core.
  const auto overloads = forecast(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: front.get}
  front: {kind: balancer, to: [a.get]}
  a:
    kind: service
    on:
      get:
        - branch:
            - {share: 30%, steps: [{repeat: 2, steps: [{call: db.read}]}]}
            - {share: 70%, steps: [{work: 1ms}]}
  db: {kind: sql, cores: 1, read: 20ms}
)");
  ASSERT_EQ(overloads.size(), 1U);
  EXPECT_EQ(overloads.front().component, "db");
  EXPECT_NEAR(overloads.front().load, 1.2, 1e-9);
}

TEST(Forecast, ClosedLoopsAdaptAndStableSystemsAreQuiet) {
  EXPECT_TRUE(forecast(R"(
components:
  users: {kind: clients, population: 1000, calls: a.get}
  others: {kind: clients, arrivals: {poisson: 99/s}, calls: a.get}
  a: {kind: service, cores: 1, on: {get: [{work: 10ms}]}}
)")
                  .empty());
}

TEST(Forecast, RequestsThatCauseThemselvesAreRefused) {
  EXPECT_THAT(mistakes_in(R"(
components:
  users: {kind: clients, arrivals: {poisson: 1/s}, calls: a.get}
  a: {kind: service, on: {get: [{work: 1ms}, {call: b.get}]}}
  b: {kind: service, on: {get: [{parallel: [{call: c.get}, {work: 1ms}]}]}}
  c: {kind: service, on: {get: [{publish: a.get}]}}
)"),
              ::testing::HasSubstr("without end: a.get -> b.get -> c.get -> a.get"));
}

TEST(Forecast, ACircleThatAnOutcomeEndsIsAllowed) {
  EXPECT_EQ(mistakes_in(R"(
components:
  users: {kind: clients, arrivals: {poisson: 1/s}, calls: a.get}
  a: {kind: service, on: {get: [{branch: [{share: 50%, steps: [{call: b.get}]}, {share: 50%}]}]}}
  b: {kind: service, on: {get: [{call: a.get}]}}
)"),
            "");
}

}  // namespace
}  // namespace napkin::components
