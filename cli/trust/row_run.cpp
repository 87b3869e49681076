#include "cli/trust/row_run.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "cli/trust/sample.h"
#include "cli/trust/work_pool.h"
#include "sim/run/simulation.h"
#include "sim/scenario/scenario_tree.h"

namespace napkin::cli {

namespace {

constexpr double kRequestsMin = 20'000;
constexpr double kRequestsMax = 200'000;

/// Rows that are answered by the same runs.
struct Group {
  std::vector<std::size_t> rows;
  std::vector<Metric> metrics;
  ScenarioPlanOfRow plan;
  ScenarioPlan scenario;
};

std::string text_of(const ScenarioPlanOfRow& plan) {
  std::string text = plan.file;
  for (const auto& [path, value] : plan.settings) {
    text += "\n" + path + "=" + value;
  }
  return text;
}

/// Long enough that the beginning, left out, and the memory of the queue do not matter.
std::vector<Setting> settings_of(const ScenarioPlanOfRow& plan, double effort) {
  std::vector<Setting> settings;
  for (const auto& [path, value] : plan.settings) {
    settings.push_back({path, value});
  }
  const double requests =
      effort * std::clamp(100 * plan.relaxation * plan.load, kRequestsMin, kRequestsMax) /
      std::sqrt(plan.work);
  const double measured = plan.duration > 0 ? plan.duration : std::ceil(requests / plan.load);
  const double warm_up =
      plan.duration > 0 ? plan.relaxation : std::ceil(std::max(0.1 * measured, plan.relaxation));
  settings.push_back({"run.duration", fmt::format("{:.0f}ms", measured + warm_up)});
  settings.push_back({"run.warm_up", fmt::format("{:.0f}ms", warm_up)});
  return settings;
}

ScenarioPlan load_plan(const RowRunOptions& options, const ScenarioPlanOfRow& row) {
  Diagnostics diagnostics;
  const std::vector<Setting> settings = settings_of(row, options.effort);
  const ScenarioTree tree = load_scenario(options.templates / row.file, settings, diagnostics);
  diagnostics.throw_if_any();
  ScenarioPlan plan = plan_scenario(tree, diagnostics);
  diagnostics.throw_if_any();
  return plan;
}

void judge_row(RowOutcome& outcome, const Sample& sample, bool is_rough) {
  outcome.ours = sample.mean();
  outcome.replications = static_cast<int>(sample.size());
  const ReferenceRow& row = *outcome.row;
  if (const auto half = sample.half_width(0.99)) {
    outcome.lowest = *outcome.ours - *half;
    outcome.highest = *outcome.ours + *half;
  }
  const bool is_compatible = is_rough && outcome.lowest && outcome.is_compatible();
  const bool met = is_compatible || (outcome.in_tolerance() && outcome.in_interval());
  outcome.verdict = met ? Verdict::kMet : Verdict::kMissed;
  outcome.reason = met ? ""
                   : !outcome.in_tolerance()
                       ? fmt::format("off by more than {:.3g}", row.allowance())
                       : "outside the 99 % interval";
}

/// Whether more replications would say more: the interval should decide within the tolerance.
bool is_sharp(const Sample& sample, const ReferenceRow& row) {
  const auto half = sample.half_width(0.99);
  return row.allowance() == 0 || (half && *half <= 0.7 * row.allowance());
}

class GroupRun {
 public:
  GroupRun(const Group& group, const RowRunOptions& options, std::vector<RowOutcome>& outcomes)
      : group_(group), options_(options), outcomes_(outcomes) {}

  void run() {
    look(options_.seed, options_.replications, options_.replications_max);
    const int used = outcomes_[group_.rows.front()].replications;
    if (any_missed()) {
      look(options_.seed + kSecondLook, 2 * used, 2 * used);
    }
  }

 private:
  void look(std::uint64_t seed, int replications, int most) {
    std::vector<Sample> samples(group_.rows.size());
    int done = 0;
    while (done < replications) {
      replicate(seed + static_cast<std::uint64_t>(done), samples);
      ++done;
      if (done == replications && !all_sharp(samples)) {
        replications = std::min(2 * replications, most);
      }
    }
    for (std::size_t index = 0; index < samples.size(); ++index) {
      RowOutcome& outcome = outcomes_[group_.rows[index]];
      const bool second_look = outcome.was_run();
      if (samples[index].size() == 0) {
        outcome.reason = "the run has no samples";
      } else if (!second_look || outcome.verdict == Verdict::kMissed) {
        judge_row(outcome, samples[index], options_.effort < 1);
      }
    }
  }

