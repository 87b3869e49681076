// Any bytes as a scenario: they are refused with what is safe to print, or become a plan; what can
// be planned can be built and run, and ends within its budgets with books that balance.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "sim/run/plan_checks.h"
#include "sim/run/simulation.h"
#include "sim/scenario/printable.h"
#include "sim/scenario/scenario_tree.h"

namespace {

constexpr int kQuestionsMax = 50;

void require(bool holds, const std::string& what) {
  if (!holds) {
    fmt::print(stderr, "scenario_fuzzer: {}\n", what);
    std::abort();
  }
}

bool is_safe_to_print(std::string_view text) {
  while (!text.empty()) {
    const napkin::CodePoint point = napkin::first_code_point(text);
    if (!point.valid || napkin::is_control(point.value) || point.value == '\r') {
      return false;
    }
    text.remove_prefix(point.length);
  }
  return true;
}

/// A moment is enough, and must be enough.
void tighten(napkin::RunKeys& keys) {
  keys.budget.events = 3000;
  keys.budget.instant = 1000;
  keys.budget.pending = 5000;
  keys.budget.memory = 32 << 20;
}

/// Millions of users are good, and set up in a second: too long for a moment.
bool is_large(const napkin::ScenarioPlan& plan) {
  napkin::Diagnostics diagnostics;
  napkin::check_memory(plan, diagnostics);
  return !diagnostics.empty();
}

void run(napkin::ScenarioPlan& plan) {
  tighten(plan.keys.run);
  if (is_large(plan)) {
    return;
  }
  // Asked every few hundred windows of a region, too: a long run of which nothing happens ends
  // soon.
  int questions = 0;
  const auto go_on = [&questions](napkin::Time) { return ++questions < kQuestionsMax; };
  napkin::Simulation simulation(plan, {.seed = plan.keys.run.seed, .go_on = go_on});
  const napkin::RunResult result = simulation.run();
  for (const napkin::AuditLine& line : result.audit) {
    require(line.ok, "the audit failed: " + line.name + ": " + line.detail);
  }
  require(result.complete == result.incomplete_reason.empty(), "a stop without its reason");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto source = std::make_shared<napkin::Source>();
  source->name = "fuzz.yaml";
  source->text.assign(reinterpret_cast<const char*>(data), size);
  napkin::Diagnostics diagnostics;
  const napkin::ScenarioTree tree = napkin::load_scenario(source, {}, diagnostics);
  if (diagnostics.empty()) {
    require(static_cast<bool>(tree.root), "neither a tree nor a mistake");
    napkin::ScenarioPlan plan = napkin::plan_scenario(tree, diagnostics);
    if (diagnostics.empty()) {
      run(plan);
    }
  }
  require(is_safe_to_print(napkin::render(diagnostics)), "a message that is not safe to print");
  return 0;
}
