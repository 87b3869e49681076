#include <filesystem>
#include <fstream>

#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

Outcome run_load(const std::string& load, const std::string& duration) {
  return run("components:\n  users: {kind: clients, calls: api.get, " + load + R"(}
  api: {kind: service, cores: 1000, on: {get: [{wait: 1ms}]}}
run: {trace: false, duration: )" +
             duration + "}\n");
}

double arrived_between(const Outcome& outcome, Time since, Time until) {
  return static_cast<double>(outcome.operation("get").arrivals.total(since, until));
}

TEST(Load, RampsUpAndStays) {
  const Outcome outcome =
      run_load("arrivals: {ramp: {from: 0/s, to: 1000/s, over: 20s, at: 10s}}", "40s");
  EXPECT_EQ(arrived_between(outcome, 0s, 10s), 0);
  // Poisson counts: the root of what is expected; four of them.
  EXPECT_NEAR(arrived_between(outcome, 10s, 20s), 2500, 200);
  EXPECT_NEAR(arrived_between(outcome, 20s, 30s), 7500, 350);
  EXPECT_NEAR(arrived_between(outcome, 30s, 40s), 10000, 400);
}

TEST(Load, FollowsTheHoursOfTheDay) {
  // Two days of 24 s each: nothing in the first twelve hours but a ramp, then 200/s.
  const Outcome outcome = run_load(
      "arrivals: {daily: {day: 24s, average: 100/s, shape: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "
      "1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}",
      "48s");
  for (const Time day : {Time{0s}, Time{24s}}) {
    EXPECT_EQ(arrived_between(outcome, day + 1s, day + 11s), 0);
    EXPECT_NEAR(arrived_between(outcome, day + 12s, day + 23s), 2200, 190);
  }
  EXPECT_NEAR(arrived_between(outcome, 0s, 48s), 4800, 280);
}

TEST(Load, HasAUsualDayWithAPeakInTheEvening) {
  const Outcome outcome = run_load("arrivals: {daily: {day: 24s, peak: 1000/s}}", "24s");
  EXPECT_NEAR(arrived_between(outcome, 20s, 21s), 990, 130);
  EXPECT_LT(arrived_between(outcome, 3s, 5s), 2 * 200);
  const Outcome late = run_load("arrivals: {daily: {day: 24s, peak: 1000/s, start: 20s}}", "24s");
  EXPECT_NEAR(arrived_between(late, 0s, 1s), 990, 130);
}

TEST(Load, UsersOfAClosedLoopComeOneAfterTheOther) {
  const Outcome outcome = run_load("population: 100, think: 998.5ms, ramp_up: 100s", "120s");
  // A round takes a second; the number of users rises by one a second.
  EXPECT_NEAR(arrived_between(outcome, 0s, 50s), 50 * 50 / 2.0, 60);
  EXPECT_NEAR(arrived_between(outcome, 100s, 120s), 20 * 100, 30);
}

TEST(Load, SizesFollowALaw) {
  // 1.25 MB or nothing at 10 Gbps: 1 ms more for half of the requests.
  const Outcome outcome = run(R"(
components:
  front:
    kind: service
    on:
      get: [{call: api.get, bytes: {discrete: {values: [0B, 1.25MB], weights: [1, 1]}}}]
  users: {kind: clients, calls: front.get, arrivals: {constant: 100/s}}
  api: {kind: service, on: {get: [{wait: 1ms}]}}
run: {duration: 20.005s}
)");
  EXPECT_NEAR(outcome.mean_ms("get"), 1 + 1 + 0.5, 0.06);
}

class RecordedLoad : public testing::Test {
 protected:
  RecordedLoad() : folder_(std::filesystem::path(testing::TempDir()) / "recorded_load") {
    std::filesystem::create_directories(folder_);
  }

  ~RecordedLoad() override { std::filesystem::remove_all(folder_); }

  /// A scenario beside a trace.
  ScenarioPlan plan(const std::string& trace, Diagnostics& diagnostics) const {
    std::ofstream(folder_ / "load.csv") << trace;
    auto source = std::make_shared<Source>();
    source->name = "test.yaml";
    source->folder = folder_.string();
    source->text = R"(napkin: 1
name: test
components:
  users:
    kind: clients
    arrivals: {trace: load.csv}
    requests: [{call: api.view}, {call: api.edit, as: save}]
  api: {kind: service, replicas: 3, on: {view: [{wait: 1ms}], edit: [{wait: 2ms}]}}
run: {duration: 10s}
)";
    const ScenarioTree tree = load_scenario(source, {}, diagnostics);
    return diagnostics.empty() ? plan_scenario(tree, diagnostics) : ScenarioPlan{};
  }

  [[nodiscard]] std::string mistakes(const std::string& trace) const {
    Diagnostics diagnostics;
    (void)plan(trace, diagnostics);
    return render(diagnostics);
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(RecordedLoad, IsReplayedLineByLine) {
  Diagnostics diagnostics;
  const ScenarioPlan scenario = plan(
      "# offset, operation, key, bytes\n0.5s, view, 17\n1s, save, user/4711, 2KiB\n1s, view,, "
      "25MB\n"
      "2.5s, view, 17\n",
      diagnostics);
  diagnostics.throw_if_any();
  Simulation simulation(scenario, {.seed = 1, .go_on = {}});
  const Outcome outcome{simulation.run()};
  EXPECT_EQ(outcome.completed("view"), 3);
  EXPECT_EQ(outcome.completed("save"), 1);
  EXPECT_EQ(outcome.operation("view").arrivals.total(1s, 2s), 1);
  EXPECT_EQ(outcome.operation("save").arrivals.total(1s, 2s), 1);
}

TEST_F(RecordedLoad, MistakesAreToldWithTheirLines) {
  EXPECT_THAT(mistakes("0.5s, view\n7, view\n"), HasSubstr("load.csv:2:1: error:"));
  EXPECT_THAT(mistakes("0.5s, view\n0.4s, view\n"), HasSubstr("before the line above"));
  EXPECT_THAT(mistakes("0.5s\n"), HasSubstr("an offset and an operation are due"));
  EXPECT_THAT(mistakes("0.5s, view, 1, 2\n"), HasSubstr("load.csv:1:16: error:"));
  EXPECT_THAT(mistakes("0.5s, view, 1, 2KiB, 3\n"), HasSubstr("more than four values"));
  EXPECT_THAT(mistakes("0.5s, edit\n"), HasSubstr("the trace asks for \"edit\""));
  EXPECT_THAT(mistakes("# nothing\n"), HasSubstr("holds no values"));
}

TEST(Load, MistakesAreToldWithTheirPlaces) {
  const auto mistakes = [](const std::string& arrivals) {
    return mistakes_in("components:\n  users: {kind: clients, calls: users.deliver, arrivals: " +
                       arrivals + "}\n");
  };
  EXPECT_THAT(mistakes("{daily: {shape: [1, 2], peak: 1/s}}"), HasSubstr("too few"));
  EXPECT_THAT(mistakes("{daily: {}}"), HasSubstr("give one of average and peak"));
  EXPECT_THAT(mistakes("{poisson: 1/s, ramp: {from: 1/s, to: 2/s, over: 1s}}"),
              HasSubstr("requests arrive in one way"));
  EXPECT_THAT(mistakes("{curve: [{at: 2s, rate: 1/s}, {at: 1s, rate: 1/s}]}"),
              HasSubstr("sort them by at"));
  EXPECT_THAT(mistakes("{trace: ../../etc/passwd}"), HasSubstr("test.yaml:4:"));
}

}  // namespace
}  // namespace napkin::components
