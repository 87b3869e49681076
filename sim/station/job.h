#pragma once

#include <coroutine>  // coroutine_handle
#include <cstdint>    // int64_t, uint64_t
#include <string>     // string

#include "sim/kernel/event.h"
#include "sim/kernel/time.h"

namespace napkin {

class Station;

/// How a job's visit to a station ended.
enum class ServiceOutcome : std::uint8_t {
  kServed,    ///< all of its work was done
  kRejected,  ///< turned away on arrival: the queue was full
  kDropped,   ///< pushed out of the queue by a newer job
  kGaveUp,    ///< left before its work was done: it lost patience, or was not needed any more
};

/// One visit of a process to a station, and the awaiter of that visit:
///
///     const ServiceOutcome outcome = co_await cpu.serve(2ms);
///
/// The job is the wait node and the completion event, so a visit allocates nothing. Destroying it
/// is complete cancellation: it leaves the queue, or gives its server to the next in line.
class Job final : public Event {
 public:
  Job(Station& station, Duration work, int priority)
      : station_(station), work_(work), priority_(priority) {}

  ~Job();

  bool await_ready() const noexcept { return false; }

  bool await_suspend(std::coroutine_handle<> waiting);

  ServiceOutcome await_resume() const noexcept { return outcome_; }

  /// The end of its service, or of its wait when it was dropped.
  void run() override;

  void prefetch() const override {
    __builtin_prefetch(reinterpret_cast<const char*>(this) + 64);
    __builtin_prefetch(waiting_.address());
    __builtin_prefetch(&station_);
  }

  [[nodiscard]] std::string describe() const override;

  /// Leaves the line or the server at once; its process goes on with kGaveUp. From outside of that
  /// process. Requires: it is inside.
  void give_up();

  /// Inside, and not in service.
  [[nodiscard]] bool is_waiting() const { return state_ == State::kWaiting; }

  /// Work the job came with, as time at speed 1.
  [[nodiscard]] Duration work() const { return work_; }

  /// Larger is more urgent.
  [[nodiscard]] int priority() const { return priority_; }

  /// Time between arrival and the (first) start of service; of a job that was served.
  [[nodiscard]] Duration waited() const { return started_ - arrived_; }

 private:
  friend class Station;
  friend class JobList;
  friend class QueueStation;
  friend class PreemptiveStation;
  friend class SharedStation;

  enum class State : std::uint8_t { kOutside, kWaiting, kInService };

  Station& station_;
  std::coroutine_handle<> waiting_;
  Duration work_;
  Duration remaining_{0};  // at `since_`; see `Station::settle`, and SharedStation
  Time arrived_{0};
  Time started_{0};
  Time since_{0};
  Job* previous_ = nullptr;
  Job* next_ = nullptr;
  int priority_;
  std::uint16_t finish_fraction_ = 0;  // of a SharedStation
  bool has_started_ = false;
  State state_ = State::kOutside;
  ServiceOutcome outcome_ = ServiceOutcome::kServed;
};

/// Jobs in a line; intrusive, every operation O(1).
class JobList {
 public:
  [[nodiscard]] bool empty() const { return first_ == nullptr; }

  [[nodiscard]] std::int64_t size() const { return size_; }

  [[nodiscard]] Job* first() const { return first_; }

  [[nodiscard]] Job* last() const { return last_; }

  [[nodiscard]] static Job* after(const Job& job) { return job.next_; }

  void push_back(Job& job) { insert_after(last_, job); }

  void push_front(Job& job) { insert_after(nullptr, job); }

  /// Behind `position`; at the front when it is null.
  void insert_after(Job* position, Job& job);
  void remove(Job& job);

 private:
  Job* first_ = nullptr;
  Job* last_ = nullptr;
  std::int64_t size_ = 0;
};

}  // namespace napkin
