#pragma once

#include <coroutine>  // coroutine_handle
#include <optional>   // optional
#include <string>     // string
#include <utility>    // move

#include "sim/net/host.h"
#include "sim/net/request.h"

namespace napkin::components {

/// A part of a process that has until a deadline, and the awaiter of its end:
///
///     const Status status = co_await Bounded(host, run_steps(), deadline);
///
/// At the deadline the part is destroyed, which takes back whatever it held or waited for, and
/// kTimeout comes of it. On a paused host the deadline strikes when the host resumes.
class Bounded final : private Event {
 public:
  /// Requires: a deadline that is not past.
  Bounded(Host& host, Task<Status> part, Time deadline)
      : host_(host), part_(std::move(part)), deadline_(deadline) {}

  ~Bounded() { drop_deadline(); }

  bool await_ready() const noexcept { return false; }

  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    timer_ = host_.kernel().arm(deadline_, *this);
    running_.emplace(std::move(part_).operator co_await());
    return running_->await_suspend(waiting);
  }

  Status await_resume() {
    drop_deadline();
    return cut_off_ ? Status::kTimeout : running_->await_resume();
  }

 private:
  void drop_deadline() {
    host_.kernel().disarm(timer_);
    timer_ = {};
    if (held_) {
      held_ = false;
      host_.kernel().cancel(*this);
      host_.forget(*this);
    }
  }

  void run() override {
    if (host_.paused()) {
      held_ = true;
      host_.hold(*this);
      return;
    }
    cut_off_ = true;
    part_ = Task<Status>();
    waiting_.resume();
  }

  [[nodiscard]] std::string describe() const override { return "deadline of a block of steps"; }

  Host& host_;
  Task<Status> part_;
  Time deadline_;
  std::optional<Task<Status>::Awaiter> running_;
  std::coroutine_handle<> waiting_;
  TimerId timer_;
  bool held_ = false;
  bool cut_off_ = false;
};

}  // namespace napkin::components
