#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

/// What an expectation finds of a run with ten requests a second on two instances, thirty from 4 s
/// to 6 s, and a few connections.
ExpectationResult measured(const std::string& measure, const std::string& warm_up = "0s") {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: api.get}
  api: {kind: service, replicas: 2, on: {get: [{work: 1ms}]}}
  push: {kind: push_service, replicas: 4, users: 100, connected: 40, deliver: users.deliver}
run: {duration: 10s, warm_up: )" +
                              warm_up + R"(}
timeline:
  - {at: 4.001s, set: users.rate_factor, to: 3}
  - {at: 6.001s, set: users.rate_factor, to: 1}
expect: [")" + measure + R"("]
)");
  return outcome.result.expectations.at(0);
}

TEST(Measure, TheHighestThroughputIsThatOfTheBestSecond) {
  EXPECT_EQ(measured("max_throughput(get) == 0/s").value, 30);
  EXPECT_EQ(measured("max_throughput(get, before 4s) == 0/s").value, 10);
  EXPECT_EQ(measured("max_throughput(get) == 0/s", "7s").value,
            10);  // what came before was the warm-up
  EXPECT_EQ(measured("max_throughput(get) == 0/s", "9.5s").verdict, Verdict::kInconclusive);
}

TEST(Measure, TheHighestThroughputOfInstancesIsThatOfAllTogether) {
  EXPECT_EQ(measured("max_throughput(api) == 0/s").value, 30);
  EXPECT_EQ(measured("max_throughput(api[0]) == 0/s").value, 15);
  EXPECT_EQ(measured("max_throughput(api[0], after 7s) == 0/s").value, 5);
  EXPECT_EQ(measured("max_throughput(api) == 0/s", "7s").value, 10);
  EXPECT_EQ(measured("max_throughput(nobody) == 0/s").verdict, Verdict::kInconclusive);
}

TEST(Measure, AValueIsWhatInstancesReportAddedUp) {
  EXPECT_EQ(measured("value(push.connections) == 0").value, 40);
  EXPECT_EQ(measured("value(push[1].connections) == 0").value, 10);
  EXPECT_EQ(measured("value(push[*].connections) == 0").value, 40);
  EXPECT_EQ(measured("value(push.connectoins) == 0").verdict, Verdict::kInconclusive);
  EXPECT_EQ(measured("value(push) == 0").verdict, Verdict::kInconclusive);
}

double value_of(const std::string& measure, const std::string& warm_up = "0s") {
  return measured(measure, warm_up).value.value_or(-1);
}

TEST(Measure, OfAPartInAWindowIsWhatItDidThen) {
  EXPECT_EQ(value_of("rate(api, 2s..4s) == 0/s"), 10);
  EXPECT_EQ(value_of("rate(api, 4s..6s) == 0/s"), 30);
  EXPECT_EQ(value_of("rate(api[1].get, 4s..6s) == 0/s"), 15);
  EXPECT_EQ(value_of("completed(api, after 6s) == 0"), 40);
  EXPECT_NEAR(value_of("arrival_rate(api, 4s..6s) == 0/s"), 30, 0.5);
  EXPECT_EQ(value_of("error_rate(api, 4s..6s) == 0%"), 0);
  EXPECT_NEAR(value_of("p99(api, 4s..6s) == 0s"), 1e6, 2e4);
  EXPECT_NEAR(value_of("mean(api, before 4s) == 0s"), 1e6, 2e4);
  // 1 ms of work 5 or 15 times a second at each of two hosts.
  const double calm = value_of("utilisation(api, 2s..4s) == 0%");
  EXPECT_NEAR(value_of("utilisation(api, 4s..6s) == 0%"), 3 * calm, 0.01 * calm);
  EXPECT_NEAR(value_of("utilisation(api, after 6s) == 0%"), calm, 0.01 * calm);
}

TEST(Measure, WindowsOfPartsBeginWithTheMeasuredRun) {
  EXPECT_EQ(value_of("rate(api, 2s..4s) == 0/s", "3s"), 10);
  EXPECT_EQ(value_of("completed(api, 2s..4s) == 0", "3s"), 10);
  EXPECT_EQ(value_of("completed(api, 4s..6s) == 0", "3s"), 60);
  EXPECT_EQ(measured("rate(api, 2s..4s) == 0/s", "5s").verdict, Verdict::kInconclusive);
}

