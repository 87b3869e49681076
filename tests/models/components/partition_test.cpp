#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

/// A request every 100 ms from the west to two instances in the east, 40 ms away, while something
/// happens. Each of the two serves every other request.
Outcome across(const std::string& timeline) {
  return run(R"(
regions: {east: {zones: 2}, west: {}}
links: [{between: [east, west], latency: 40ms}]
components:
  users: {kind: clients, region: west, arrivals: {constant: 10/s}, calls: api.get, timeout: 500ms}
  api: {kind: service, region: east, replicas: 2, eject_for: 0s, on: {get: [{work: 1ms}]}}
run: {duration: 10.05s}
timeline: )" +
             timeline + "\n");
}

/// Requests that found no answer, of those sent every 100 ms.
std::int64_t unanswered(const std::string& timeline) {
  return across(timeline).failed("get", "time_out");
}

TEST(Partition, AnIsolatedHostIsCutOffFromOtherRegions) {
  const Outcome outcome = across("[{at: 3.05s, isolate: \"api[0]\", for: 2s}]");
  EXPECT_EQ(outcome.failed("get", "time_out"), 10);
  EXPECT_EQ(outcome.operation("get").failures.total(6s, 10s), 0);
  EXPECT_EQ(outcome.arrived_at("api[0]", "get") + 10, outcome.arrived_at("api[1]", "get"));
  EXPECT_EQ(unanswered("[{at: 3.05s, isolate: \"api[0]\"}, {at: 5.05s, heal: true}]"), 10);
  EXPECT_EQ(unanswered("[{at: 3.05s, isolate: api, for: 2s}]"), 20);
  EXPECT_EQ(unanswered("[{at: 3.05s, isolate: users, for: 2s}]"), 20);
  EXPECT_EQ(unanswered("[{at: 3.05s, isolate: east, for: 2s}]"), 20);
  EXPECT_EQ(unanswered("[{at: 3.05s, isolate: \"east.zone[1]\", for: 2s}]"), 10);
}

TEST(Partition, HostsOfTwoRegionsAreCutApartOneByOne) {
  EXPECT_EQ(unanswered("[{at: 3.05s, partition: [\"api[1]\", users], for: 2s}]"), 10);
  EXPECT_EQ(unanswered("[{at: 3.05s, partition: [users, api], for: 2s}]"), 20);
  EXPECT_EQ(unanswered("[{at: 3.05s, partition: [west, \"api[1]\"], for: 2s}]"), 10);
  EXPECT_EQ(unanswered("[{at: 3.05s, partition: [\"api[0]\", \"api[1]\"], for: 2s}]"), 0);
}

TEST(Partition, OneWayAcrossRegionsLosesRequestsOrReplies) {
  const auto arrived = [](const Outcome& outcome) {
    return outcome.arrived_at("api[0]", "get") + outcome.arrived_at("api[1]", "get");
  };
  const Outcome requests = across("[{at: 3.05s, partition: [users, api], for: 2s, one_way: true}]");
  EXPECT_EQ(requests.failed("get", "time_out"), 20);
  EXPECT_EQ(arrived(requests), 80);
  const Outcome replies = across("[{at: 3.05s, partition: [api, users], for: 2s, one_way: true}]");
  EXPECT_EQ(replies.failed("get", "time_out"), 20);
  EXPECT_EQ(arrived(replies), 100);
}

// The request of 3 s is under way when it begins; that of 5 s when it ends.
TEST(Partition, LosesWhatIsSentWhileItStands) {
  EXPECT_EQ(unanswered("[{at: 3.02s, partition: [users, api], for: 2s, one_way: true}]"), 20);
  EXPECT_EQ(unanswered("[{at: 3.02s, partition: [west, east], for: 2s, one_way: true}]"), 20);
}

TEST(Partition, EndsAloneWhenAnotherOneStillStands) {
  for (const char* const sides : {"[west, east]", "[users, api]"}) {
    const std::string first = std::string("{at: 3.05s, partition: ") + sides + ", for: 2s}";
    const std::string second = std::string("{at: 4.05s, partition: ") + sides + ", for: 2s}";
    EXPECT_EQ(unanswered("[" + first + ", " + second + "]"), 30) << sides;
    EXPECT_EQ(unanswered("[" + second + ", " + first + "]"), 30) << sides;
  }
}

// The role has moved meanwhile: the old primary would stay cut off for ever.
TEST(Partition, EndsForTheHostsItBeganWith) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: db.write, timeout: 500ms}
  db: {kind: sql, replicas: 2, write: 1ms, fail_over_after: 1s}
run: {duration: 20.05s}
timeline:
  - {at: 1.05s, partition: ["db.shard[0].primary", users], for: 9s}
  - {at: 2.05s, kill: "db.shard[0].node[0]", for: 2s}
  - {at: 12.05s, kill: "db.shard[0].node[1]"}
)");
  EXPECT_EQ(outcome.operation("write").failures.total(14s, 20s), 0);
  EXPECT_EQ(outcome.operation("write").completions.total(14s, 20s), 60);
}

TEST(Partition, SixtyFourWaysAreTheMost) {
  std::string timeline;
  for (int entry = 0; entry < 33; ++entry) {
    timeline += "  - {at: " + std::to_string(entry + 1) + "s, isolate: api, for: 1s}\n";
  }
  EXPECT_THAT(mistakes_in("components:\n  api: {kind: service, on: {get: [{work: 1ms}]}}\n"
                          "timeline:\n" +
                          timeline),
              HasSubstr("test.yaml:38:5: error: there are more than 64 partitions"));
}

}  // namespace
}  // namespace napkin::components
