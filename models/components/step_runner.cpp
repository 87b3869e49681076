#include "models/components/step_runner.h"

#include <algorithm>

#include "models/components/join.h"
#include "sim/net/gather.h"

namespace napkin::components {

struct StepRunner::Action {
  const Step* step = nullptr;
  CallTarget target;               // of a call or a publish
  std::unique_ptr<Caller> caller;  // of a call
  Actions children;                // of parallel, repeat and steps
  std::vector<Actions> ways;       // of a branch
  Actions not_found;
  Actions otherwise;
  bool all_plain_calls = false;  // of parallel: the children need no process each
};

StepRunner::StepRunner(Host& host,
                       const Steps& steps,
                       const Directory& directory,
                       RandomStream random)
    : host_(host), random_(random), actions_(prepare(steps, directory)) {}

StepRunner::~StepRunner() = default;

StepRunner::Actions StepRunner::prepare(const Steps& steps, const Directory& directory) {
  Actions actions;
  for (const Step& step : steps) {
    actions.push_back(prepare(step, directory));
  }
  return actions;
}

StepRunner::Action StepRunner::prepare(const Step& step, const Directory& directory) {
  Action action;
  action.step = &step;
  if (step.call || step.publish) {
    action.target = directory.resolve(step.call ? *step.call : *step.publish);
  }
  if (step.call) {
    const RandomStream stream(host_.region().seed(), host_.name(), "call " + step.call->text());
    action.caller = std::make_unique<Caller>(host_, action.target, step.policy, stream);
  }
  action.children = prepare(step.parallel ? *step.parallel : step.steps, directory);
  for (const Way& way : step.branch) {
    action.ways.push_back(prepare(way.steps, directory));
  }
  action.not_found = prepare(step.not_found, directory);
  action.otherwise = prepare(step.otherwise, directory);
  action.all_plain_calls =
      step.parallel &&
      std::all_of(action.children.begin(), action.children.end(), [](const Action& child) {
        return child.caller && child.caller->is_plain() && child.not_found.empty() &&
               child.otherwise.empty() && !child.step->ignore_failure;
      });
  return action;
}

Task<Reply> StepRunner::run(Request request) {
  Status status = co_await run_actions(actions_, request);
  if (status == Status::kRefused || status == Status::kReset) {
    // That what it depends on is down must not look as if it were down itself: a balancer would
    // take healthy instances out, one after the other.
    status = Status::kUnavailable;
  }
  co_return Reply{.status = status, .value = request.value};
}

Task<Status> StepRunner::run_actions(std::span<const Action> actions, const Request& request) {
  for (const Action& action : actions) {
    const Step& step = *action.step;
    Status status = Status::kOk;
    if (step.work) {
      const Duration work = step.work->sample_duration(random_);
      const ServiceOutcome outcome = co_await host_.work(work);
      status = outcome == ServiceOutcome::kServed ? Status::kOk : Status::kOverloaded;
    } else if (step.wait) {
      const Duration duration = step.wait->sample_duration(random_);
      co_await host_.sleep(duration);
    } else if (step.call) {
      const Request sent = request_for(action, request);
      Reply reply;
      if (action.caller->is_plain()) {
        reply = co_await action.caller->attempt(sent);
      } else {
        reply = co_await action.caller->call(sent);
      }
      status = reply.status;
      if (status != Status::kOk) {
        status = co_await after_call(action, request, status);
      }
    } else if (step.publish) {
      publish(action, request);
    } else if (step.respond) {
      if (request.port != nullptr) {
        request.port->reply_early(Reply{.status = *step.respond, .value = request.value});
      }
    } else if (step.fail) {
      status = *step.fail;
    } else if (action.all_plain_calls) {
      status = co_await run_calls_at_once(action.children, request);
    } else {
      status = co_await run_composite(action, request);
    }
    if (status != Status::kOk) {
      co_return status;
    }
  }
  co_return Status::kOk;
}

/// The steps that consist of steps.
Task<Status> StepRunner::run_composite(const Action& action, const Request& request) {
  Status status = Status::kOk;
  if (action.all_plain_calls) {
    status = co_await run_calls_at_once(action.children, request);
  } else if (action.step->parallel) {
    status = co_await run_parallel(action.children, request);
  } else if (!action.ways.empty()) {
    status = co_await run_actions(choose(action), request);
  } else {
    const std::int64_t times = action.step->repeat.value_or(1);
    for (std::int64_t done = 0; done < times && status == Status::kOk; ++done) {
      status = co_await run_actions(action.children, request);
    }
  }
  co_return status;
}

/// What the scenario says about an answer that is not a plain success.
Task<Status> StepRunner::after_call(const Action& action, const Request& request, Status status) {
  if (status == Status::kNotFound) {
    // "There is none" is an answer: the request goes on, unless the steps for it fail.
    status = co_await run_actions(action.not_found, request);
  } else if (!is_answer(status) && !action.otherwise.empty()) {
    status = co_await run_actions(action.otherwise, request);
  }
  co_return action.step->ignore_failure ? Status::kOk : status;
}

/// Calls need no process each: they are sent in one go and waited for together.
Task<Status> StepRunner::run_calls_at_once(const Actions& actions, const Request& request) {
  Gather calls(host_, actions.size());
  Time latest{0};
  for (const Action& action : actions) {
    Request sent = request_for(action, request);
    sent.deadline = action.caller->deadline_of(sent);
    sent.operation = action.target.operation;
    latest = std::max(latest, sent.deadline);
    calls.send(*action.target.component, sent);
  }
  co_await calls.until_all_ended(latest);
  for (std::size_t index = 0; index < calls.size(); ++index) {
    const Status status = calls.ended(index) ? calls.reply(index).status : Status::kTimeout;
    if (status != Status::kOk && status != Status::kNotFound) {
      co_return status;
    }
  }
  co_return Status::kOk;
}

Task<Status> StepRunner::run_parallel(const Actions& actions, const Request& request) {
  Join join(host_.kernel(), actions.size());
  for (const Action& action : actions) {
    host_.tasks().spawn(run_part(action, request, join));
  }
  const Status status = co_await join;
  co_return status;
}

/// One part of a parallel step, as a process of its own.
Task<void> StepRunner::run_part(const Action& action, const Request& request, Join& join) {
  const Status status = co_await run_actions(std::span(&action, 1), request);
  join.arrive(status);
}

const StepRunner::Actions& StepRunner::choose(const Action& action) {
  double rest = random_.uniform();
  std::size_t way = 0;
  while (way + 1 < action.ways.size() && rest >= action.step->branch[way].share) {
    rest -= action.step->branch[way].share;
    ++way;
  }
  return action.ways[way];
}

void StepRunner::publish(const Action& action, const Request& request) {
  Request sent = request_for(action, request);
  sent.operation = action.target.operation;
  post(host_, *action.target.component, sent);
}

Request StepRunner::request_for(const Action& action, const Request& request) {
  Request sent = request;
  sent.port = nullptr;
  sent.bytes = static_cast<std::uint32_t>(action.step->bytes);
  if (action.step->key == KeySource::kUser) {
    sent.key = request.user;
  } else if (action.step->key == KeySource::kValue) {
    sent.key = request.value;
  }
  return sent;
}

}  // namespace napkin::components
