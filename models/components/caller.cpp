#include "models/components/caller.h"

#include <algorithm>

#include "sim/net/gather.h"

namespace napkin::components {

namespace {

/// Counts a call in a limit for as long as it is under way, on every path out.
class UnderWay {
 public:
  explicit UnderWay(std::int64_t& count) : count_(count) { ++count_; }

  ~UnderWay() { --count_; }

  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

 private:
  std::int64_t& count_;
};

/// Gives a breaker's permit back, also when the call is destroyed on its way.
class PermitGuard {
 public:
  PermitGuard(algorithms::CircuitBreaker& breaker, algorithms::CircuitBreaker::Permit permit)
      : breaker_(breaker), permit_(permit) {}

  ~PermitGuard() {
    if (!told_) {
      breaker_.on_abandoned(permit_);
    }
  }

  PermitGuard(const PermitGuard&) = delete;
  PermitGuard& operator=(const PermitGuard&) = delete;

  void tell(bool success, Time now) {
    told_ = true;
    if (success) {
      breaker_.on_success(permit_, now);
    } else {
      breaker_.on_failure(permit_, now);
    }
  }

 private:
  algorithms::CircuitBreaker& breaker_;
  algorithms::CircuitBreaker::Permit permit_;
  bool told_ = false;
};

/// For overload: what a throttle learns from.
bool is_refusal(Status status) {
  return status == Status::kOverloaded || status == Status::kRateLimited;
}

}  // namespace

Caller::Caller(Host& host, CallTarget target, const PolicyKeys& policy, RandomStream random)
    : host_(host),
      target_(target),
      timeout_(policy.timeout),
      is_plain_(policy.is_plain()),
      policy_(policy),
      random_(random) {
  if (policy_.retry) {
    schedule_.emplace(policy_.retry->schedule);
  }
  if (policy_.retry && policy_.retry->budget) {
    budget_.emplace(algorithms::RetryBudget::Options{.ratio = *policy_.retry->budget});
  }
  if (policy_.breaker) {
    breaker_.emplace(policy_.breaker->options);
  }
  if (policy_.throttle) {
    throttle_.emplace(policy_.throttle->options);
  }
  if (const std::optional<ConnectionKeys>& keys = policy_.connections) {
    connections_.emplace(
        host_.kernel(),
        host_.name() + ".connections",
        Pool::Options{.minimum = keys->minimum, .maximum = keys->maximum, .open_cost = keys->open});
  }
}

Request Caller::prepare(const Request& request, Time deadline) const {
  Request sent = request;
  sent.operation = target_.operation;
  sent.deadline = std::min(request.deadline, deadline);
  return sent;
}

Time Caller::deadline_of(const Request& request) const {
  return std::min(request.deadline, add_checked(host_.kernel().now(), timeout_));
}

Call Caller::attempt(const Request& request) {
  const Time deadline = add_checked(host_.kernel().now(), timeout_);
  return Call(host_, *target_.component, prepare(request, deadline));
}

Task<Reply> Caller::call(Request request) {
  if (policy_.limit && under_way_ >= *policy_.limit) {
    co_return Reply::failed(Status::kRejected);
  }
  const UnderWay under_way(under_way_);
  Kernel& kernel = host_.kernel();
  if (policy_.deadline) {
    request.deadline = std::min(request.deadline, add_checked(kernel.now(), *policy_.deadline));
  }
  Lease connection;
  if (connections_) {
    const Duration left = std::max(request.deadline - kernel.now(), Duration::zero());
    connection = co_await connections_->check_out(host_.tasks(),
                                                  std::min(left, policy_.connections->timeout));
    if (!connection.held()) {
      co_return Reply::failed(Status::kTimeout);
    }
  }
  if (budget_) {
    budget_->on_request(kernel.now());
  }
  algorithms::RetryProgress progress;
  const Endpoint* tried = nullptr;
  while (true) {
    const Reply reply = co_await attempt_guarded(request, tried);
    if (is_final(reply.status)) {
      co_return reply;
    }
    const double uniform = random_.uniform();
    const std::optional<Duration> wait = schedule_->next(progress, uniform);
    const bool in_time = wait && request.deadline - *wait > kernel.now();
    if (!in_time || !may_retry()) {
      co_return reply;
    }
    co_await host_.sleep(*wait);
  }
}

bool Caller::may_retry() {
  return !budget_ || budget_->try_retry(host_.kernel().now());
}

/// Whether another try would change nothing.
bool Caller::is_final(Status status) const {
  const bool is_wanted_conflict =
      status == Status::kConflict && policy_.retry && policy_.retry->conflicts;
  return !schedule_ || (is_answer(status) && !is_wanted_conflict);
}

bool Caller::may_send() {
  return !throttle_ || throttle_->admit(host_.kernel().now(), random_.uniform());
}

/// One attempt, if breaker and throttle let it pass; they learn how the attempt went.
Task<Reply> Caller::attempt_guarded(Request request, const Endpoint*& tried) {
  Kernel& kernel = host_.kernel();
  std::optional<PermitGuard> guard;
  if (breaker_) {
    const auto permit = breaker_->admit(kernel.now());
    if (!permit) {
      co_return Reply::failed(Status::kRejected);
    }
    guard.emplace(*breaker_, *permit);
  }
  if (!may_send()) {
    co_return Reply::failed(Status::kRejected);
  }
  Reply reply;
  if (policy_.hedge_after) {
    reply = co_await attempt_hedged(request, tried);
  } else {
    const Time deadline = add_checked(kernel.now(), timeout_);
    Call call(host_, *target_.component, prepare(request, deadline), tried);
    reply = co_await call;
    tried = call.server();
  }
  if (guard) {
    guard->tell(is_answer(reply.status), kernel.now());
  }
  if (throttle_ && !is_refusal(reply.status)) {
    throttle_->on_accepted(kernel.now());
  }
  co_return reply;
}

/// A second call to another instance when the first has not answered in time; the first good answer
/// counts, the other call is given up.
Task<Reply> Caller::attempt_hedged(Request request, const Endpoint*& tried) {
  const Time now = host_.kernel().now();
  const Request sent = prepare(request, add_checked(now, timeout_));
  Gather calls(host_, 2);
  calls.send(*target_.component, sent, tried);
  co_await calls.until(1, std::min(sent.deadline, add_checked(now, *policy_.hedge_after)));
  if (calls.under_way() > 0 && host_.kernel().now() < sent.deadline) {
    calls.send(*target_.component, sent, calls.server(0));
    co_await calls.until(1, sent.deadline);
  }
  tried = calls.server(0);
  for (std::size_t index = 0; index < calls.size(); ++index) {
    if (calls.ended(index) && is_answer(calls.reply(index).status)) {
      co_return calls.reply(index);
    }
  }
  co_return calls.reply(0);
}

}  // namespace napkin::components