  void replicate(std::uint64_t seed, std::vector<Sample>& samples) {
    Simulation simulation(group_.scenario, {.seed = seed, .go_on = {}, .trace = false});
    const RunResult result = simulation.run();
    for (std::size_t index = 0; index < samples.size(); ++index) {
      if (const std::optional<double> value = group_.metrics[index](result)) {
        samples[index].add(*value);
      }
    }
  }

  [[nodiscard]] bool all_sharp(const std::vector<Sample>& samples) const {
    for (std::size_t index = 0; index < samples.size(); ++index) {
      if (!is_sharp(samples[index], *outcomes_[group_.rows[index]].row)) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] bool any_missed() const {
    return std::ranges::any_of(group_.rows, [this](std::size_t row) {
      return outcomes_[row].was_run() && outcomes_[row].verdict == Verdict::kMissed;
    });
  }

  const Group& group_;
  const RowRunOptions& options_;
  std::vector<RowOutcome>& outcomes_;
};

void run_direct(const DirectPlanOfRow& plan, std::uint64_t seed, RowOutcome& outcome) {
  Sample sample;
  for (int count = 0; count < plan.experiments; ++count) {
    sample.add(plan.experiment(seed + static_cast<std::uint64_t>(count)));
  }
  judge_row(outcome, sample, false);
  if (outcome.verdict == Verdict::kMissed && plan.experiments > 1 && seed < kSecondLook) {
    DirectPlanOfRow again = plan;
    again.experiments *= 2;
    run_direct(again, seed + kSecondLook, outcome);
  }
}

}  // namespace

bool RowOutcome::in_tolerance() const {
  const double difference = ours.value_or(0) - row->expected;
  if (row->tolerance_type == "bound") {
    return difference <= 0;
  }
  // What is exact may differ in the last digit that the table prints.
  const double printed = std::abs(row->expected) * 1e-8;
  return std::abs(difference) <= std::max(row->allowance(), printed);
}

bool RowOutcome::in_interval() const {
  if (!lowest || row->tolerance_type == "bound" || *lowest == *highest) {
    return true;
  }
  const bool must_hold = row->is_exact() && !approaches;
  return must_hold ? *lowest <= row->expected && *highest >= row->expected : is_compatible();
}

bool RowOutcome::is_compatible() const {
  return *lowest <= row->expected + row->allowance() &&
         (row->tolerance_type == "bound" || *highest >= row->expected - row->allowance());
}

std::vector<RowOutcome> run_rows(const std::vector<ReferenceRow>& rows,
                                 const RowRunOptions& options) {
  std::vector<RowOutcome> outcomes(rows.size());
  std::map<std::string, std::size_t> places;
  std::vector<std::unique_ptr<Group>> groups;
  std::vector<std::function<void()>> works;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    RowOutcome& outcome = outcomes[index];
    outcome.row = &rows[index];
    RowPlan plan = plan_row(rows[index]);
    if (const auto* const none = std::get_if<NoPlanOfRow>(&plan)) {
      outcome.reason = none->reason;
    } else if (const auto* const direct = std::get_if<DirectPlanOfRow>(&plan)) {
      outcome.how = direct->how;
      works.push_back(
          [direct = *direct, &outcome, seed = options.seed] { run_direct(direct, seed, outcome); });
    } else {
      auto& scenario = std::get<ScenarioPlanOfRow>(plan);
      outcome.how = scenario.file;
      outcome.approaches = scenario.approaches;
      const auto [place, is_new] = places.try_emplace(text_of(scenario), groups.size());
      if (is_new) {
        groups.push_back(std::make_unique<Group>());
        groups.back()->plan = scenario;
        groups.back()->scenario = load_plan(options, scenario);
        works.push_back([group = groups.back().get(), &options, &outcomes] {
          GroupRun(*group, options, outcomes).run();
        });
      }
      groups[place->second]->rows.push_back(index);
      groups[place->second]->metrics.push_back(scenario.metric);
    }
  }
  do_all(works, options.threads, options.go_on);
  return outcomes;
}

}  // namespace napkin::cli
