#include <optional>

#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

const TheoryResult* find_line(const Outcome& outcome, std::string_view what) {
  for (const TheoryResult& line : outcome.result.theory) {
    if (line.what == what) {
      return &line;
    }
  }
  return nullptr;
}

TEST(Theory, PredictsAQueueOfTheTextbooks) {
  const Outcome outcome = run(R"(
regions: {here: {same_zone: {latency: 1ns}}}
components:
  users: {kind: clients, arrivals: {poisson: 800/s}, calls: server.serve, timeout: 100s}
  server: {kind: station, service: {exponential: 1ms}}
run: {duration: 60s, warm_up: 2s}
)");
  const TheoryResult* const time = find_line(outcome, "mean time at server");
  ASSERT_NE(time, nullptr);
  EXPECT_EQ(time->basis, "M/M/1");
  EXPECT_NEAR(time->predicted, 5e6, 1);
  EXPECT_NEAR(time->measured, 5e6, 0.5e6);
  const TheoryResult* const busy = find_line(outcome, "utilisation(server)");
  ASSERT_NE(busy, nullptr);
  EXPECT_NEAR(busy->predicted, 0.8, 1e-12);
  EXPECT_NEAR(busy->measured, 0.8, 0.02);
}

TEST(Theory, FollowsRequestsThroughBranchesAndLoops) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {poisson: 100/s}, calls: web.page}
  web:
    kind: service
    cores: 4
    on:
      page:
        - work: {exponential: 5ms}
        - branch:
            - {share: 30%, steps: [{call: db.query}]}
            - {share: 70%, steps: [{repeat: 2, steps: [{call: db.query}]}]}
  db: {kind: station, discipline: shared, service: 3ms, classes: {query: {}}}
run: {duration: 60s, warm_up: 2s}
)");
  // 0.3 + 0.7 x 2 = 1.7 queries for each page.
  EXPECT_NEAR(find_line(outcome, "utilisation(db)")->predicted, 100 * 1.7 * 0.003, 1e-9);
  EXPECT_NEAR(find_line(outcome, "utilisation(web)")->predicted, 100 * 0.005 / 4, 1e-9);
  EXPECT_NEAR(find_line(outcome, "mean time at db")->predicted, 3e6 / 0.49, 1);
  // Half of the web server's time is spent at the database, about which its own queue says nothing.
  EXPECT_EQ(find_line(outcome, "mean time at web"), nullptr);
}

TEST(Theory, SaysWhereItIsAnApproximation) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {poisson: 300/s}, calls: server.serve}
  server: {kind: station, servers: 2, service: 5ms}
run: {duration: 20s}
)");
  EXPECT_EQ(find_line(outcome, "mean time at server")->basis, "approximation, Allen-Cunneen");
}

TEST(Theory, IsSilentWhereItKnowsNothing) {
  const std::string server = "  server: {kind: station, service: {exponential: 1ms}}\n";
  const std::string users = "components:\n  users: {kind: clients, calls: server.serve, ";
  const auto lines = [&](const std::string& keys, const std::string& rest) {
    return run(users + keys + "}\n" + server + rest).result.theory.size();
  };
  EXPECT_EQ(lines("arrivals: {poisson: 100/s}", "run: {duration: 2s}\n"), 2U);
  EXPECT_EQ(lines("population: 5, think: 10ms", "run: {duration: 2s}\n"), 0U);
  EXPECT_EQ(lines("arrivals: {poisson: 100/s}, retry: {retries: 1}", "run: {duration: 2s}\n"), 0U);
  EXPECT_EQ(lines("arrivals: {poisson: 2k/s}", "run: {duration: 2s}\n"), 0U);
  EXPECT_EQ(lines("arrivals: {poisson: 100/s}",
                  "run: {duration: 2s}\ntimeline:\n  - {at: 1s, kill: server, for: 10ms}\n"),
            0U);
}

}  // namespace
}  // namespace napkin::components
