#include "sim/kernel/task_group.h"

#include <algorithm>
#include <utility>

namespace napkin {

/// The first event of a spawned process, at the current instant, or when its group goes on.
class TaskGroup::Beginning final : public Event {
 public:
  explicit Beginning(TaskGroup& group) : group_(group) {}

  ~Beginning() {
    group_.kernel_.cancel(*this);
    if (held_) {
      group_.forget(*this);
    }
  }

  bool await_ready() const noexcept { return false; }

  void await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    group_.kernel_.schedule_in(Duration::zero(), *this);
  }

  void await_resume() const noexcept {}

  void run() override {
    held_ = group_.paused_;
    if (held_) {
      group_.hold(*this);
    } else {
      waiting_.resume();
    }
  }

  [[nodiscard]] std::string describe() const override { return "beginning of a process"; }

 private:
  TaskGroup& group_;
  std::coroutine_handle<> waiting_;
  bool held_ = false;
};

Task<void> TaskGroup::start_later(TaskGroup& group, Task<void> task) {
  co_await Beginning(group);
  co_await std::move(task);
}

void TaskGroup::start(Task<void> task) {
  if (paused_) {
    spawn(std::move(task));
    return;
  }
  const Task<void>::Handle handle = task.handle_;
  adopt(task);
  handle.resume();
}

void TaskGroup::spawn(Task<void> task) {
  Task<void> later = start_later(*this, std::move(task));
  const Task<void>::Handle handle = later.handle_;
  adopt(later);
  handle.resume();
}

void TaskGroup::kill_all() {
  killing_ = true;
  std::vector<Place> newest_first;
  for (const Place& place : row_) {
    if (place.promise != nullptr) {
      newest_first.push_back(place);
    }
  }
  std::sort(newest_first.begin(), newest_first.end(), [](const Place& one, const Place& other) {
    return one.number > other.number;
  });
  for (const Place& place : newest_first) {
    unlink(*place.promise);
    place.promise->kill_root();
  }
  NAPKIN_ASSERT(count_ == 0);
  killing_ = false;
}

void TaskGroup::resume() {
  paused_ = false;
  for (Event* const event : std::exchange(held_, {})) {
    kernel_.schedule_at(kernel_.now(), *event);
  }
}

void TaskGroup::forget(Event& event) {
  held_.erase(std::remove(held_.begin(), held_.end(), &event), held_.end());
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
