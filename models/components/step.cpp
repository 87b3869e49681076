#include "models/components/step.h"

#include <algorithm>

#include "models/components/step_rules.h"

namespace napkin::components {

namespace {

constexpr int kTimesMax = 1'000'000;
constexpr int kAtOnceMax = 10'000;

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

Value<Status> answer_value() {
  return values::choice<Status>({{"ok", Status::kOk},
                                 {"not_found", Status::kNotFound},
                                 {"conflict", Status::kConflict},
                                 {"rate_limited", Status::kRateLimited},
                                 {"overloaded", Status::kOverloaded},
                                 {"unavailable", Status::kUnavailable}});
}

/// A condition is read when it is known which names there are.
Value<ConditionKey> condition_value() {
  return {ValueInfo{.type = ValueType::kText},
          [](const Node& node, const ValueInfo&, const ReadContext& context) {
            std::optional<std::string> text = read_text(node, context);
            return text ? std::optional(ConditionKey{std::move(*text), node}) : std::nullopt;
          }};
}

void declare_actions(Declaration<Step>& keys) {
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
      .help("one of several ways, by chance or by condition");
  keys.key("repeat", &Step::repeat, values::number_key())
      .at_least(0)
      .at_most(kTimesMax)
      .help("how often the steps are done; with while: how often at most");
  keys.key("while", &Step::while_true, condition_value())
      .help("do the steps as long as this holds, such as value > 3 or reply is time_out");
  keys.key("for_each", &Step::for_each, values::number_key())
      .at_least(0)
      .at_most(kTimesMax)
      .help("do the steps for each of the numbers from 0 to one below this");
  keys.list_of("for_each_of", &Step::for_each_of, values::number_key())
      .help("do the steps for each of these numbers");
  keys.map_of("set", &Step::set, values::number_key(QuantityKind::kNumber))
      .at_least(1)
      .help("variables of the request, each with a number, a law or a formula");
  keys.key("respond", &Step::respond, answer_value())
      .help("answer now; what follows happens behind the caller's back");
  keys.key("fail", &Step::fail, failure_value())
      .help("fail here: a block around this step may do something else instead");
  keys.key("return", &Step::finish, answer_value()).help("end the request with this answer");
  keys.list_of("steps", &Step::steps, values::object<Step>())
      .help(
          "steps one after the other: what is repeated, or a block that retry, deadline, "
          "otherwise and on go with");
}

}  // namespace

void declare(Declaration<Way>& keys) {
  keys.about("One way of a branch");
  keys.ratio("share", &Way::share).help("how often this way is taken, by chance");
  keys.key("when", &Way::when, condition_value())
      .help("taken if this holds and no earlier way did; the last way may be without");
  keys.list_of("steps", &Way::steps, values::object<Step>()).help("what is done then");
}

void declare(Declaration<Step>& keys) {
  keys.about("One step of what an operation does");
  keys.topic("steps");
  declare_actions(keys);
  keys.key("key", &Step::key, values::number_key())
      .at_least(0)
      .otherwise("key")
      .help("with call and publish: the key there; key, user and value are those of the request");
  keys.key("value", &Step::value, values::number_key())
      .otherwise("value")
      .help("with call and publish: what is written; with respond and return: what is answered");
  keys.key("bytes", &Step::bytes, values::number_key(QuantityKind::kBytes))
      .at_least("0B")
      .at_most("4095MiB")
      .otherwise("200B")
      .help("size of the request of call and publish, of the reply of respond and return");
  keys.text("as", &Step::as)
      .help("with call: a name for the reply; with for_each: for the number, item by default");
  keys.count("at_once", &Step::at_once)
      .at_least(1)
      .at_most(kAtOnceMax)
      .help("with for_each: how many are under way at a time; by default one after the other");
  keys.include(&Step::policy);
  keys.boolean("ignore_failure", &Step::ignore_failure)
      .otherwise("false")
      .help("with call and blocks: go on when it fails");
  keys.list_of("not_found", &Step::not_found, values::object<Step>())
      .help("with call and blocks: steps to do when the answer is that there is none");
  keys.list_of("otherwise", &Step::otherwise, values::object<Step>())
      .help("with call and blocks: steps to do instead when it fails");
  keys.map_of("on", &Step::on, steps_value())
      .help("with call and blocks: steps that follow a result, such as on: {time_out: [...]}");
  keys.go_with({"key", "value", "bytes"}, {"call", "publish"});
  keys.go_with({"timeout", "ignore_failure"}, {"call"});
  keys.check(check_step);
}

std::optional<Status> find_result(std::string_view name) {
  for (int code = 0; code < kStatusCount; ++code) {
    const auto status = static_cast<Status>(code);
    if (to_string(status) == name) {
      return status;
    }
  }
  return std::nullopt;
}

std::vector<std::string> result_names() {
  std::vector<std::string> names;
  for (int code = 0; code < kStatusCount; ++code) {
    names.emplace_back(to_string(static_cast<Status>(code)));
  }
  return names;
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
    for (const auto& [result, inner] : step.on) {
      collect_references(inner, references);
    }
  }
}

}  // namespace napkin::components
