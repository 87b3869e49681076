#include "models/components/step_flow.h"

#include <algorithm>

namespace napkin::components {

namespace {

void add(const Steps& steps, double times, StepFlow& flow);

/// Whether what comes next depends on what was found or drawn before.
bool depends_on_state(const Step& step) {
  const bool is_formula = step.repeat && !step.repeat->law;
  const bool has_condition = std::ranges::any_of(
      step.branch, [](const Way& way) { return way.when.has_value() || !way.share; });
  return is_formula || has_condition || step.while_true || step.for_each ||
         !step.for_each_of.empty() || !step.on.empty() || !step.not_found.empty() ||
         !step.otherwise.empty() || step.fail || step.finish;
}

void add(const Step& step, double times, StepFlow& flow) {
  if (depends_on_state(step) || !step.policy.is_single_try()) {
    flow.is_analysable = false;
    return;
  }
  if (step.work) {
    flow.works.push_back({*step.work, times});
  }
  flow.waits = flow.waits || step.wait.has_value();
  if (step.call || step.publish) {
    const CallReference& reference = step.call ? *step.call : *step.publish;
    flow.calls.push_back({reference.text(), times});
  }
  if (step.parallel) {
    flow.waits = true;  // pieces of work at once are not one piece
    add(*step.parallel, times, flow);
  }
  const double repeats = step.repeat ? step.repeat->law->mean() : 1;
  add(step.steps, times * repeats, flow);
  for (const Way& way : step.branch) {
    add(way.steps, times * *way.share, flow);
  }
}

void add(const Steps& steps, double times, StepFlow& flow) {
  for (const Step& step : steps) {
    add(step, times, flow);
  }
}

}  // namespace

StepFlow flow_of(const Steps& steps) {
  StepFlow flow;
  add(steps, 1, flow);
  return flow;
}

}  // namespace napkin::components
