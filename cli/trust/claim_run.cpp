#include "cli/trust/claim_run.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cli/trust/sample.h"
#include "cli/trust/work_pool.h"
#include "reports/numbers.h"
#include "sim/run/simulation.h"
#include "sim/scenario/scenario_tree.h"

namespace napkin::cli {

namespace {

namespace fs = std::filesystem;

/// The claims of one scenario, and what the replications said to each.
struct Claimed {
  std::vector<ClaimResult> claims;
  std::vector<Sample> samples;
};

ScenarioPlan load_plan(const fs::path& file) {
  Diagnostics diagnostics;
  const ScenarioTree tree = load_scenario(file, {}, diagnostics);
  diagnostics.throw_if_any();
  ScenarioPlan plan = plan_scenario(tree, diagnostics);
  diagnostics.throw_if_any();
  return plan;
}

Claimed replicate(const ScenarioPlan& plan, std::uint64_t seed, int replications) {
  Claimed claimed;
  for (int count = 0; count < replications; ++count) {
    Simulation simulation(
        plan, {.seed = seed + static_cast<std::uint64_t>(count), .go_on = {}, .trace = false});
    const RunResult result = simulation.run();
    claimed.claims = result.claims;
    claimed.samples.resize(result.claims.size());
    for (std::size_t index = 0; index < result.claims.size(); ++index) {
      if (const std::optional<double>& value = result.claims[index].value) {
        claimed.samples[index].add(*value);
      }
    }
  }
  return claimed;
}

TrustLine judge(const fs::path& file, const ClaimResult& claim, const Sample& sample, Reach reach) {
  TrustLine line;
  line.group = file.filename().string();
  line.name = claim.says;
  line.what = claim.measure;
  line.expected = reports::with_unit(claim.claimed, claim.unit);
  line.source = claim.source;
  line.reach = reach;
  line.how = line.group;
  line.was_run = sample.size() > 0;
  if (!line.was_run) {
    line.reason = "the run has no samples";
    return line;
  }
  const double ours = sample.mean();
  const double half = sample.half_width(0.99).value_or(0);
  line.ours = reports::with_unit(ours, claim.unit);
  line.interval = fmt::format("[{}, {}]",
                              reports::with_unit(ours - half, claim.unit),
                              reports::with_unit(ours + half, claim.unit));
  const double off = std::abs(ours - claim.claimed);
  const bool is_near = off <= claim.tolerance * std::abs(claim.claimed);
  const bool is_held = reach != Reach::kProved || half == 0 || off <= half;
  line.verdict = is_near && is_held ? Verdict::kMet : Verdict::kMissed;
  line.reason = !is_near   ? fmt::format("off by more than {:.3g}%", claim.tolerance * 100)
                : !is_held ? "outside the 99 % interval"
                           : "";
  return line;
}

std::vector<TrustLine> run_file(const fs::path& file, Reach reach, const RowRunOptions& options) {
  const ScenarioPlan plan = load_plan(file);
  std::vector<TrustLine> lines;
  const Claimed first = replicate(plan, options.seed, options.replications);
  for (std::size_t index = 0; index < first.claims.size(); ++index) {
    lines.push_back(judge(file, first.claims[index], first.samples[index], reach));
  }
  const auto missed = [](const TrustLine& line) {
    return line.was_run && line.verdict == Verdict::kMissed;
  };
  if (std::ranges::any_of(lines, missed)) {
    const Claimed second = replicate(plan, options.seed + kSecondLook, 2 * options.replications);
    for (std::size_t index = 0; index < lines.size(); ++index) {
      if (missed(lines[index])) {
        lines[index] = judge(file, second.claims[index], second.samples[index], reach);
      }
    }
  }
  return lines;
}

}  // namespace

std::vector<fs::path> scenarios_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<TrustLine> run_claims(const std::vector<fs::path>& files,
                                  Reach reach,
                                  const RowRunOptions& options) {
  std::vector<std::vector<TrustLine>> results(files.size());
  std::vector<std::function<void()>> works;
  for (std::size_t index = 0; index < files.size(); ++index) {
    works.push_back([&, index] { results[index] = run_file(files[index], reach, options); });
  }
  do_all(works, options.threads, options.go_on);
  std::vector<TrustLine> lines;
  for (std::vector<TrustLine>& some : results) {
    lines.insert(lines.end(), some.begin(), some.end());
  }
  return lines;
}

}  // namespace napkin::cli
