#include "sim/kernel/task_group.h"

namespace napkin {

namespace {

/// The first event of a spawned process: runs it, as a process of its own that ends at once.
Task<void> start_later(Kernel& kernel, Task<void> task) {
  co_await delay(kernel, Duration::zero());
  co_await std::move(task);
}

}  // namespace

void TaskGroup::start(Task<void> task) {
  const Task<void>::Handle handle = task.handle_;
  adopt(task);
  handle.resume();
}

void TaskGroup::spawn(Task<void> task) {
  Task<void> later = start_later(kernel_, std::move(task));
  const Task<void>::Handle handle = later.handle_;
  adopt(later);
  handle.resume();
}

void TaskGroup::kill_all() {
  killing_ = true;
  while (newest_ != nullptr) {
    PromiseBase& promise = *newest_;
    unlink(promise);
    promise.kill_root();
  }
  killing_ = false;
}

void TaskGroup::unlink(PromiseBase& promise) {
  PromiseBase*& from_newer = promise.newer_ != nullptr ? promise.newer_->older_ : newest_;
  from_newer = promise.older_;
  if (promise.older_ != nullptr) {
    promise.older_->newer_ = promise.newer_;
  }
  --count_;
}

void Task<void>::promise_type::finish_root() noexcept {
  TaskGroup& group = *this->group_;
  std::exception_ptr failure = std::move(this->exception_);
  group.unlink(*this);
  Handle::from_promise(*this).destroy();
  if (failure) {
    group.kernel().fail(std::move(failure));
  }
}

void Task<void>::promise_type::kill_root() noexcept {
  Handle::from_promise(*this).destroy();
}

}  // namespace napkin
