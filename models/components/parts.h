#pragma once

#include <coroutine>  // coroutine_handle
#include <cstddef>    // size_t
#include <string>     // string
#include <utility>    // exchange, move
#include <vector>     // vector

#include "sim/kernel/kernel.h"
#include "sim/kernel/task.h"
#include "sim/net/request.h"

namespace napkin::components {

/// Parts of one process that run at the same time; it waits for all of them, and they end with it.
///
///     Parts parts(kernel, 3);
///     for (...) parts.start(do_one(parts));    // each ends with parts.arrive(status)
///     const Status status = co_await parts;
class Parts final : private Event {
 public:
  /// `count` parts will be started.
  Parts(Kernel& kernel, std::size_t count) : kernel_(kernel), missing_(count) {
    running_.reserve(count);
    tasks_.reserve(count);
  }

  ~Parts() { kernel_.cancel(*this); }

  /// Runs a part to its first wait, which it has to have: nothing of it runs before the others are
  /// started.
  void start(Task<void> part) {
    tasks_.push_back(std::move(part));
    running_.push_back(std::move(tasks_.back()).operator co_await());
    running_.back().await_suspend(std::noop_coroutine()).resume();
  }

  /// A part is done.
  void arrive(Status status) {
    failure_ = status == Status::kOk ? failure_ : status;
    NAPKIN_ASSERT(missing_ > 0);
    if (--missing_ == 0 && waiting_) {
      kernel_.schedule_at(kernel_.now(), *this);
    }
  }

  bool await_ready() const noexcept { return missing_ == 0; }

  void await_suspend(std::coroutine_handle<> waiting) { waiting_ = waiting; }

  /// The last failure of a part; kOk without one.
  Status await_resume() {
    for (Task<void>::Awaiter& part : running_) {
      part.await_resume();
    }
    return failure_;
  }

 private:
  void run() override { std::exchange(waiting_, nullptr).resume(); }

  [[nodiscard]] std::string describe() const override { return "end of parallel steps"; }

  Kernel& kernel_;
  std::size_t missing_;
  Status failure_ = Status::kOk;
  std::coroutine_handle<> waiting_;
  std::vector<Task<void>> tasks_;
  std::vector<Task<void>::Awaiter> running_;
};

}  // namespace napkin::components
