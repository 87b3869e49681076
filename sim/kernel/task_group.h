#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint64_t
#include <vector>   // vector

#include "sim/kernel/kernel.h"
#include "sim/kernel/task.h"

namespace napkin {

/// The processes that live and die together: those of one host.
///
/// Owns the frames of its processes. Killing destroys them, newest first; whatever they held or
/// waited for is given back by their destructors, and nothing of them runs again. Pausing makes all
/// of them stand still: what falls due meanwhile happens when they go on, in the order in which it
/// fell due.
///
/// It knows its processes by a row of their addresses, in order of age: a list through the frames
/// would have each process that ends wait for the memory of two others. Places of those that have
/// ended stay empty, at most as many as leave one place in eight in use.
class TaskGroup {
 public:
  /// `kernel` must outlive the group.
  explicit TaskGroup(Kernel& kernel) : kernel_(kernel) {}

  ~TaskGroup() { kill_all(); }

  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  [[nodiscard]] Kernel& kernel() const { return kernel_; }

  [[nodiscard]] std::size_t size() const { return count_; }

  /// Makes `task` a process and runs it to its first wait. Only from an event's run(), never from
  /// inside a process, whose stack would grow: a process starts another one with `spawn`. In a
  /// paused group it begins when that goes on.
  void start(Task<void> task);

  /// The same; `observer` learns the result, and must outlive the process. Not while paused.
  template <typename T>
  void start(Task<T> task, TaskObserver<T>& observer);

  /// Makes `task` a process whose first step is an event at the current instant.
  void spawn(Task<void> task);

  /// Destroys all processes, newest first. Not from inside one of them.
  void kill_all();

  [[nodiscard]] bool paused() const { return paused_; }

  void pause() { paused_ = true; }

  void resume();

  /// Keeps `event`, which fell due while paused, until resume(). Whoever resumes a process asks
  /// paused() first.
  void hold(Event& event) { held_.push_back(&event); }

  /// Forgets a held event that is being destroyed.
  void forget(Event& event);

 private:
  template <typename T>
  friend class Task;
  class Beginning;

  [[nodiscard]] static Task<void> start_later(TaskGroup& group, Task<void> task);

  template <typename T>
  PromiseBase& adopt(Task<T>& task);
  void add(PromiseBase& promise);
  void unlink(PromiseBase& promise);
  void make_room();

  PromiseBase*& at(std::uint64_t place) { return row_[place & (row_.size() - 1)]; }

  Kernel& kernel_;
  std::vector<PromiseBase*> row_;  // a ring; its size is a power of two
  std::uint64_t first_ = 0;        // the place of the oldest process
  std::uint64_t end_ = 0;          // behind that of the newest
  std::size_t count_ = 0;
  std::vector<Event*> held_;
  bool killing_ = false;
  bool paused_ = false;
};

/// Lets a process wait; the awaiter is the pending event, and cancels itself with its frame.
///
///     co_await delay(kernel, 5ms);
class Delay final : public Event {
 public:
  Delay(Kernel& kernel, Duration duration) : kernel_(kernel), duration_(duration) {}

  ~Delay() { kernel_.cancel(*this); }

  bool await_ready() const noexcept { return false; }

  void await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    kernel_.schedule_in(duration_, *this);
  }

  void await_resume() const noexcept {}

  void run() override { waiting_.resume(); }

  void prefetch() const override { __builtin_prefetch(waiting_.address()); }

  [[nodiscard]] std::string describe() const override { return "end of a delay"; }

 private:
  Kernel& kernel_;
  Duration duration_;
  std::coroutine_handle<> waiting_;
};

/// Waits `duration` >= 0 of simulated time. Zero lets everything else of this instant run first.
[[nodiscard]] inline Delay delay(Kernel& kernel, Duration duration) {
  return Delay(kernel, duration);
}

template <typename T>
PromiseBase& TaskGroup::adopt(Task<T>& task) {
  NAPKIN_ASSERT(!killing_);
  PromiseBase& promise = task.handle_.promise();
  NAPKIN_ASSERT(promise.group_ == nullptr);
  task.handle_ = nullptr;
  promise.group_ = this;
  add(promise);
  return promise;
}

inline void TaskGroup::add(PromiseBase& promise) {
  if (end_ - first_ == row_.size()) {
    make_room();
  }
  promise.place_ = end_;
  at(end_++) = &promise;
  ++count_;
}

template <typename T>
void TaskGroup::start(Task<T> task, TaskObserver<T>& observer) {
  NAPKIN_ASSERT(!paused_);
  const typename Task<T>::Handle handle = task.handle_;
  adopt(task).observer_ = &observer;
  handle.resume();
}

template <typename T>
void Task<T>::promise_type::finish_root() noexcept {
  auto* const observer = static_cast<TaskObserver<T>*>(this->observer_);
  TaskGroup& group = *this->group_;
  std::exception_ptr failure = std::move(this->exception_);
  std::optional<T> result = std::move(result_);
  group.unlink(*this);
  Handle::from_promise(*this).destroy();
  if (failure) {
    group.kernel().fail(std::move(failure));
  } else if (observer != nullptr) {
    observer->task_finished(std::move(*result));
  }
}

template <typename T>
void Task<T>::promise_type::kill_root() noexcept {
  auto* const observer = static_cast<TaskObserver<T>*>(this->observer_);
  Handle::from_promise(*this).destroy();
  if (observer != nullptr) {
    observer->task_killed();
  }
}

}  // namespace napkin
