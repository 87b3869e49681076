#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

/// A thousand requests of 1,000 bytes, 10 ms apart, over a line as `regions` describes it.
Outcome over(const std::string& regions, const std::string& api = "") {
  return run(regions + R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: api.get, bytes: 1000B, timeout: 5s}
  api: {kind: service, cores: 1000, on: {get: [{wait: 1ms}]}, eject_for: 0s)" +
             api + R"(}
run: {duration: 10.005s}
)");
}

/// The same between two regions.
Outcome across(const std::string& link) {
  return run(R"(
regions: {here: {}, there: {}}
links: [{between: [here, there], )" +
             link + R"(}]
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: api.get, bytes: 1000B, timeout: 5s}
  api: {kind: service, region: there, cores: 1000, on: {get: [{wait: 1ms}]}, bandwidth: 1Tbps}
run: {duration: 11s}
)");
}

TEST(Network, LosesMessages) {
  const Outcome outcome = over("regions: {here: {same_zone: {loss: 10%}}}");
  // There and back: 1 - 0.9^2 = 19 %. 500 of the thousand have timed out at the end: 3.3 sigma.
  const std::int64_t arrived = outcome.arrived_at("api[0]", "get");
  EXPECT_NEAR(static_cast<double>(arrived), 900, 32);
  EXPECT_NEAR(static_cast<double>(outcome.completed("get")), 810, 41);
}

TEST(Network, DeliversRequestsTwice) {
  const Outcome outcome = over("regions: {here: {same_zone: {duplicate: 20%}}}");
  EXPECT_NEAR(static_cast<double>(outcome.arrived_at("api[0]", "get")), 1200, 42);
  EXPECT_EQ(outcome.completed("get"), 1000);
}

TEST(Network, HoldsMessagesUp) {
  const Outcome outcome = over("regions: {here: {same_zone: {reorder: 50%, reorder_delay: 20ms}}}");
  EXPECT_NEAR(outcome.max_ms("get"), 0.5 + 1 + 2 * 20, 0.1);
  EXPECT_NEAR(outcome.min_ms("get"), 0.5 + 1, 0.1);
  EXPECT_NEAR(outcome.mean_ms("get"), 0.5 + 1 + 20, 1.5);  // 3.3 sigma of 14 / sqrt(1000)
}

TEST(Network, TakesTheTimeOfItsDistance) {
  EXPECT_NEAR(over("").mean_ms("get"), 1 + 2 * 0.25, 0.02);
  const Outcome zones = over("regions: {here: {zones: 2}}", ", replicas: 2");
  EXPECT_NEAR(zones.min_ms("get"), 1 + 2 * 0.25, 0.02);
  EXPECT_NEAR(zones.max_ms("get"), 1 + 2 * 2, 0.02);
  EXPECT_NEAR(across("distance: same_city").mean_ms("get"), 1 + 2 * 2, 0.02);
  EXPECT_NEAR(across("distance: national").mean_ms("get"), 1 + 2 * 50, 0.02);
  EXPECT_NEAR(across("distance: international").mean_ms("get"), 1 + 2 * 150, 0.02);
  EXPECT_NEAR(across("latency: 65ms").mean_ms("get"), 1 + 2 * 65, 0.02);
}

TEST(Network, ALineSendsOneMessageAfterTheOther) {
  // 8,000 bits at 1 Mbps there, the reply of 64 bytes back.
  EXPECT_NEAR(across("latency: 10ms, bandwidth: 1Mbps").mean_ms("get"), 1 + 20 + 8 + 0.512, 0.02);
  // At half of that the line is asked for more than it carries: what waits grows by 6 ms a request.
  EXPECT_GT(across("latency: 10ms, bandwidth: 500kbps").max_ms("get"), 3000);
}

TEST(Network, FaultsStrikeZonesAndRegions) {
  const auto with = [](const std::string& timeline) {
    return run(R"(
regions: {here: {zones: 3}, there: {}}
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: api.get, timeout: 50ms}
  api: {kind: service, replicas: 3, on: {get: [{wait: 1ms}]}, eject_for: 0s}
  far: {kind: service, region: there, on: {get: [{wait: 1ms}]}}
run: {duration: 10.005s}
timeline: [)" + timeline +
               "]\n");
  };
  const auto near_third = [](std::int64_t failed) { return failed >= 66 && failed <= 67; };
  EXPECT_PRED1(near_third, with("{at: 2s, kill: \"here.zone[1]\", for: 2s}").failed("get"));
  EXPECT_EQ(with("{at: 2s, kill: \"here.zone[*]\", for: 2s}").failed("get"), 200);
  EXPECT_EQ(with("{at: 2s, kill: here, for: 2s}").failed("get"), 200);
  EXPECT_EQ(with("{at: 2s, kill: there, for: 2s}").failed("get"), 0);
  EXPECT_EQ(with("{at: 2s, pause: here, for: 2s}").failed("get", "time_out"), 196);
  // The replies to the last four are sent when the links are fast again.
  EXPECT_EQ(with("{at: 2s, slow_link: here, by: 40ms, for: 2s}").failed("get", "time_out"), 196);
  const std::int64_t slow =
      with("{at: 2s, slow_link: \"here.zone[2]\", by: 40ms, for: 2s}").failed("get", "time_out");
  EXPECT_TRUE(slow == 65 || slow == 66) << slow;
}

}  // namespace
}  // namespace napkin::components
