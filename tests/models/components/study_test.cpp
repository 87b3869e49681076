#include "sim/run/study.h"

#include <cmath>

#include "sim/stats/analysis/comparison.h"
#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

RunResult study(const std::string& text, int threads = 1, std::uint64_t seed = 1) {
  Diagnostics diagnostics;
  const ScenarioPlan plan = plan_of(text, diagnostics);
  diagnostics.throw_if_any();
  return run_study(plan, {.seed = seed, .threads = threads});
}

/// A single server at load 0.5 unless said otherwise, with exponential work of `work`.
std::string single_server(const std::string& run, const std::string& work = "1ms") {
  return R"(
components:
  users: {kind: clients, arrivals: {poisson: 500/s}, calls: server.serve}
  server: {kind: service, cores: 1, queue: 100k, on: {serve: [{work: {exponential: )" +
         work + R"(}}]}}
run: )" + run +
         "\n";
}

TEST(Study, IsTheSameOnAnyNumberOfThreads) {
  const std::string text = single_server("{duration: 2s, replications: 5}");
  const RunResult one = study(text, 1);
  EXPECT_EQ(one, study(text, 3));
  EXPECT_EQ(one, study(text, 8));
}

TEST(Study, PoolsReplicationsThatDiffer) {
  const RunResult alone = study(single_server("{duration: 2s}"));
  const RunResult pooled = study(single_server("{duration: 2s, replications: 4}"));
  ASSERT_EQ(pooled.replicated.size(), 4U);
  EXPECT_EQ(pooled.replicated[0].fingerprint, alone.fingerprint);
  EXPECT_NE(pooled.replicated[1].fingerprint, pooled.replicated[2].fingerprint);
  EXPECT_EQ(pooled.replications, 4U);
  const auto completed = static_cast<double>(pooled.operations[0].tally.completed);
  EXPECT_NEAR(completed, 4000, 3.3 * std::sqrt(4000));
  EXPECT_NEAR(pooled.per_second(pooled.operations[0].tally.completed), completed / 8, 1e-9);
  for (const AuditLine& line : pooled.audit) {
    EXPECT_TRUE(line.ok) << line.name << ": " << line.detail;
  }
}

double squared_error(const std::vector<double>& values) {
  const double count = static_cast<double>(values.size());
  double sum = 0;
  double squares = 0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
  }
  return (squares - sum * sum / count) / (count - 1);
}

std::vector<double> means_of(const RunResult& result) {
  std::vector<double> means;
  for (const ReplicationResult& replication : result.replicated) {
    means.push_back(find_named(replication.values, "mean(serve)", &NamedValue::name).value);
  }
  return means;
}

std::vector<double> differences(const std::vector<double>& first,
                                const std::vector<double>& second) {
  std::vector<double> all;
  for (std::size_t index = 0; index < first.size(); ++index) {
    all.push_back(second[index] - first[index]);
  }
  return all;
}

TEST(Study, CommonRandomNumbersMakeSmallChangesVisible) {
  const std::string run = "{duration: 10s, replications: 12, trace: false}";
  const auto before = means_of(study(single_server(run, "1ms")));
  const auto after = means_of(study(single_server(run, "1.01ms")));
  const auto elsewhere = means_of(study(single_server(run, "1.01ms"), 1, 77));
  const double paired = squared_error(differences(before, after));
  const double independent = squared_error(differences(before, elsewhere));
  EXPECT_LT(10 * paired, independent);
}

TEST(Study, EqualVariantsDifferByExactlyZero) {
  const std::string text = single_server("{duration: 1s, replications: 5}");
  const RunResult one = study(text);
  const RunResult other = study(text, 2);
  const auto changes = compare_results({one.seed, one.replicated}, {other.seed, other.replicated});
  ASSERT_FALSE(changes.empty());
  for (const Change& change : changes) {
    EXPECT_EQ(change.verdict, ChangeVerdict::kEqual) << change.name;
    EXPECT_EQ(change.difference.value, 0) << change.name;
  }
}

TEST(Study, AddsReplicationsUntilTheValueIsKnown) {
  const RunResult result =
      study(single_server("{duration: 4s, until: mean(serve) within 3%, trace: false}"), 2);
  EXPECT_TRUE(result.complete) << result.incomplete_reason;
  EXPECT_GT(result.replications, 5U);
  const Estimate& mean = *result.operations[0].find_estimate("mean");
  ASSERT_TRUE(mean.has_interval());
  EXPECT_LE((*mean.highest - *mean.lowest) / 2, 0.03 * *mean.value);
  // M/M/1: 1 ms / (1 - 0.5), and two calls' way of 250 us.
  EXPECT_NEAR(*mean.value, 2.5e6, 0.06 * 2.5e6);
  EXPECT_THAT(result.stopping_rule, testing::HasSubstr("known within"));
}

TEST(Study, StopsWhereItsBudgetEnds) {
  const RunResult result =
      study(single_server("{duration: 1s, until: p99.9(serve) within 1%, replications_max: 6}"));
  EXPECT_FALSE(result.complete);
  EXPECT_EQ(result.replications, 6U);
  EXPECT_THAT(result.incomplete_reason, testing::HasSubstr("stopped by run.replications_max"));
}

TEST(Study, FindsTheWarmUpByAPilot) {
  const RunResult result = study(R"(
components:
  users: {kind: clients, arrivals: {poisson: 200/s}, calls: cache.get}
  cache: {kind: service, cores: 64, on: {get: [{work: {mean: 5ms, cv: 0.5}}]}}
run: {duration: 40s, warm_up: auto}
)");
  EXPECT_FALSE(result.warm_up_refused) << result.warm_up_rule;
  EXPECT_LT(result.warm_up, std::chrono::seconds{20});
  EXPECT_THAT(result.warm_up_rule, testing::HasSubstr("MSER-5"));
}

TEST(Study, RefusesAWarmUpThatNeverEnds) {
  const RunResult result = study(R"(
components:
  users: {kind: clients, arrivals: {poisson: 1200/s}, calls: server.serve}
  server: {kind: service, cores: 1, queue: 100k, on: {serve: [{work: 1ms}]}}
run: {duration: 20s, warm_up: auto}
)");
  EXPECT_TRUE(result.warm_up_refused);
  EXPECT_EQ(result.warm_up.count(), 0);
  EXPECT_FALSE(result.too_short.empty());
  EXPECT_FALSE(result.operations[0].find_estimate("mean")->has_interval());
}

TEST(Study, AStallShowsInTheOpenLoopAndHidesInTheClosedOne) {
  const RunResult result = study(R"(
components:
  open: {kind: clients, arrivals: {constant: 100/s}, timeout: 60s, calls: api.get}
  closed: {kind: clients, population: 10, think: 100ms, timeout: 60s, calls: api.peek}
  api: {kind: service, cores: 4, queue: 10k, on: {get: [{work: 1ms}], peek: [{work: 1ms}]}}
run: {duration: 100s}
timeline:
  - {at: 45s, pause: api, for: 10s}
)");
  const OperationResult& open = find_named(result.operations, "get", &OperationResult::name);
  const OperationResult& closed = find_named(result.operations, "peek", &OperationResult::name);
  EXPECT_FALSE(open.closed_loop);
  EXPECT_TRUE(closed.closed_loop);
  // A tenth of the requests wait evenly between 0 and 10 s: 1 % of all for more than 9 s.
  EXPECT_NEAR(static_cast<double>(open.latency.value_at_quantile(0.99)), 9e9, 0.1e9);
  EXPECT_LT(closed.latency.value_at_quantile(0.99), 100'000'000);
  EXPECT_FALSE(result.steady);
  EXPECT_THAT(open.find_estimate("p99")->withheld, testing::HasSubstr("it takes 5 replications"));
}

TEST(Study, ATimeWindowIsJudgedOverReplications) {
  const RunResult result =
      study(single_server("{duration: 4s, replications: 8, trace: false}") +
            "expect: ['rate(serve, 1s..3s) > 100/s', 'completed(serve) > 1']\n");
  ASSERT_EQ(result.expectations.size(), 2U);
  const ExpectationResult& rate = result.expectations[0];
  EXPECT_EQ(rate.verdict, Verdict::kMet);
  ASSERT_TRUE(rate.lowest && rate.highest);
  EXPECT_LT(*rate.lowest, 500);
  EXPECT_GT(*rate.highest, 470);
}

TEST(Study, AnIntervalThatStraddlesTheLimitDecidesNothing) {
  const RunResult result = study(single_server("{duration: 20s, replications: 2, trace: false}") +
                                 "expect: ['mean(serve) < 2.5ms', 'mean(serve) < 10ms']\n");
  EXPECT_EQ(result.expectations[0].verdict, Verdict::kInconclusive);
  EXPECT_EQ(result.expectations[1].verdict, Verdict::kMet);
}

}  // namespace
}  // namespace napkin::components
