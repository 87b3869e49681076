#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// Tasks of which some must be done before others (inspect, then encode in four resolutions, then
/// assemble), and how long each takes.
///
///     TaskGraph graph;
///     const auto split = graph.add_task(5s);
///     const auto encode = graph.add_task(60s);
///     graph.add_dependency(split, encode);
///     const auto plan = plan_tasks(graph);      // plan.makespan_min == 65s
class TaskGraph final {
 public:
  using Task = std::uint32_t;

  /// Adds a task and returns its number: 0, 1, 2 ... Throws std::invalid_argument for a negative
  /// duration.
  Task add_task(Duration duration);

  /// `after` may start only when `before` is done. Throws std::invalid_argument for an unknown
  /// task.
  void add_dependency(Task before, Task after);

  [[nodiscard]] std::size_t task_count() const { return durations_.size(); }

  [[nodiscard]] Duration duration(Task task) const { return durations_.at(task); }

  /// The tasks that wait for `task`, once for each dependency.
  [[nodiscard]] const std::vector<Task>& successors(Task task) const {
    return successors_.at(task);
  }

  /// For how many dependencies `task` waits.
  [[nodiscard]] std::size_t predecessor_count(Task task) const {
    return predecessor_counts_.at(task);
  }

  /// The time that one worker takes for all tasks.
  [[nodiscard]] Duration total_duration() const;

 private:
  std::vector<Duration> durations_;
  std::vector<std::vector<Task>> successors_;
  std::vector<std::size_t> predecessor_counts_;
};

/// When tasks can and must run if there are workers enough: the critical path method. All vectors
/// are by task, but for the lists of tasks.
/// Source: Kelley and Walker, "Critical-path planning and scheduling", 1959.
struct TaskPlan {
  std::vector<TaskGraph::Task> order;  // each task after all that it waits for
  std::vector<Duration> earliest_start;
  std::vector<Duration> latest_start;  // starting later delays the end
  std::vector<Duration> tail;          // the longest path from the start of a task to the end
  std::vector<TaskGraph::Task> critical_path;  // a longest path: any delay on it delays the end
  std::vector<std::vector<TaskGraph::Task>>
      stages;                // by number of tasks that must come before, one by one
  Duration makespan_min{0};  // the length of the critical path

  [[nodiscard]] Duration slack(TaskGraph::Task task) const {
    return latest_start.at(task) - earliest_start.at(task);
  }
};

/// The tasks that wait for each other in a circle: each of the first circle found, in ascending
/// order; empty if there is none. O(tasks + dependencies).
[[nodiscard]] std::vector<TaskGraph::Task> find_cycle(const TaskGraph& graph);

/// Throws std::invalid_argument if there is a circle. O(tasks + dependencies).
[[nodiscard]] TaskPlan plan_tasks(const TaskGraph& graph);

}  // namespace napkin::algorithms
