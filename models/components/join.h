#pragma once

#include <coroutine>  // coroutine_handle
#include <cstddef>    // size_t
#include <utility>    // exchange

#include "sim/kernel/kernel.h"
#include "sim/net/request.h"

namespace napkin::components {

/// Lets one process wait for a number of others to reach a point.
///
///     Join join(kernel, 3);  ... three processes call join.arrive() ...  co_await join;
class Join final : private Event {
 public:
  Join(Kernel& kernel, std::size_t arrivals) : kernel_(kernel), missing_(arrivals) {}

  ~Join() { kernel_.cancel(*this); }

  /// One of those waited for is there.
  void arrive(Status status = Status::kOk) {
    if (status != Status::kOk) {
      failure_ = status;
    }
    NAPKIN_ASSERT(missing_ > 0);
    if (--missing_ == 0 && waiting_) {
      kernel_.schedule_at(kernel_.now(), *this);
    }
  }

  bool await_ready() const noexcept { return missing_ == 0; }

  void await_suspend(std::coroutine_handle<> waiting) { waiting_ = waiting; }

  /// The last failure among those that arrived; kOk without one.
  Status await_resume() const noexcept { return failure_; }

 private:
  void run() override { std::exchange(waiting_, nullptr).resume(); }

  Kernel& kernel_;
  std::size_t missing_;
  Status failure_ = Status::kOk;
  std::coroutine_handle<> waiting_;
};

}  // namespace napkin::components