TEST(Measure, WhatIsKnownOfTheWholeRunOnlyTakesNoWindow) {
  const auto mistakes = [](const std::string& measure) {
    return mistakes_in(
        "components:\n  api: {kind: mobile_push}\nrun: {duration: 10s}\nexpect: [\"" + measure +
        " < 9\"]\n");
  };
  EXPECT_THAT(mistakes("queue_max(api, 2s..4s)"),
              HasSubstr("queue_max is known of the whole run only"));
  EXPECT_EQ(mistakes("queue_mean(api, 2s..4s)"), "");
}

/// What an expectation finds of two regions: `west` answers 100 reads a second in 2 ms each, and
/// refuses the 50 writes.
std::optional<double> measured_of_parts(const std::string& measure) {
  const Outcome outcome = run(R"(
regions: {east: {}, west: {}}
components:
  readers: {kind: clients, region: east, arrivals: {constant: 100/s}, calls: api.read}
  writers: {kind: clients, region: east, arrivals: {constant: 50/s}, calls: api.write}
  api:
    kind: service
    region: west
    replicas: 2
    on: {read: [{work: 2ms}], write: [{fail: unavailable}]}
  idle: {kind: service, region: east, on: {read: [{work: 1ms}]}}
run: {duration: 10.2s}
expect: [")" + measure + R"("]
)");
  return outcome.result.expectations.at(0).value;
}

TEST(Measure, LatencyOfAPartIsWhatItsCallersWaitForAtIt) {
  EXPECT_NEAR(measured_of_parts("mean(api.read) == 0s").value(), 2e6, 4e4);
  EXPECT_NEAR(measured_of_parts("p99(api[0].read) == 0s").value(), 2e6, 4e4);
  EXPECT_NEAR(measured_of_parts("max(api) == 0s").value(), 2e6, 4e4);
  // The users of the operation are a region away.
  EXPECT_GT(measured_of_parts("mean(read) == 0s").value(), 50e6);
  EXPECT_EQ(measured_of_parts("mean(api.delete) == 0s"), std::nullopt);
}

TEST(Measure, CountsOfPartsAreThoseOfAllTogether) {
  EXPECT_NEAR(measured_of_parts("error_rate(api) == 0%").value(), 1.0 / 3, 0.01);
  EXPECT_EQ(measured_of_parts("error_rate(api.read) == 0%"), 0);
  EXPECT_EQ(measured_of_parts("availability(api.write) == 0%"), 0);
  EXPECT_NEAR(measured_of_parts("rate(api.read) == 0/s").value(), 100, 2);
  EXPECT_NEAR(measured_of_parts("rate(api[1].read) == 0/s").value(), 50, 2);
  EXPECT_NEAR(measured_of_parts("arrival_rate(api) == 0/s").value(), 150, 3);
}

TEST(Measure, ARegionIsAllThatStandsThereButItsUsers) {
  EXPECT_NEAR(measured_of_parts("rate(west) == 0/s").value(), 100, 2);
  EXPECT_NEAR(measured_of_parts("error_rate(west) == 0%").value(), 1.0 / 3, 0.01);
  EXPECT_NEAR(measured_of_parts("p50(west) == 0s").value(), 2e6, 4e4);
  EXPECT_EQ(measured_of_parts("rate(east) == 0/s"), 0);
  EXPECT_EQ(measured_of_parts("error_rate(east) == 0%"), std::nullopt);
}

std::string mistakes_of(const std::string& span, const std::string& duration) {
  return mistakes_in("components:\n  users: {kind: mobile_push}\nrun: {duration: " + duration +
                     "}\nexpect: [\"p99(get, " + span + ") < 1s\"]\n");
}

TEST(Measure, ASpanCutsThroughNoWindow) {
  EXPECT_EQ(mistakes_of("2s..5s", "10s"), "");
  EXPECT_EQ(mistakes_of("after 2s", "100s"), "");
  EXPECT_THAT(mistakes_of("2.5s..5s", "10s"),
              HasSubstr("test.yaml:6:10: error: a span of this run begins and ends at multiples of "
                        "1s"));
  EXPECT_THAT(mistakes_of("before 3s", "128s"), HasSubstr("multiples of 2s"));
  EXPECT_THAT(mistakes_of("4s..6s", "10min"), HasSubstr("multiples of 8s"));
  EXPECT_EQ(mistakes_of("8s..16s", "10min"), "");
}

}  // namespace
}  // namespace napkin::components
