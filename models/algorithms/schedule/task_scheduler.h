#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "models/algorithms/schedule/task_graph.h"

namespace napkin::algorithms {

/// Runs the tasks of a graph on workers that come, go and fail: it keeps the queue of tasks that
/// may start (the one with the longest path behind it first), the idle workers (the least used
/// first) and what is running where. A failed task is tried again; the tasks of a worker that died
/// are, too.
///
///     TaskScheduler scheduler(graph, {.attempts_max = 3});
///     scheduler.add_worker(1);
///     while (auto start = scheduler.start_next()) { run(*start); }
///     scheduler.finish(task, worker);               // more may start now
///
/// List scheduling by longest tail (Hu, 1961; Graham, "Bounds on multiprocessing timing anomalies",
/// 1969): the makespan is at most 2 - 1/workers times the shortest possible. O(log n) per call.
/// Source: for the three queues, the video chapter of Alex Xu, "System Design Interview".
class TaskScheduler final {
 public:
  using Task = TaskGraph::Task;
  using Worker = std::uint64_t;

  struct Options {
    std::uint32_t attempts_max = 3;  // of a task, before the whole run has failed; at least 1
  };

  struct Start {
    Task task = 0;
    Worker worker = 0;
    std::uint32_t attempt = 1;
  };

  /// Throws std::invalid_argument for a graph with a circle, or attempts_max 0.
  TaskScheduler(const TaskGraph& graph, Options options);

  /// A worker that does one task at a time is there. Returns false if it was already.
  bool add_worker(Worker worker);

  /// A worker is gone. What it was doing is done again elsewhere, which does not count as a failed
  /// attempt. Returns false if it was not there.
  bool remove_worker(Worker worker);

  /// Gives the most urgent task to the least used idle worker; empty if there is no task that may
  /// start, no idle worker, or the run has failed.
  std::optional<Start> start_next();

  /// A running task is done. Returns false if it is not running: news of a worker thought dead.
  bool finish(Task task, Worker worker);

  /// A running task failed. It waits for its next attempt; after the last one the run has failed.
  bool fail(Task task, Worker worker);

  [[nodiscard]] bool is_done() const { return done_count_ == states_.size(); }

  [[nodiscard]] bool has_failed() const { return has_failed_; }

  [[nodiscard]] std::size_t running_count() const { return running_.size(); }

  [[nodiscard]] std::size_t ready_count() const { return ready_.size(); }

 private:
  struct TaskState {
    std::size_t waits_for = 0;
    std::uint32_t failed_attempts = 0;
  };

  /// Longest tail first, then by number.
  using Urgency = std::pair<Duration, Task>;

  void make_ready(Task task) { ready_.emplace(-plan_.tail[task], task); }

  bool release(Task task, Worker worker);

  const TaskGraph graph_;
  TaskPlan plan_;
  Options options_;
  std::vector<TaskState> states_;
  std::set<Urgency> ready_;
  std::map<Worker, Duration> workers_;  // and how long each has worked
  std::set<std::pair<Duration, Worker>> idle_;
  std::map<Worker, Task> running_;
  std::size_t done_count_ = 0;
  bool has_failed_ = false;
};

/// When and where each task runs if nothing fails, and `worker_count` equal workers do them.
struct TaskSchedule {
  struct Run {
    TaskGraph::Task task = 0;
    std::uint64_t worker = 0;
    Duration start{0};
    Duration finish{0};
  };

  std::vector<Run> runs;  // in order of start
  Duration makespan{0};
};

/// Throws std::invalid_argument for a graph with a circle, or no workers while there are tasks.
[[nodiscard]] TaskSchedule schedule_tasks(const TaskGraph& graph, std::size_t worker_count);

}  // namespace napkin::algorithms
