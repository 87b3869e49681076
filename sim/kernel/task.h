#pragma once

#include <coroutine>  // coroutine_handle
#include <cstddef>    // size_t
#include <cstdint>    // uint64_t
#include <exception>  // exception_ptr
#include <optional>   // optional
#include <utility>    // exchange, move

#include "sim/kernel/assert.h"
#include "sim/kernel/frame_pool.h"

namespace napkin {

class TaskGroup;

/// Told how a process that was started with it ended; typically who replies to the caller.
/// Called at most once, after the process's frame is gone.
template <typename T>
class TaskObserver {
 public:
  virtual void task_finished(T result) = 0;
  /// Its group was killed before it could finish.
  virtual void task_killed() = 0;

 protected:
  ~TaskObserver() = default;
};

/// What all promises share: who goes on when the coroutine ends.
///
/// A coroutine is either awaited by another one (`continuation`), or the root of a process, which
/// belongs to a TaskGroup.
class PromiseBase {
 public:
  static void* operator new(std::size_t bytes) { return FramePool::allocate(bytes); }

  static void operator delete(void* frame, std::size_t bytes) noexcept {
    FramePool::release(frame, bytes);
  }

  std::suspend_always initial_suspend() noexcept { return {}; }

  void unhandled_exception() noexcept { exception_ = std::current_exception(); }

 protected:
  template <typename T>
  friend class Task;
  friend class TaskGroup;

  /// Ends a process: takes it out of its group, destroys the frame, tells the observer.
  virtual void finish_root() noexcept = 0;
  /// Destroys the frame of a process that was killed, and tells the observer.
  virtual void kill_root() noexcept = 0;

  std::coroutine_handle<> continuation_;
  std::exception_ptr exception_;
  TaskGroup* group_ = nullptr;  // set in the root of a process
  std::uint64_t place_ = 0;     // in the group's row
  void* observer_ = nullptr;    // a TaskObserver<T>

  ~PromiseBase() = default;
};

namespace detail {

/// Hands control from a finished coroutine to whoever awaits it, without growing the stack.
struct FinalAwaiter {
  bool await_ready() noexcept { return false; }

  template <typename Promise>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> handle) noexcept {
    return handle.promise().on_final_suspend();
  }

  void await_resume() noexcept {}
};

}  // namespace detail

/// A process, or a part of one: a coroutine that runs in simulated time and ends with a `T`.
///
/// Lazy: nothing runs before it is awaited (`co_await task`, once), or started in a TaskGroup,
/// which makes it a process. The Task owns the frame; destroying it is complete cancellation,
/// because everything a coroutine can wait for takes itself out of the line in its destructor.
///
/// A coroutine's parameters are taken by value, or by reference to what outlives the process.
template <typename T = void>
class [[nodiscard]] Task {
 public:
  class promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  Task() = default;

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}

  Task& operator=(Task&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }

  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  ~Task() {
    if (handle_) {
      handle_.destroy();
    }
  }

  class Awaiter {
   public:
    explicit Awaiter(Handle handle) : handle_(handle) {}

    bool await_ready() const noexcept { return false; }

    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
      handle_.promise().continuation_ = awaiting;
      return handle_;
    }

    T await_resume() { return handle_.promise().take_result(); }

   private:
    Handle handle_;
  };

  Awaiter operator co_await() && noexcept { return Awaiter(handle_); }

 private:
  friend class TaskGroup;

  explicit Task(Handle handle) : handle_(handle) {}

  Handle handle_;
};

namespace detail {

/// The promise up to the kind of its result.
template <typename T, typename Promise>
class TypedPromise : public PromiseBase {
 public:
  FinalAwaiter final_suspend() noexcept { return {}; }

  std::coroutine_handle<> on_final_suspend() noexcept {
    if (group_ == nullptr) {
      return continuation_;
    }
    finish_root();
    return std::noop_coroutine();
  }

 protected:
  ~TypedPromise() = default;

  void rethrow_if_failed() {
    if (exception_) {
      std::rethrow_exception(exception_);
    }
  }
};

}  // namespace detail

template <typename T>
class Task<T>::promise_type final : public detail::TypedPromise<T, promise_type> {
 public:
  Task get_return_object() { return Task(Handle::from_promise(*this)); }

  void return_value(T value) { result_.emplace(std::move(value)); }

  T take_result() {
    this->rethrow_if_failed();
    return std::move(*result_);
  }

 private:
  friend class TaskGroup;
  void finish_root() noexcept override;
  void kill_root() noexcept override;

  std::optional<T> result_;
};

template <>
class Task<void>::promise_type final : public detail::TypedPromise<void, promise_type> {
 public:
  Task get_return_object() { return Task(Handle::from_promise(*this)); }

  void return_void() noexcept {}

  void take_result() { this->rethrow_if_failed(); }

 private:
  friend class TaskGroup;
  void finish_root() noexcept override;
  void kill_root() noexcept override;
};

}  // namespace napkin
