#include "models/components/step_runner.h"

#include <algorithm>

#include "sim/net/gather.h"

namespace napkin::components {

namespace {

constexpr std::uint64_t kBytesMax = std::uint64_t{4095} << 20U;

}  // namespace

StepRunner::StepRunner(Host& host,
                       const StepProgram& program,
                       const std::string& operation,
                       const Directory& directory)
    : host_(host), random_(host.region().seed(), host.name(), operation), program_(program) {
  for (const Step* const step : program_.calls) {
    const std::string purpose =
        "call " + step->call->text() + " in " + operation + " " + std::to_string(callers_.size());
    callers_.push_back(
        std::make_unique<Caller>(host_,
                                 directory.resolve(*step->call),
                                 step->policy,
                                 RandomStream(host.region().seed(), host.name(), purpose)));
  }
  for (const Step* const step : program_.messages) {
    targets_.push_back(directory.resolve(*step->publish));
  }
  make_retries(operation);
}

StepRunner::~StepRunner() = default;

Task<Reply> StepRunner::run(const Request& request) {
  StepFrame frame{.request = request};
  frame.variables.resize(program_.variables);
  frame.replies.resize(program_.replies);
  Status status = co_await run_actions(program_.actions, frame, request.deadline);
  if (frame.answer) {
    co_return *frame.answer;
  }
  if (status == Status::kRefused || status == Status::kReset) {
    // That what it depends on is down must not look as if it were down itself: a balancer would
    // take healthy instances out, one after the other.
    status = Status::kUnavailable;
  }
  co_return Reply{.status = status, .value = request.value};
}

Task<Status> StepRunner::run_actions(std::span<const StepAction> actions,
                                     StepFrame& frame,
                                     Time deadline) {
  using Kind = StepAction::Kind;
  for (const StepAction& action : actions) {
    const Step& step = *action.step;
    if (&action != &actions.back()) {
      prefetch_route((&action)[1], frame);
    }
    Status status = Status::kOk;
    switch (action.kind) {
      case Kind::kWork: {
        const Duration work = step.work->sample_duration(random_);
        const ServiceOutcome outcome = co_await host_.work(work, frame.request.priority);
        status = outcome == ServiceOutcome::kServed ? Status::kOk : Status::kOverloaded;
        break;
      }
      case Kind::kWait: {
        const Duration duration = step.wait->sample_duration(random_);
        co_await host_.sleep(duration);
        break;
      }
      case Kind::kCall: {
        Reply reply;
        if (callers_[action.number]->is_plain()) {
          reply = co_await plain_call(action, frame, deadline);
        } else {
          reply = co_await guarded_call(action, frame, deadline);
        }
        keep_reply(action, frame, reply);
        status = reply.status;
        if (const StepActions* const next = steps_after(action, status)) {
          if (takes_no_time(*next)) {
            status = run_at_once(*next, frame, deadline);
          } else {
            status = co_await run_actions(*next, frame, deadline);
          }
        } else if (status == Status::kNotFound) {
          status = Status::kOk;  // "there is none" is an answer: the request goes on
        }
        status = step.ignore_failure ? Status::kOk : status;
        break;
      }
      case Kind::kParallel:
      case Kind::kBranch:
      case Kind::kRepeat:
      case Kind::kForEach:
      case Kind::kBlock:
        status = co_await run_composite(action, frame, deadline);
        break;
      default:
        status = run_at_once(std::span(&action, 1), frame, deadline);
        break;
    }
    if (status != Status::kOk || frame.answer) {
      co_return status;
    }
  }
  co_return Status::kOk;
}

/// Whether every one of the steps is over as soon as it begins: they need no process.
bool StepRunner::takes_no_time(std::span<const StepAction> actions) {
  using Kind = StepAction::Kind;
  return std::ranges::all_of(actions, [](const StepAction& action) {
    return action.kind == Kind::kPublish || action.kind == Kind::kSet ||
           action.kind == Kind::kRespond || action.kind == Kind::kFail ||
           action.kind == Kind::kReturn;
  });
}

/// Requires: `takes_no_time(actions)`.
Status StepRunner::run_at_once(std::span<const StepAction> actions,
                               StepFrame& frame,
                               Time deadline) {
  using Kind = StepAction::Kind;
  for (const StepAction& action : actions) {
    switch (action.kind) {
      case Kind::kPublish:
        publish(action, frame, deadline);
        break;
      case Kind::kSet:
        assign(action, frame);
        break;
      case Kind::kRespond: {
        const Reply reply = answer(action, frame, *action.step->respond);
        if (frame.request.port != nullptr) {
          frame.request.port->reply_early(reply);
        }
        break;
      }
      case Kind::kFail:
        return *action.step->fail;
      default:
        frame.answer = answer(action, frame, *action.step->finish);
        return Status::kOk;
    }
  }
  return Status::kOk;
}

// What is sent is made on the stack of a function, not in the frame of the process.
Call StepRunner::plain_call(const StepAction& action, const StepFrame& frame, Time deadline) {
  return callers_[action.number]->attempt(request_for(action, frame, deadline));
}

Task<Reply> StepRunner::guarded_call(const StepAction& action,
                                     const StepFrame& frame,
                                     Time deadline) {
  return callers_[action.number]->call(request_for(action, frame, deadline));
}

/// What the scenario says about the result of a call or a block; null when it says nothing.
const StepActions* StepRunner::steps_after(const StepAction& action, Status status) {
  for (const auto& [result, steps] : action.on) {
    if (result == status) {
      return &steps;
    }
  }
  const bool is_call = action.kind == StepAction::Kind::kCall;
  const bool failed = is_call ? !is_answer(status) : status != Status::kOk;
  return failed && !action.otherwise.empty() ? &action.otherwise : nullptr;
}

/// The step comes next: whom it calls finds its way sooner.
void StepRunner::prefetch_route(const StepAction& action, const StepFrame& frame) const {
  if (action.kind == StepAction::Kind::kCall) {
    callers_[action.number]->target().component->prefetch_route(frame.request);
  }
}

/// The steps that consist of steps. Not a coroutine itself: there would be one more frame to fetch.
Task<Status> StepRunner::run_composite(const StepAction& action, StepFrame& frame, Time deadline) {
  switch (action.kind) {
    case StepAction::Kind::kParallel:
      return action.all_plain_calls ? run_calls_at_once(action, frame, deadline)
                                    : run_parallel(action, frame, deadline);
    case StepAction::Kind::kBranch:
      return run_branch(action, frame, deadline);
    case StepAction::Kind::kRepeat:
      return run_repeat(action, frame, deadline);
    case StepAction::Kind::kForEach:
      return run_for_each(action, frame, deadline);
    default:
      return run_block(action, frame, deadline);
  }
}

Task<Status> StepRunner::run_branch(const StepAction& action, StepFrame& frame, Time deadline) {
  Status status = Status::kOk;
  if (const StepActions* const way = choose(action, frame)) {
    status = co_await run_actions(*way, frame, deadline);
  }
  co_return status;
}

/// Calls need no process each: they are sent in one go and waited for together.
Task<Status> StepRunner::run_calls_at_once(const StepAction& action,
                                           StepFrame& frame,
                                           Time deadline) {
  const StepActions& actions = action.children;
  Gather calls(host_, actions.size());
  Time latest{0};
  for (const StepAction& child : actions) {
    const Caller& caller = *callers_[child.number];
    Request sent = request_for(child, frame, deadline);
    sent.deadline = caller.deadline_of(sent);
    sent.operation = caller.target().operation;
    latest = std::max(latest, sent.deadline);
    calls.send(*caller.target().component, sent);
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

/// The way that is taken; null when no condition holds and there is no other way.
const StepActions* StepRunner::choose(const StepAction& action, const StepFrame& frame) {
  const std::size_t ways = action.ways.size();
  std::size_t way = 0;
  if (action.conditions.empty()) {
    double rest = random_.uniform();
    while (way + 1 < ways && rest >= *action.step->branch[way].share) {
      rest -= *action.step->branch[way].share;
      ++way;
    }
    return &action.ways[way];
  }
  const Time now = host_.kernel().now();
  while (way < action.conditions.size() && !action.conditions[way].holds(frame, now, random_)) {
    ++way;
  }
  return way < ways ? &action.ways[way] : nullptr;
}

void StepRunner::assign(const StepAction& action, StepFrame& frame) {
  for (const auto& [variable, value] : action.assignments) {
    frame.variables[variable] = value.number(frame, host_.kernel().now(), random_);
  }
}

void StepRunner::keep_reply(const StepAction& action, StepFrame& frame, const Reply& reply) const {
  if (frame.replies.empty()) {
    return;
  }
  frame.replies.front() = reply;
  if (action.reply) {
    frame.replies[*action.reply] = reply;
  }
}

void StepRunner::publish(const StepAction& action, const StepFrame& frame, Time deadline) {
  const CallTarget& target = targets_[action.number];
  Request sent = request_for(action, frame, deadline);
  sent.operation = target.operation;
  post(host_, *target.component, sent);
}

Reply StepRunner::answer(const StepAction& action, const StepFrame& frame, Status status) {
  const Time now = host_.kernel().now();
  Reply reply;
  reply.status = status;
  reply.value = action.value.whole(frame, now, random_);
  reply.bytes =
      static_cast<std::uint32_t>(std::min(action.bytes.whole(frame, now, random_), kBytesMax));
  return reply;
}

Request StepRunner::request_for(const StepAction& action, const StepFrame& frame, Time deadline) {
  const Time now = host_.kernel().now();
  Request sent = frame.request;
  sent.port = nullptr;
  sent.deadline = deadline;
  if (!action.key.is_lone(StepSlot::Place::kKey)) {
    sent.key = action.key.whole(frame, now, random_);
  }
  if (!action.value.is_lone(StepSlot::Place::kValue)) {
    sent.value = action.value.whole(frame, now, random_);
  }
  sent.bytes =
      static_cast<std::uint32_t>(std::min(action.bytes.whole(frame, now, random_), kBytesMax));
  return sent;
}

}  // namespace napkin::components
