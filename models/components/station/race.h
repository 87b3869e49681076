#pragma once

#include <coroutine>  // coroutine_handle
#include <cstddef>    // size_t
#include <utility>    // exchange
#include <vector>     // vector

#include "sim/kernel/kernel.h"
#include "sim/station/job.h"

namespace napkin::components {

/// Several copies of one request under way at several stations, until as many of them as are needed
/// were served, or that cannot be any more. Awaited by the process that sent them.
class Race final : private Event {
 public:
  /// Requires: 1 <= needed <= copies.
  Race(Kernel& kernel, std::size_t copies, std::size_t needed)
      : kernel_(kernel), jobs_(copies), missing_(needed), spare_(copies - needed) {}

  ~Race() { kernel_.cancel(*this); }

  /// Where copy `index` tells which job it is, from before its wait until after it.
  [[nodiscard]] Job*& job(std::size_t index) { return jobs_[index]; }

  [[nodiscard]] bool is_decided() const { return decided_; }

  /// Whether as many as needed were served; once decided.
  [[nodiscard]] bool is_won() const { return missing_ == 0; }

  void end_copy(bool served) {
    if (decided_) {
      return;
    }
    if (served) {
      decided_ = --missing_ == 0;
    } else {
      decided_ = spare_ == 0;
      spare_ -= decided_ ? 0 : 1;
    }
    if (decided_ && waiting_) {
      kernel_.schedule_at(kernel_.now(), *this);
    }
  }

  /// Those still under way leave their stations.
  void call_off() {
    for (Job*& job : jobs_) {
      if (job != nullptr) {
        std::exchange(job, nullptr)->give_up();
      }
    }
  }

  bool await_ready() const noexcept { return decided_; }

  void await_suspend(std::coroutine_handle<> waiting) { waiting_ = waiting; }

  void await_resume() const noexcept {}

 private:
  void run() override { std::exchange(waiting_, nullptr).resume(); }

  Kernel& kernel_;
  std::vector<Job*> jobs_;
  std::size_t missing_;
  std::size_t spare_;  // copies that may fail
  bool decided_ = false;
  std::coroutine_handle<> waiting_;
};

}  // namespace napkin::components
