#include "models/components/step.h"

namespace napkin::components {

namespace {

Value<Steps> steps_value() {
  return values::list_of(values::object<Step>());
}

Value<Status> failure_value() {
  return values::choice<Status>({{"not_found", Status::kNotFound},
                                 {"conflict", Status::kConflict},
                                 {"rate_limited", Status::kRateLimited},
                                 {"overloaded", Status::kOverloaded},
                                 {"unavailable", Status::kUnavailable}});
}

int actions_of(const Step& step) {
  return (step.work ? 1 : 0) + (step.wait ? 1 : 0) + (step.call ? 1 : 0) + (step.publish ? 1 : 0) +
         (step.parallel ? 1 : 0) + (step.branch.empty() ? 0 : 1) + (step.repeat ? 1 : 0) +
         (step.respond ? 1 : 0) + (step.fail ? 1 : 0) +
         (!step.steps.empty() && !step.repeat ? 1 : 0);
}

void check_step(const Step& step, const KeyPlaces& places) {
  if (actions_of(step) != 1) {
    places.error(
        "call",
        "a step does one thing",
        "give one of work, wait, call, publish, parallel, branch, repeat, steps, respond, fail");
  }
  if (step.repeat && step.steps.empty()) {
    places.error("repeat", "there is nothing to repeat", "add steps: [...]");
  }
  if (!step.call && (!step.not_found.empty() || !step.otherwise.empty() || step.ignore_failure)) {
    places.error("call", "not_found, otherwise and ignore_failure go with a call");
  }
  double shares = 0;
  for (const Way& way : step.branch) {
    shares += way.share;
  }
  if (!step.branch.empty() && (shares < 1 - 1e-9 || shares > 1 + 1e-9)) {
    places.error("branch", "the shares of a branch do not add up to 100%");
  }
}

}  // namespace

void declare(Declaration<Way>& keys) {
  keys.about("One way of a branch");
  keys.ratio("share", &Way::share).required().help("how often this way is taken");
  keys.list_of("steps", &Way::steps, values::object<Step>()).help("what is done then");
}

void declare(Declaration<Step>& keys) {
  keys.about("One step of what an operation does");
  keys.topic("steps");
  keys.law("work", &Step::work).help("work on a core of this host");
  keys.law("wait", &Step::wait).help("time that passes without holding anything");
  keys.key("call", &Step::call, values::call_reference())
      .help("call an operation and wait for its reply, such as threads.read");
  keys.key("publish", &Step::publish, values::call_reference())
      .help("send a message that nobody waits for");
  keys.key("parallel", &Step::parallel, steps_value())
      .at_least(1)
      .help("steps that are done at the same time");
  keys.list_of("branch", &Step::branch, values::object<Way>())
      .help("one of several ways, by chance");
  keys.count("repeat", &Step::repeat).help("how often the steps are done");
  keys.list_of("steps", &Step::steps, values::object<Step>())
      .help("steps one after the other: with repeat, or as one part of parallel");
  keys.key("respond", &Step::respond, values::choice<Status>({{"ok", Status::kOk}}))
      .help("ok: answer now; what follows happens behind the caller's back");
  keys.key("fail", &Step::fail, failure_value()).help("end with this failure");
  keys.choice<KeySource>(
          "key",
          &Step::key,
          {{"key", KeySource::kKey}, {"user", KeySource::kUser}, {"value", KeySource::kValue}})
      .otherwise("key")
      .help("with call and publish: which number of the request is the key there");
  keys.bytes("bytes", &Step::bytes)
      .at_most("4095MiB")
      .otherwise("200B")
      .help("with call and publish: size of the request");
  keys.include(&Step::policy);
  keys.boolean("ignore_failure", &Step::ignore_failure)
      .otherwise("false")
      .help("with call: go on when it fails");
  keys.list_of("not_found", &Step::not_found, values::object<Step>())
      .help("with call: steps to do when the answer is that there is none");
  keys.list_of("otherwise", &Step::otherwise, values::object<Step>())
      .help("with call: steps to do instead when it fails");
  keys.check(check_step);
}

void collect_references(const Steps& steps, std::vector<const CallReference*>& references) {
  for (const Step& step : steps) {
    if (step.call) {
      references.push_back(&*step.call);
    }
    if (step.publish) {
      references.push_back(&*step.publish);
    }
    for (const Steps* const inner : {&step.steps, &step.not_found, &step.otherwise}) {
      collect_references(*inner, references);
    }
    if (step.parallel) {
      collect_references(*step.parallel, references);
    }
    for (const Way& way : step.branch) {
      collect_references(way.steps, references);
    }
  }
}

}  // namespace napkin::components
