#include "models/components/step_program.h"

#include <algorithm>

#include "sim/scenario/printable.h"

namespace napkin::components {

namespace {

using Kind = StepAction::Kind;

Kind kind_of(const Step& step) {
  if (step.work || step.wait) {
    return step.work ? Kind::kWork : Kind::kWait;
  }
  if (step.call || step.publish) {
    return step.call ? Kind::kCall : Kind::kPublish;
  }
  if (step.respond || step.fail || step.finish) {
    return step.respond ? Kind::kRespond : step.fail ? Kind::kFail : Kind::kReturn;
  }
  if (step.for_each || !step.for_each_of.empty()) {
    return Kind::kForEach;
  }
  if (step.repeat || step.while_true) {
    return Kind::kRepeat;
  }
  if (!step.set.empty()) {
    return Kind::kSet;
  }
  return step.parallel ? Kind::kParallel : !step.branch.empty() ? Kind::kBranch : Kind::kBlock;
}

class StepCompiler {
 public:
  explicit StepCompiler(const StepReporter& report) : report_(report) {}

  StepProgram compile(const Steps& steps) {
    program_.actions = prepare(steps);
    program_.variables = scope_.variables();
    program_.replies = scope_.replies();
    return std::move(program_);
  }

 private:
  StepActions prepare(const Steps& steps) {
    StepActions actions;
    for (const Step& step : steps) {
      actions.push_back(prepare(step));
    }
    return actions;
  }

  StepAction prepare(const Step& step) {
    StepAction action;
    action.step = &step;
    action.kind = kind_of(step);
    prepare_numbers(step, action);
    switch (action.kind) {
      case Kind::kCall:
        action.number = static_cast<std::uint32_t>(program_.calls.size());
        program_.calls.push_back(&step);
        break;
      case Kind::kPublish:
        action.number = static_cast<std::uint32_t>(program_.messages.size());
        program_.messages.push_back(&step);
        break;
      case Kind::kBlock:
        action.number = static_cast<std::uint32_t>(program_.blocks.size());
        program_.blocks.push_back(&step);
        break;
      case Kind::kSet:
        prepare_assignments(step, action);
        break;
      case Kind::kBranch:
        prepare_branch(step, action);
        break;
      case Kind::kForEach:
        prepare_items(step, action);
        break;
      default:
        break;
    }
    action.children = prepare(step.parallel ? *step.parallel : step.steps);
    if (action.kind == Kind::kCall && step.as) {
      name_reply(step, action);
    }
    prepare_results(step, action);
    action.all_plain_calls =
        action.kind == Kind::kParallel &&
        std::all_of(action.children.begin(), action.children.end(), needs_no_process);
    return action;
  }

  static bool needs_no_process(const StepAction& child) {
    return child.kind == Kind::kCall && child.step->policy.is_plain() && child.on.empty() &&
           child.otherwise.empty() && !child.step->ignore_failure && !child.reply;
  }

  StepNumber number(const std::optional<NumberKey>& key) {
    return key ? StepNumber(*key, scope_, report_) : StepNumber();
  }

  void prepare_numbers(const Step& step, StepAction& action) {
    action.key = number(step.key);
    action.value = number(step.value);
    action.bytes = number(step.bytes);
    action.times = number(step.for_each ? step.for_each : step.repeat);
    if (step.while_true) {
      action.condition =
          StepCondition(step.while_true->text, step.while_true->node, scope_, report_);
    }
  }

  void prepare_assignments(const Step& step, StepAction& action) {
    for (const auto& [name, key] : step.set) {
      const StepNumber value(key, scope_, report_);
      if (const auto variable = add_variable(name, value.kind(), key.node)) {
        action.assignments.emplace_back(*variable, value);
      }
    }
  }

  void prepare_items(const Step& step, StepAction& action) {
    for (const NumberKey& item : step.for_each_of) {
      action.items.emplace_back(item, scope_, report_);
    }
    const Node& node = step.for_each ? step.for_each->node : step.for_each_of.front().node;
    action.variable =
        add_variable(step.as.value_or("item"), QuantityKind::kNumber, node).value_or(0);
  }

  std::optional<std::uint32_t> add_variable(const std::string& name,
                                            QuantityKind kind,
                                            const Node& node) {
    if (!is_name(name)) {
      report_(node, quote(name) + " cannot be a name", "letters, digits and _");
      return std::nullopt;
    }
    const std::optional<std::uint32_t> variable = scope_.add_variable(name, kind);
    if (!variable) {
      report_(node,
              "the name " + quote(name) + " stands for something else",
              "choose another; key, user, value, bytes, now and reply are taken");
    }
    return variable;
  }

  void name_reply(const Step& step, StepAction& action) {
    action.reply = is_name(*step.as) ? scope_.add_reply(*step.as) : std::nullopt;
    if (!action.reply) {
      report_(step.call->node,
              quote(*step.as) + " cannot be the name of its reply",
              "letters, digits and _, and no name that stands for something else");
    }
  }

  static bool is_name(const std::string& name) {
    const auto is_letter = [](char letter) {
      return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
    };
    return !name.empty() && is_letter(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char letter) {
             return is_letter(letter) || (letter >= '0' && letter <= '9');
           });
  }

  void prepare_branch(const Step& step, StepAction& action) {
    for (const Way& way : step.branch) {
      if (way.when) {
        action.conditions.emplace_back(way.when->text, way.when->node, scope_, report_);
      }
      action.ways.push_back(prepare(way.steps));
    }
  }

  void prepare_results(const Step& step, StepAction& action) {
    if (!step.not_found.empty()) {
      action.on.emplace_back(Status::kNotFound, prepare(step.not_found));
    }
    for (const auto& [name, steps] : step.on) {
      action.on.emplace_back(find_result(name).value_or(Status::kOk), prepare(steps));
    }
    action.otherwise = prepare(step.otherwise);
  }

  const StepReporter& report_;
  StepScope scope_;
  StepProgram program_;
};

}  // namespace

StepProgram compile_steps(const Steps& steps, const StepReporter& report) {
  return StepCompiler(report).compile(steps);
}

}  // namespace napkin::components
