#pragma once

#include <coroutine>  // coroutine_handle
#include <cstdint>    // int64_t
#include <string>     // string
#include <utility>    // exchange

#include "sim/kernel/task_group.h"
#include "sim/stats/time_average.h"

namespace napkin {

class Pool;

/// A thing taken from a Pool, given back when the lease ends.
class Lease {
 public:
  Lease() = default;

  explicit Lease(Pool& pool) : pool_(&pool) {}

  Lease(Lease&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)) {}

  Lease& operator=(Lease&& other) noexcept {
    std::swap(pool_, other.pool_);
    return *this;
  }

  ~Lease() { release(); }

  /// False when the wait for it timed out: there is nothing to give back.
  [[nodiscard]] bool held() const { return pool_ != nullptr; }

  void release();

 private:
  Pool* pool_ = nullptr;
};

/// A counted thing that processes check out and give back: database connections, permits, a lock.
///
///     Lease connection = co_await pool.check_out(50ms);
///     if (!connection.held()) co_return Reply::failed(Status::kTimeout);
///
/// First come, first served: what is given back is handed to the first in line, nobody overtakes.
/// Items between `minimum` and `maximum` are opened on demand, at a cost that the one who needs
/// them waits for, and closed when they are given back and nobody waits.
class Pool {
 public:
  struct Options {
    std::int64_t minimum = 0;  ///< kept open always, 0 <= minimum <= maximum
    std::int64_t maximum = 1;  ///< >= 1
    Duration open_cost{0};     ///< time to open one more
  };

  struct Counts {
    std::int64_t asked = 0;
    std::int64_t granted = 0;
    std::int64_t timed_out = 0;
    std::int64_t withdrawn = 0;  ///< destroyed while waiting
    std::int64_t opened = 0;
  };

  /// The awaiter of one check-out: waits in line, and takes itself out of it when destroyed.
  class CheckOut final : public Event {
   public:
    CheckOut(Pool& pool, TaskGroup* group, Duration timeout)
        : pool_(pool), group_(group), timeout_(timeout) {}

    ~CheckOut();

    bool await_ready() const noexcept { return false; }

    void await_suspend(std::coroutine_handle<> waiting);

    /// The lease; not held after a time-out.
    Lease await_resume() noexcept { return granted_ ? take() : Lease(); }

    void run() override;

    [[nodiscard]] std::string describe() const override { return "check-out from a pool"; }

   private:
    friend class Pool;

    Lease take() {
      granted_ = false;
      return Lease(pool_);
    }

    Pool& pool_;
    TaskGroup* group_;  // that of the process that waits; null: it is never paused
    Duration timeout_;
    std::coroutine_handle<> waiting_;
    TimerId timer_;
    CheckOut* previous_ = nullptr;
    CheckOut* next_ = nullptr;
    bool in_line_ = false;
    bool opening_ = false;  // its item is being opened
    bool held_ = false;     // done, while its process is paused
    bool granted_ = false;  // holds an item that await_resume has not yet passed on
  };

  static constexpr Duration kForever = Duration::max();

  /// `kernel` must outlive the pool; leases and check-outs must not.
  Pool(Kernel& kernel, std::string name, const Options& options);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// Awaitable: an item, or none after `timeout` of waiting.
  [[nodiscard]] CheckOut check_out(Duration timeout = kForever) {
    return CheckOut(*this, nullptr, timeout);
  }

  /// The same for a process of `group`: while that is paused, it does not learn what it got.
  [[nodiscard]] CheckOut check_out(TaskGroup& group, Duration timeout = kForever) {
    return CheckOut(*this, &group, timeout);
  }

  [[nodiscard]] std::int64_t in_use() const { return in_use_.level(); }

  [[nodiscard]] std::int64_t waiting() const { return waiting_.level(); }

  [[nodiscard]] const TimeAverage& in_use_over_time() const { return in_use_; }

  [[nodiscard]] const TimeAverage& waiting_over_time() const { return waiting_; }

  [[nodiscard]] const Counts& counts() const { return counts_; }

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  friend class Lease;

  void grant(CheckOut& asker, bool from_line);
  void take_back();
  void line_up(CheckOut& asker);
  void step_out(CheckOut& asker);

  Kernel& kernel_;
  std::string name_;
  Options options_;
  CheckOut* first_ = nullptr;
  CheckOut* last_ = nullptr;
  std::int64_t open_ = 0;  // items that exist, in use or idle
  TimeAverage in_use_;
  TimeAverage waiting_;
  Counts counts_;
};

/// Mutual exclusion among processes: a pool of one.
///
///     const Lease guard = co_await lock.check_out();
class Lock final : public Pool {
 public:
  Lock(Kernel& kernel, std::string name)
      : Pool(kernel, std::move(name), {.minimum = 1, .maximum = 1}) {}
};

}  // namespace napkin
