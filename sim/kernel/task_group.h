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
/// It knows its processes by a row of their addresses: a list through the frames would have each
/// process that ends wait for the memory of two others. The place of one that has ended is the next
/// to be taken, so that the row is short and in the cache; who is older is looked up when they die.
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

  /// A process will soon be started: fetch into the cache where it is to be written down.
  void prefetch_place() const {
    if (first_free_ != kNowhere) {
      __builtin_prefetch(&row_[first_free_]);
    }
  }

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

  struct Place {
    PromiseBase* promise;  // null: free
    std::uint64_t number;  // of the process, in order of age; of a free place: the next free one
  };

  static constexpr std::uint64_t kNowhere = ~std::uint64_t{0};

  // Up to the number of processes in one cache line, if it starts there: what every request asks.
  Kernel& kernel_;
  bool killing_ = false;
  bool paused_ = false;
  std::vector<Place> row_;
  std::uint64_t first_free_ = kNowhere;
  std::uint64_t started_ = 0;  // processes so far
  std::size_t count_ = 0;
  std::vector<Event*> held_;
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
  if (first_free_ == kNowhere) {
    first_free_ = row_.size();
    row_.push_back({nullptr, kNowhere});
  }
  promise.place_ = first_free_;
  Place& place = row_[first_free_];
  first_free_ = place.number;
  place = {&promise, started_++};
  ++count_;
}

inline void TaskGroup::unlink(PromiseBase& promise) {
  // Written without a look at it: nobody waits for memory.
  row_[promise.place_] = {nullptr, first_free_};
  first_free_ = promise.place_;
  --count_;
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
