#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

TEST(Groups, StandSeveralTimesEachTogether) {
  const Outcome outcome = run(R"(
groups:
  cell:
    copies: 3
    components:
      users: {kind: clients, arrivals: {constant: 10/s}, calls: api.get}
      api: {kind: service, on: {get: [{call: rows.read}, {call: shared.put}]}}
      rows: {kind: sql}
components:
  shared: {kind: service, on: {put: [{wait: 1ms}]}}
run: {duration: 10.05s}
timeline: [{at: 5.02s, kill: "cell[1].api[0]"}, {at: 7.02s, kill: "cell[2]"}]
)");
  EXPECT_EQ(outcome.arrived_at("cell[0].api[0]", "get"), 100);
  EXPECT_EQ(outcome.arrived_at("cell[1].api[0]", "get"), 50);
  EXPECT_EQ(outcome.arrived_at("cell[2].api[0]", "get"), 70);  // the users of that cell die, too
  EXPECT_EQ(outcome.arrived_at("shared[0]", "put"), 220);
  EXPECT_EQ(outcome.completed("get"), 220);
}

TEST(Groups, ArePlacedInRegionsAndCalledFromOutsideByTheirFullNames) {
  const Outcome outcome = run(R"(
regions: {east: {}, west: {}}
links: [{between: [east, west], latency: 30ms}]
groups:
  site:
    regions: [east, west]
    components:
      api: {kind: service, on: {get: [{call: rows.read}]}}
      rows: {kind: sql, read: 1ms}
components:
  near:
    kind: clients
    region: east
    arrivals: {constant: 10/s}
    requests: [{call: site.east.api.get, as: near}]
  far:
    kind: clients
    region: east
    arrivals: {constant: 10/s}
    requests: [{call: site.west.api.get, as: far}]
run: {duration: 10.05s}
timeline: [{at: 8.02s, kill: "site.west.rows.shard[0].primary"}]
)");
  EXPECT_NEAR(outcome.operation("near").latency.mean() / 1e6, 2, 0.1);
  EXPECT_NEAR(outcome.operation("far").latency.mean() / 1e6, 62, 1);
  EXPECT_EQ(outcome.failed("near"), 0);
  EXPECT_GE(outcome.failed("far"), 10);
}

TEST(Regions, AComponentIsSpreadOverThemAndCalledInItsOwn) {
  const Outcome outcome = run(R"(
regions: {east: {}, west: {}, north: {}}
links: [{between: [east, west], latency: 30ms}]
components:
  users: {kind: clients, regions: [east, west], arrivals: {constant: 10/s}, calls: api.get}
  api: {kind: service, regions: {east: 3, west: 1}, on: {get: [{wait: 1ms}]}}
  visitors:
    kind: clients
    region: north
    arrivals: {constant: 1/s}
    requests: [{call: api.get, as: visit}]
run: {duration: 10.05s}
expect:
  - utilisation(api.east) == 0%
  - completed(api) > 0
)");
  EXPECT_EQ(outcome.component("api.east").instances.size(), 3);
  EXPECT_EQ(outcome.component("api.west").instances.size(), 1);
  EXPECT_EQ(outcome.arrived_at("api.west[0]", "get"), 100);
  EXPECT_EQ(outcome.completed("get"), 200);
  EXPECT_LT(outcome.max_ms("get"), 2);       // nobody leaves the region
  EXPECT_EQ(outcome.completed("visit"), 9);  // goes to the first of them; one is under way
  for (const ExpectationResult& expectation : outcome.result.expectations) {
    EXPECT_EQ(expectation.verdict, Verdict::kMet) << expectation.text;
  }
}

TEST(Groups, MistakesAreToldWithTheirPlaces) {
  EXPECT_THAT(mistakes_in("groups: {cell: {components: {api: {kind: balancer, to: [a.b]}}}}\n"),
              HasSubstr("give one of copies and regions"));
  EXPECT_THAT(mistakes_in("groups: {cell: {copies: 2}}\n"), HasSubstr("has no components"));
  EXPECT_THAT(
      mistakes_in("groups: {cell: {copies: 2, components: {a: {kind: balancer, to: [b.get]}}}}\n"),
      HasSubstr("there is no component \"b\""));
  EXPECT_THAT(mistakes_in("regions: {east: {}}\ncomponents: {a: {kind: mobile_push, regions: "
                          "[west]}}\n"),
              HasSubstr("unknown region \"west\""));
  EXPECT_THAT(mistakes_in("regions: {east: {}}\ncomponents: {a: {kind: mobile_push, regions: "
                          "{east: 2}}}\n"),
              HasSubstr("no number of instances"));
}

}  // namespace
}  // namespace napkin::components
