#include "models/components/step_rules.h"

#include <fmt/format.h>

#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin::components {

namespace {

bool is_loop(const Step& step) {
  return step.repeat || step.while_true || step.for_each || !step.for_each_of.empty();
}

bool is_block(const Step& step) {
  return !step.steps.empty() && !is_loop(step);
}

int actions_of(const Step& step) {
  const bool given[] = {step.work.has_value(),
                        step.wait.has_value(),
                        step.call.has_value(),
                        step.publish.has_value(),
                        step.parallel.has_value(),
                        !step.branch.empty(),
                        step.repeat.has_value() || step.while_true.has_value(),
                        step.for_each.has_value(),
                        !step.for_each_of.empty(),
                        !step.set.empty(),
                        step.respond.has_value(),
                        step.fail.has_value(),
                        step.finish.has_value(),
                        is_block(step)};
  int actions = 0;
  for (const bool one : given) {
    actions += one ? 1 : 0;
  }
  return actions;
}

/// Reports each of `names` that stands in the step, when it has no meaning there.
void refuse(bool has_meaning,
            std::initializer_list<const char*> names,
            const char* goes_with,
            const KeyPlaces& places) {
  for (const char* const name : names) {
    if (!has_meaning && places.given(name)) {
      places.error(name, fmt::format("{} goes with {}", name, goes_with));
    }
  }
}

void check_companions(const Step& step, const KeyPlaces& places) {
  const bool sends = step.call || step.publish;
  const bool answers = step.respond || step.finish;
  const bool guarded = step.call || is_block(step);
  refuse(sends, {"key"}, "call and publish", places);
  refuse(sends || answers, {"bytes", "value"}, "call, publish, respond and return", places);
  refuse(
      step.call || step.for_each || !step.for_each_of.empty(), {"as"}, "call and for_each", places);
  refuse(step.for_each || !step.for_each_of.empty(), {"at_once"}, "for_each", places);
  refuse(guarded,
         {"not_found", "otherwise", "on", "ignore_failure", "retry", "deadline"},
         "call and with blocks of steps",
         places);
  if (is_block(step) && places.given("timeout")) {
    places.error("timeout", "a block has one time limit for all it does", "write deadline");
  } else {
    refuse(step.call.has_value(), {"timeout"}, "call", places);
  }
  refuse(step.call.has_value(), {"hedge_after", "breaker", "limit"}, "call", places);
}

void check_branch(const Step& step, const KeyPlaces& places) {
  double shares = 0;
  std::size_t by_chance = 0;
  std::size_t by_condition = 0;
  for (const Way& way : step.branch) {
    shares += way.share.value_or(0);
    by_chance += way.share ? 1 : 0;
    by_condition += way.when ? 1 : 0;
  }
  const std::size_t ways = step.branch.size();
  if (by_chance > 0 && by_condition > 0) {
    places.error("branch",
                 "a branch goes by chance or by conditions, not both",
                 "put one branch into a way of the other");
  } else if (by_chance > 0 && (by_chance < ways || shares < 1 - 1e-9 || shares > 1 + 1e-9)) {
    places.error("branch", "the shares of a branch do not add up to 100%");
  } else if (by_chance == 0 && (by_condition + 1 < ways || by_condition == 0 ||
                                (by_condition < ways && step.branch.back().when))) {
    places.error("branch",
                 "each way needs share or when",
                 "only the last of several ways may be without: it is taken when no other is");
  }
}

void check_results(const Step& step, const KeyPlaces& places) {
  for (const auto& [name, steps] : step.on) {
    const std::optional<Status> result = find_result(name);
    if (!result) {
      places.error("on", quote(name) + " is no result of a call", suggestion(name, result_names()));
    } else if (*result == Status::kNotFound && !step.not_found.empty()) {
      places.error("on", "the steps after not_found are given twice");
    }
  }
}

}  // namespace

void check_step(const Step& step, const KeyPlaces& places) {
  if (actions_of(step) != 1) {
    places.error("call",
                 "a step does one thing",
                 "give one of work, wait, call, publish, parallel, branch, repeat, while, "
                 "for_each, for_each_of, set, respond, fail, return, steps");
    return;
  }
  if (is_loop(step) && step.steps.empty()) {
    places.error("repeat", "there is nothing to repeat", "add steps: [...]");
  }
  check_companions(step, places);
  if (!step.branch.empty()) {
    check_branch(step, places);
  }
  check_results(step, places);
}

}  // namespace napkin::components
