#include "models/algorithms/schedule/task_scheduler.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/queue/delay_queue.h"

namespace napkin::algorithms {

TaskScheduler::TaskScheduler(const TaskGraph& graph, Options options)
    : graph_(graph), plan_(plan_tasks(graph)), options_(options), states_(graph.task_count()) {
  require(options.attempts_max > 0, "TaskScheduler: attempts_max must be at least 1");
  for (Task task = 0; task < graph_.task_count(); ++task) {
    states_[task].waits_for = graph_.predecessor_count(task);
    if (states_[task].waits_for == 0) {
      make_ready(task);
    }
  }
}

bool TaskScheduler::add_worker(Worker worker) {
  const bool is_new = workers_.try_emplace(worker, Duration::zero()).second;
  if (is_new) {
    idle_.emplace(Duration::zero(), worker);
  }
  return is_new;
}

bool TaskScheduler::remove_worker(Worker worker) {
  const auto found = workers_.find(worker);
  if (found == workers_.end()) {
    return false;
  }
  if (const auto running = running_.find(worker); running != running_.end()) {
    make_ready(running->second);
    running_.erase(running);
  }
  idle_.erase({found->second, worker});
  workers_.erase(found);
  return true;
}

std::optional<TaskScheduler::Start> TaskScheduler::start_next() {
  if (ready_.empty() || idle_.empty() || has_failed_) {
    return std::nullopt;
  }
  const Task task = ready_.begin()->second;
  const Worker worker = idle_.begin()->second;
  ready_.erase(ready_.begin());
  idle_.erase(idle_.begin());
  running_.emplace(worker, task);
  return Start{task, worker, states_[task].failed_attempts + 1};
}

/// Takes a task off the worker it runs on, which is idle then.
bool TaskScheduler::release(Task task, Worker worker) {
  const auto running = running_.find(worker);
  if (running == running_.end() || running->second != task) {
    return false;
  }
  running_.erase(running);
  workers_.at(worker) += graph_.duration(task);
  idle_.emplace(workers_.at(worker), worker);
  return true;
}

bool TaskScheduler::finish(Task task, Worker worker) {
  if (!release(task, worker)) {
    return false;
  }
  ++done_count_;
  for (const Task successor : graph_.successors(task)) {
    if (--states_[successor].waits_for == 0) {
      make_ready(successor);
    }
  }
  return true;
}

bool TaskScheduler::fail(Task task, Worker worker) {
  if (!release(task, worker)) {
    return false;
  }
  if (++states_[task].failed_attempts >= options_.attempts_max) {
    has_failed_ = true;
  } else {
    make_ready(task);
  }
  return true;
}

TaskSchedule schedule_tasks(const TaskGraph& graph, std::size_t worker_count) {
  require(worker_count > 0 || graph.task_count() == 0, "schedule_tasks: needs at least one worker");
  TaskScheduler scheduler(graph, {});
  for (std::size_t worker = 0; worker < worker_count; ++worker) {
    scheduler.add_worker(worker);
  }
  TaskSchedule schedule;
  DelayQueue<TaskScheduler::Start> finishes;
  Duration now{0};
  while (!scheduler.is_done()) {
    while (const auto start = scheduler.start_next()) {
      const Duration finish = now + graph.duration(start->task);
      schedule.runs.push_back({start->task, start->worker, now, finish});
      finishes.push(finish, *start);
    }
    now = *finishes.next_due();
    while (const auto finished = finishes.pop(now)) {
      scheduler.finish(finished->task, finished->worker);
    }
  }
  schedule.makespan = now;
  return schedule;
}

}  // namespace napkin::algorithms
