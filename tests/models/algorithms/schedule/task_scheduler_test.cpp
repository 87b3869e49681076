#include "models/algorithms/schedule/task_scheduler.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;
using Task = TaskGraph::Task;

/// Two tasks that a third one waits for.
TaskGraph fork_graph() {
  TaskGraph graph;
  graph.add_task(1s);
  graph.add_task(5s);
  graph.add_task(1s);
  graph.add_dependency(0, 2);
  graph.add_dependency(1, 2);
  return graph;
}

TaskGraph random_graph(std::mt19937_64& random, std::size_t count) {
  TaskGraph graph;
  for (std::size_t i = 0; i < count; ++i) {
    graph.add_task(Duration(1 + random() % 20));
  }
  for (Task task = 1; task < count; ++task) {
    for (std::uint64_t i = random() % 3; i > 0; --i) {
      graph.add_dependency(static_cast<Task>(random() % task), task);
    }
  }
  return graph;
}

TEST(TaskScheduler, RefusesACircleOrNoAttempts) {
  TaskGraph circle;
  circle.add_task(1s);
  circle.add_dependency(0, 0);
  EXPECT_THROW(TaskScheduler(circle, {}), std::invalid_argument);
  EXPECT_THROW(TaskScheduler(TaskGraph(), {.attempts_max = 0}), std::invalid_argument);
}

TEST(TaskScheduler, StartsTheLongestPathFirst) {
  TaskScheduler scheduler(fork_graph(), {});
  EXPECT_TRUE(scheduler.add_worker(1));
  EXPECT_FALSE(scheduler.add_worker(1));
  EXPECT_EQ(scheduler.start_next()->task, 1U);
  EXPECT_FALSE(scheduler.start_next().has_value()) << "no idle worker";
  EXPECT_TRUE(scheduler.finish(1, 1));
  EXPECT_EQ(scheduler.start_next()->task, 0U);
  EXPECT_TRUE(scheduler.finish(0, 1));
  EXPECT_EQ(scheduler.start_next()->task, 2U);
  EXPECT_TRUE(scheduler.finish(2, 1));
  EXPECT_TRUE(scheduler.is_done());
}

TEST(TaskScheduler, ADeadWorkersTaskIsDoneElsewhere) {
  TaskScheduler scheduler(fork_graph(), {.attempts_max = 1});
  scheduler.add_worker(1);
  EXPECT_EQ(scheduler.start_next()->worker, 1U);
  EXPECT_TRUE(scheduler.remove_worker(1));
  EXPECT_FALSE(scheduler.remove_worker(1));
  scheduler.add_worker(2);
  const auto again = scheduler.start_next();
  EXPECT_EQ(again->task, 1U);
  EXPECT_EQ(again->attempt, 1U);
  EXPECT_FALSE(scheduler.finish(1, 1)) << "news of the dead worker";
  EXPECT_TRUE(scheduler.finish(1, 2));
}

TEST(TaskScheduler, ATaskIsTriedAgainAndInTheEndFailsTheRun) {
  TaskScheduler scheduler(fork_graph(), {.attempts_max = 2});
  scheduler.add_worker(1);
  EXPECT_TRUE(scheduler.fail(scheduler.start_next()->task, 1));
  const auto second = scheduler.start_next();
  EXPECT_EQ(second->attempt, 2U);
  EXPECT_FALSE(scheduler.has_failed());
  EXPECT_TRUE(scheduler.fail(second->task, 1));
  EXPECT_TRUE(scheduler.has_failed());
  EXPECT_FALSE(scheduler.start_next().has_value());
}

TEST(TaskScheduler, TheLeastUsedWorkerIsNext) {
  TaskGraph graph;
  for (int i = 0; i < 3; ++i) {
    graph.add_task(1s);
  }
  TaskScheduler scheduler(graph, {});
  scheduler.add_worker(1);
  scheduler.add_worker(2);
  EXPECT_EQ(scheduler.start_next()->worker, 1U);
  scheduler.finish(0, 1);
  EXPECT_EQ(scheduler.start_next()->worker, 2U);
}

