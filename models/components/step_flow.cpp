#include "models/components/step_flow.h"

namespace napkin::components {

namespace {

void add(const Steps& steps, double times, StepFlow& flow);

void add(const Step& step, double times, StepFlow& flow) {
  if (step.work) {
    flow.works.push_back({*step.work, times});
  }
  flow.waits = flow.waits || step.wait.has_value();
  if (step.call || step.publish) {
    const CallReference& reference = step.call ? *step.call : *step.publish;
    flow.calls.push_back({reference.text(), times});
  }
  const bool depends = !step.not_found.empty() || !step.otherwise.empty() || step.fail ||
                       !step.policy.is_single_try();
  flow.is_analysable = flow.is_analysable && !depends;
  if (step.parallel) {
    flow.waits = true;  // pieces of work at once are not one piece
    add(*step.parallel, times, flow);
  }
  add(step.steps, times * static_cast<double>(step.repeat.value_or(1)), flow);
  for (const Way& way : step.branch) {
    add(way.steps, times * way.share, flow);
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
