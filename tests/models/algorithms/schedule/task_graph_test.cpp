#include "models/algorithms/schedule/task_graph.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Task = TaskGraph::Task;

/// A video: inspect, split; encode twice and make a thumbnail; assemble.
TaskGraph video_graph() {
  TaskGraph graph;
  const Task inspect = graph.add_task(2s);
  const Task split = graph.add_task(5s);
  const Task encode_small = graph.add_task(20s);
  const Task encode_large = graph.add_task(60s);
  const Task thumbnail = graph.add_task(1s);
  const Task assemble = graph.add_task(3s);
  graph.add_dependency(inspect, split);
  graph.add_dependency(split, encode_small);
  graph.add_dependency(split, encode_large);
  graph.add_dependency(inspect, thumbnail);
  for (const Task task : {encode_small, encode_large, thumbnail}) {
    graph.add_dependency(task, assemble);
  }
  return graph;
}

TEST(TaskGraph, RefusesWhatMakesNoSense) {
  TaskGraph graph;
  EXPECT_THROW(graph.add_task(-1s), std::invalid_argument);
  EXPECT_THROW(graph.add_dependency(0, 0), std::invalid_argument);
}

TEST(TaskPlan, OfNothingIsEmpty) {
  const auto plan = plan_tasks(TaskGraph());
  EXPECT_THAT(plan.order, IsEmpty());
  EXPECT_THAT(plan.critical_path, IsEmpty());
  EXPECT_EQ(plan.makespan_min, 0s);
}

TEST(TaskPlan, FindsTheCriticalPathOfAVideo) {
  const auto plan = plan_tasks(video_graph());
  EXPECT_EQ(plan.makespan_min, 70s);
  EXPECT_THAT(plan.critical_path, ElementsAre(0, 1, 3, 5));
  EXPECT_EQ(plan.slack(3), 0s);
  EXPECT_EQ(plan.slack(2), 40s);
  EXPECT_EQ(plan.earliest_start[4], 2s);
  EXPECT_EQ(plan.latest_start[4], 66s);
  EXPECT_EQ(plan.tail[1], 68s);
}

TEST(TaskPlan, CutsTheGraphIntoStages) {
  EXPECT_THAT(plan_tasks(video_graph()).stages,
              ElementsAre(ElementsAre(0), ElementsAre(1, 4), ElementsAre(2, 3), ElementsAre(5)));
}

TEST(TaskPlan, ACircleIsFoundAndRefused) {
  TaskGraph graph = video_graph();
  EXPECT_THAT(find_cycle(graph), IsEmpty());
  graph.add_dependency(3, 1);
  EXPECT_THAT(find_cycle(graph), ElementsAre(1, 3));
  EXPECT_THROW(static_cast<void>(plan_tasks(graph)), std::invalid_argument);
  TaskGraph alone;
  alone.add_task(1s);
  alone.add_dependency(0, 0);
  EXPECT_THAT(find_cycle(alone), ElementsAre(0));
  EXPECT_THROW(static_cast<void>(plan_tasks(alone)), std::invalid_argument);
}

// In linear time; with the square of it this would take a minute.
TEST(TaskPlan, ALongChainIsSearchedForCirclesInATick) {
  TaskGraph chain;
  chain.add_task(1s);
  for (Task task = 1; task < 50'000; ++task) {
    chain.add_task(1s);
    chain.add_dependency(task - 1, task);
  }
  EXPECT_THAT(find_cycle(chain), IsEmpty());
  chain.add_dependency(49'999, 0);
  EXPECT_EQ(find_cycle(chain).size(), 50'000U);
}

TEST(TaskPlan, AgreesWithWalkingEveryPath) {
  std::mt19937_64 random(1);
  for (int run = 0; run < 20'000; ++run) {
    TaskGraph graph;
    const std::size_t count = 1 + random() % 9;
    for (std::size_t i = 0; i < count; ++i) {
      graph.add_task(Duration(random() % 10));
    }
    std::vector<Task> shuffled(count);
    for (Task task = 0; task < count; ++task) {
      shuffled[task] = task;
    }
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = i + 1; j < count; ++j) {
        if (random() % 3 == 0) {
          graph.add_dependency(shuffled[i], shuffled[j]);
        }
      }
    }
    const std::function<Duration(Task)> longest_from = [&](Task task) {
      Duration longest{0};
      for (const Task successor : graph.successors(task)) {
        longest = std::max(longest, longest_from(successor));
      }
      return longest + graph.duration(task);
    };
    const auto plan = plan_tasks(graph);
    Duration makespan{0};
    std::vector<std::size_t> place(count);
    for (std::size_t i = 0; i < count; ++i) {
      place[plan.order[i]] = i;
    }
    for (Task task = 0; task < count; ++task) {
      ASSERT_EQ(plan.tail[task], longest_from(task));
      ASSERT_GE(plan.slack(task), 0s);
      makespan = std::max(makespan, longest_from(task));
      for (const Task successor : graph.successors(task)) {
        ASSERT_LT(place[task], place[successor]);
      }
    }
    ASSERT_EQ(plan.makespan_min, makespan);
    Duration along_the_path{0};
    for (const Task task : plan.critical_path) {
      ASSERT_EQ(plan.slack(task), 0s);
      along_the_path += graph.duration(task);
    }
    ASSERT_EQ(along_the_path, makespan);
  }
}

}  // namespace
}  // namespace napkin::algorithms
