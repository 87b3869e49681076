#pragma once

#include <cstdint>  // int64_t, uint64_t
#include <limits>   // numeric_limits
#include <string>   // string

#include "sim/kernel/kernel.h"
#include "sim/station/job.h"
#include "sim/stats/int128.h"
#include "sim/stats/time_average.h"

namespace napkin {

/// A place where work is done and waited for: the cores of a host, a disk, a thread pool.
///
/// What it is asked for is work, in time at speed 1; how jobs share the servers is the discipline,
/// one class each: QueueStation (first in first out, last in first out, priority),
/// PreemptiveStation (urgent jobs interrupt, shortest remaining time), SharedStation (processor
/// sharing).
///
/// The base keeps the books: servers busy, queue, and the counts that a run is audited by.
class Station {
 public:
  static constexpr std::int64_t kUnbounded = std::numeric_limits<std::int64_t>::max();

  /// What happened so far, or since `restart_statistics`. All counts are of jobs.
  struct Counts {
    std::int64_t arrived = 0;
    std::int64_t served = 0;
    std::int64_t rejected = 0;
    std::int64_t dropped = 0;
    /// Left while waiting or in service: their host died, or they gave up.
    std::int64_t withdrawn = 0;
  };

  /// `kernel` must outlive the station; jobs must not.
  Station(Kernel& kernel, std::string name) : kernel_(kernel), name_(std::move(name)) {}

  virtual ~Station() = default;
  Station(const Station&) = delete;
  Station& operator=(const Station&) = delete;

  /// Awaitable: waits its turn and `work` >= 0 of service.
  [[nodiscard]] Job serve(Duration work, int priority = 0) { return Job(*this, work, priority); }

  /// How fast a server works: 1 is normal, 0.1 a slow host, 0 stands still (a paused one). Work in
  /// progress goes on at the new speed. Requires: speed >= 0 and finite.
  void set_speed(double speed);

  [[nodiscard]] double speed() const { return speed_; }

  [[nodiscard]] Kernel& kernel() const { return kernel_; }

  [[nodiscard]] const std::string& name() const { return name_; }

  /// Servers it can keep busy at once; kUnbounded for a station where nobody waits.
  [[nodiscard]] virtual std::int64_t servers() const = 0;

  /// Changes the number of servers; false where that cannot be. Requires: servers >= 1.
  virtual bool set_servers(std::int64_t) { return false; }

  /// Jobs in service and waiting.
  [[nodiscard]] std::int64_t jobs() const { return in_service_.level() + waiting_.level(); }

  [[nodiscard]] const Counts& counts() const { return counts_; }

  /// Servers at work, over time (a server that stands still with a job counts).
  [[nodiscard]] const TimeAverage& busy() const { return in_service_; }

  /// Jobs waiting, over time.
  [[nodiscard]] const TimeAverage& queue() const { return waiting_; }

  /// Time that jobs spent here, exactly: those that have left since the start (or restart), plus
  /// what those inside have spent by `now`. Little's law holds when it equals the integral of the
  /// number inside; kept job by job, apart from the integrals, so that the audit can fail.
  [[nodiscard]] Int128 time_spent(Time now) const;

  /// Forgets the past, keeps what is inside: for the end of a warm-up.
  void restart_statistics();

 protected:
  friend class Job;

  /// A job has arrived; true when it was taken in (waits or is served), false when rejected.
  virtual bool admit(Job& job) = 0;
  /// Its service is over: free the server, start who is next.
  virtual void complete(Job& job) = 0;
  /// It is being destroyed while inside.
  virtual void withdraw(Job& job) = 0;
  /// The speed is about to change from speed() to `speed_after`.
  virtual void before_speed_change(double speed_after) = 0;
  virtual void after_speed_change() = 0;

  /// Moves a job between outside, queue and service, and keeps the books.
  void enter_queue(Job& job);
  void leave_queue(Job& job);
  void enter_service(Job& job);
  void leave_service(Job& job);
  /// Wakes a waiting job with kDropped.
  void drop(Job& job);
  /// The same where all jobs inside share the servers: as many servers are at work as there are
  /// jobs, and the jobs beyond count as the queue.
  void enter_sharing(Job& job);
  void leave_sharing(Job& job);

  /// Work left now of a job with a server of its own, or of one that waits. What was done since
  /// `since_` is rounded down to whole nanoseconds.
  [[nodiscard]] Duration remaining(const Job& job) const;
  /// Brings the job's remaining work up to now: before its speed or its place changes.
  void settle(Job& job) const;

  [[nodiscard]] Time now() const { return kernel_.now(); }

  /// Simulated time that `work` takes at the current speed, rounded up. Requires: speed() > 0.
  [[nodiscard]] Duration time_for(Duration work) const;
  /// Work done in `time` at the current speed, rounded down.
  [[nodiscard]] Duration work_in(Duration time) const;

 private:
  void mark_start(Job& job);
  void book_levels(std::int64_t jobs);
  bool arrive(Job& job);
  void depart(Job& job);
  void give_up(Job& job);
  void book_entry(Job& job);
  void book_exit(Job& job);

  /// Of those inside at a restart, only the time since then counts.
  [[nodiscard]] Time counted_since(const Job& job) const {
    return job.arrived_ > restarted_ ? job.arrived_ : restarted_;
  }

  Kernel& kernel_;
  double speed_ = 1.0;
  TimeAverage in_service_;
  TimeAverage waiting_;
  Counts counts_;
  Int128 spent_by_departed_ns_ = 0;
  Int128 arrivals_inside_ns_ = 0;  // sum of the (counted) arrival times of those inside
  Time restarted_{0};
  std::string name_;
};

inline Job::~Job() {
  if (state_ != State::kOutside) {
    station_.depart(*this);
  }
  station_.kernel().cancel(*this);
}

inline void Job::give_up() {
  station_.give_up(*this);
}

inline bool Job::await_suspend(std::coroutine_handle<> waiting) {
  waiting_ = waiting;
  return station_.arrive(*this);
}

}  // namespace napkin
