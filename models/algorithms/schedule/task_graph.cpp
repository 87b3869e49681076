#include "models/algorithms/schedule/task_graph.h"

#include <algorithm>
#include <iterator>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

using Task = TaskGraph::Task;
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

Graph boost_graph_of(const TaskGraph& graph) {
  Graph result(graph.task_count());
  for (Task task = 0; task < graph.task_count(); ++task) {
    for (const Task successor : graph.successors(task)) {
      boost::add_edge(task, successor, result);
    }
  }
  return result;
}

void find_earliest_starts(const TaskGraph& graph, TaskPlan& plan) {
  plan.earliest_start.assign(graph.task_count(), Duration::zero());
  for (const Task task : plan.order) {
    const Duration finish = plan.earliest_start[task] + graph.duration(task);
    plan.makespan_min = std::max(plan.makespan_min, finish);
    for (const Task successor : graph.successors(task)) {
      plan.earliest_start[successor] = std::max(plan.earliest_start[successor], finish);
    }
  }
}

void find_tails(const TaskGraph& graph, TaskPlan& plan) {
  plan.tail.assign(graph.task_count(), Duration::zero());
  plan.latest_start.assign(graph.task_count(), Duration::zero());
  for (auto task = plan.order.rbegin(); task != plan.order.rend(); ++task) {
    Duration longest{0};
    for (const Task successor : graph.successors(*task)) {
      longest = std::max(longest, plan.tail[successor]);
    }
    plan.tail[*task] = graph.duration(*task) + longest;
    plan.latest_start[*task] = plan.makespan_min - plan.tail[*task];
  }
}

/// From the task with the longest tail, always on to the successor with the longest.
void find_critical_path(const TaskGraph& graph, TaskPlan& plan) {
  std::vector<Task> candidates(graph.task_count());
  for (Task task = 0; task < graph.task_count(); ++task) {
    candidates[task] = task;
  }
  std::erase_if(candidates, [&](Task task) { return graph.predecessor_count(task) > 0; });
  while (!candidates.empty()) {
    const Task longest =
        *std::max_element(candidates.begin(), candidates.end(), [&](Task a, Task b) {
          return plan.tail[a] < plan.tail[b];
        });
    plan.critical_path.push_back(longest);
    candidates = graph.successors(longest);
  }
}

void find_stages(const TaskGraph& graph, TaskPlan& plan) {
  std::vector<std::size_t> stage(graph.task_count(), 0);
  for (const Task task : plan.order) {
    plan.stages.resize(std::max(plan.stages.size(), stage[task] + 1));
    plan.stages[stage[task]].push_back(task);
    for (const Task successor : graph.successors(task)) {
      stage[successor] = std::max(stage[successor], stage[task] + 1);
    }
  }
  for (auto& tasks : plan.stages) {
    std::sort(tasks.begin(), tasks.end());
  }
}

}  // namespace

Task TaskGraph::add_task(Duration duration) {
  require(duration >= Duration::zero(), "TaskGraph: a duration must not be negative");
  durations_.push_back(duration);
  successors_.emplace_back();
  predecessor_counts_.push_back(0);
  return static_cast<Task>(durations_.size() - 1);
}

void TaskGraph::add_dependency(Task before, Task after) {
  require(before < task_count() && after < task_count(), "TaskGraph: there is no such task");
  successors_[before].push_back(after);
  ++predecessor_counts_[after];
}

Duration TaskGraph::total_duration() const {
  Duration total{0};
  for (const Duration duration : durations_) {
    total += duration;
  }
  return total;
}

std::vector<Task> find_cycle(const TaskGraph& graph) {
  for (Task task = 0; task < graph.task_count(); ++task) {
    const auto& successors = graph.successors(task);
    if (std::find(successors.begin(), successors.end(), task) != successors.end()) {
      return {task};
    }
  }
  std::vector<std::size_t> component(graph.task_count());
  const std::size_t count = boost::strong_components(
      boost_graph_of(graph),
      boost::make_iterator_property_map(component.begin(), boost::identity_property_map()));
  std::vector<std::vector<Task>> members(count);
  for (Task task = 0; task < graph.task_count(); ++task) {
    members[component[task]].push_back(task);
  }
  const auto first =
      std::ranges::find_if(component, [&](std::size_t each) { return members[each].size() > 1; });
  return first == component.end() ? std::vector<Task>{} : members[*first];
}

TaskPlan plan_tasks(const TaskGraph& graph) {
  TaskPlan plan;
  const Graph dependencies = boost_graph_of(graph);
  try {
    boost::topological_sort(dependencies, std::back_inserter(plan.order));
  } catch (const boost::not_a_dag&) {
    require(false, "plan_tasks: some tasks wait for each other in a circle");
  }
  std::reverse(plan.order.begin(), plan.order.end());
  find_earliest_starts(graph, plan);
  find_tails(graph, plan);
  find_critical_path(graph, plan);
  find_stages(graph, plan);
  return plan;
}

}  // namespace napkin::algorithms
