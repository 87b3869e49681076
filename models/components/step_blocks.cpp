// The steps that consist of steps: what repeats them, what runs them at the same time, and what
// guards them.

#include <algorithm>
#include <exception>

#include "models/components/bounded.h"
#include "models/components/step_runner.h"

namespace napkin::components {

namespace {

constexpr std::uint64_t kTimesMax = 1'000'000;
/// Rounds after which a loop that waits for nothing lets others run: an endless one is then a storm
/// of events, which the run can see.
constexpr std::uint32_t kRoundsAtOnce = 1024;
constexpr std::uint64_t kWhileTimesMax = 1000;

}  // namespace

/// The numbers that a for_each goes through, handed out to those who work at it.
struct StepRunner::Sweep {
  const StepAction& action;
  std::uint64_t count = 0;
  std::uint64_t next = 0;
};

void StepRunner::make_retries(const std::string& operation) {
  for (const Step* const step : program_.blocks) {
    const std::string purpose = "retry in " + operation + " " + std::to_string(retries_.size());
    const RandomStream random(host_.region().seed(), host_.name(), purpose);
    retries_.push_back(
        step->policy.retry ? std::make_unique<StepRetries>(*step->policy.retry, random) : nullptr);
  }
}

Task<Status> StepRunner::run_parallel(const StepAction& action, StepFrame& frame, Time deadline) {
  Parts parts(host_.kernel(), action.children.size());
  for (const StepAction& child : action.children) {
    parts.start(run_part(child, frame, deadline, parts));
  }
  const Status status = co_await parts;
  co_return status;
}

/// One part of a parallel step.
Task<void> StepRunner::run_part(const StepAction& action,
                                StepFrame& frame,
                                Time deadline,
                                Parts& parts) {
  try {
    co_await host_.sleep(Duration::zero());
    const Status status = co_await run_actions(std::span(&action, 1), frame, deadline);
    parts.arrive(status);
  } catch (...) {
    host_.kernel().fail(std::current_exception());
  }
}

Task<Status> StepRunner::run_repeat(const StepAction& action, StepFrame& frame, Time deadline) {
  const bool counted = action.step->repeat.has_value();
  const std::uint64_t times =
      counted ? std::min(action.times.whole(frame, host_.kernel().now(), random_), kTimesMax)
              : kWhileTimesMax;
  const bool asks = action.step->while_true.has_value();
  for (std::uint64_t done = 0; done < times; ++done) {
    if (asks && !action.condition.holds(frame, host_.kernel().now(), random_)) {
      break;
    }
    const Status status = co_await run_actions(action.children, frame, deadline);
    if (status != Status::kOk || frame.answer) {
      co_return status;
    }
    if (++frame.rounds % kRoundsAtOnce == 0) {
      co_await host_.sleep(Duration::zero());
    }
  }
  co_return Status::kOk;
}

Task<Status> StepRunner::run_for_each(const StepAction& action, StepFrame& frame, Time deadline) {
  Sweep sweep{action};
  sweep.count = action.items.empty()
                    ? std::min(action.times.whole(frame, host_.kernel().now(), random_), kTimesMax)
                    : action.items.size();
  const auto at_once = static_cast<std::uint64_t>(action.step->at_once.value_or(1));
  Status status = Status::kOk;
  if (at_once == 1) {
    status = co_await run_sweep(sweep, frame, deadline);
  } else {
    const std::uint64_t workers = std::min(at_once, sweep.count);
    Parts parts(host_.kernel(), workers);
    for (std::uint64_t worker = 0; worker < workers; ++worker) {
      parts.start(run_sweeper(sweep, frame, deadline, parts));
    }
    status = co_await parts;
  }
  co_return status;
}

/// Takes one number after the other until none is left.
Task<Status> StepRunner::run_sweep(Sweep& sweep, StepFrame& frame, Time deadline) {
  const StepAction& action = sweep.action;
  while (sweep.next < sweep.count) {
    const std::uint64_t index = sweep.next++;
    frame.variables[action.variable] =
        action.items.empty() ? static_cast<double>(index)
                             : action.items[index].number(frame, host_.kernel().now(), random_);
    const Status status = co_await run_actions(action.children, frame, deadline);
    if (status != Status::kOk || frame.answer) {
      co_return status;
    }
    if (++frame.rounds % kRoundsAtOnce == 0) {
      co_await host_.sleep(Duration::zero());
    }
  }
  co_return Status::kOk;
}

/// One of several who work at a for_each, with variables of its own. A failure ends its own share.
Task<void> StepRunner::run_sweeper(Sweep& sweep, StepFrame frame, Time deadline, Parts& parts) {
  try {
    co_await host_.sleep(Duration::zero());
    const Status status = co_await run_sweep(sweep, frame, deadline);
    const bool gives_up = status == Status::kOk && frame.answer.has_value();
    parts.arrive(gives_up ? frame.answer->status : status);
  } catch (...) {
    host_.kernel().fail(std::current_exception());
  }
}

/// A block, under its deadline if it has one, and what follows its result.
Task<Status> StepRunner::run_block(const StepAction& action, StepFrame& frame, Time deadline) {
  const std::optional<Duration>& limit = action.step->policy.deadline;
  Status status = Status::kOk;
  if (limit) {
    const Time end = add_checked(host_.kernel().now(), *limit);
    status = co_await Bounded(host_, try_block(action, frame, std::min(end, deadline)), end);
  } else {
    status = co_await try_block(action, frame, deadline);
  }
  if (frame.answer) {
    co_return status;
  }
  if (const StepActions* const next = steps_after(action, status)) {
    status = co_await run_actions(*next, frame, deadline);
  }
  co_return action.step->ignore_failure ? Status::kOk : status;
}

/// The steps of a block, again and again as its retry says.
Task<Status> StepRunner::try_block(const StepAction& action, StepFrame& frame, Time deadline) {
  Kernel& kernel = host_.kernel();
  StepRetries* const retries = retries_[action.number].get();
  if (retries != nullptr && retries->budget) {
    retries->budget->on_request(kernel.now());
  }
  algorithms::RetryProgress progress;
  while (true) {
    const Status status = co_await run_actions(action.children, frame, deadline);
    const bool failed = status != Status::kOk && status != Status::kNotFound;
    if (!failed || retries == nullptr) {
      co_return status;
    }
    const double uniform = retries->random.uniform();
    const std::optional<Duration> wait = retries->schedule.next(progress, uniform);
    const bool in_time = wait && deadline - *wait > kernel.now();
    if (!in_time || (retries->budget && !retries->budget->try_retry(kernel.now()))) {
      co_return status;
    }
    co_await host_.sleep(*wait);
  }
}

}  // namespace napkin::components