TEST(TaskScheduler, DoesEveryTaskInOrderHoweverWorkersComeAndGo) {
  std::mt19937_64 random(1);
  for (int run = 0; run < 700; ++run) {
    const TaskGraph graph = random_graph(random, 50);
    TaskScheduler scheduler(graph, {.attempts_max = 1'000'000});
    std::map<std::uint64_t, Task> running;
    std::set<Task> done;
    for (int i = 0; !scheduler.is_done(); ++i) {
      ASSERT_LT(i, 100'000);
      const std::uint64_t worker = random() % 5;
      const auto found = running.find(worker);
      switch (random() % 6) {
        case 0:
          scheduler.remove_worker(worker);
          running.erase(worker);
          break;
        case 1:
        case 2:
          scheduler.add_worker(worker);
          break;
        case 3:
          if (found != running.end()) {
            ASSERT_TRUE(scheduler.fail(found->second, worker));
            running.erase(found);
          }
          break;
        default:
          if (found != running.end()) {
            ASSERT_TRUE(scheduler.finish(found->second, worker));
            ASSERT_TRUE(done.insert(found->second).second);
            running.erase(found);
          }
      }
      while (const auto start = scheduler.start_next()) {
        ASSERT_TRUE(running.emplace(start->worker, start->task).second);
        for (Task before = 0; before < 50; ++before) {
          const auto& after = graph.successors(before);
          const bool is_waited_for = std::count(after.begin(), after.end(), start->task) > 0;
          ASSERT_TRUE(!is_waited_for || done.count(before) == 1);
        }
      }
      ASSERT_EQ(scheduler.running_count(), running.size());
    }
    EXPECT_EQ(done.size(), 50U);
  }
}

TEST(ScheduleTasks, OneWorkerTakesTheSumAndManyTakeTheCriticalPath) {
  const TaskGraph graph = fork_graph();
  EXPECT_EQ(schedule_tasks(graph, 1).makespan, 7s);
  EXPECT_EQ(schedule_tasks(graph, 2).makespan, 6s);
  EXPECT_EQ(schedule_tasks(TaskGraph(), 0).makespan, 0s);
  EXPECT_THROW(static_cast<void>(schedule_tasks(graph, 0)), std::invalid_argument);
}

TEST(ScheduleTasks, KeepsGrahamsBoundAndItsPromises) {
  std::mt19937_64 random(2);
  for (int run = 0; run < 1'700; ++run) {
    const TaskGraph graph = random_graph(random, 60);
    const auto workers = static_cast<std::int64_t>(1 + random() % 8);
    const auto plan = plan_tasks(graph);
    const auto schedule = schedule_tasks(graph, static_cast<std::size_t>(workers));
    // Makespan <= total / m + (1 - 1/m) * critical path, in whole numbers.
    EXPECT_LE(schedule.makespan * workers,
              graph.total_duration() + plan.makespan_min * (workers - 1));
    EXPECT_GE(schedule.makespan, plan.makespan_min);
    EXPECT_GE(schedule.makespan * workers, graph.total_duration());
    std::vector<Duration> finish(60);
    std::map<std::uint64_t, Duration> free_from;
    for (const auto& each : schedule.runs) {
      finish[each.task] = each.finish;
      EXPECT_GE(each.start, free_from[each.worker]);
      free_from[each.worker] = each.finish;
    }
    for (const auto& each : schedule.runs) {
      for (const Task successor : graph.successors(each.task)) {
        EXPECT_GE(finish[successor] - graph.duration(successor), each.finish);
      }
    }
    EXPECT_EQ(schedule.runs.size(), 60U);
  }
}

}  // namespace
}  // namespace napkin::algorithms
