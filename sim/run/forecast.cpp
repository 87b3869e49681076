#include "sim/run/forecast.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace napkin {

namespace {

using Operation = std::pair<std::string, std::string>;  // component, operation
using Rates = std::map<Operation, double>;

Operation operation_of(const CallReference& call) {
  return {call.component, call.operation};
}

std::string text_of(const Operation& operation) {
  return operation.first + "." + operation.second;
}

/// What every operation of the scenario causes.
std::map<Operation, Demand> demands_of(const ScenarioPlan& plan) {
  std::map<Operation, Demand> demands;
  for (const ScenarioPlan::Part& part : plan.parts) {
    for (const std::string& operation : part.plan->operations()) {
      demands[{part.name, operation}] = part.plan->demand(operation);
    }
  }
  return demands;
}

Rates rates_at_the_source(const ScenarioPlan& plan) {
  Rates rates;
  for (const ScenarioPlan::Part& part : plan.parts) {
    for (const OpenLoad& load : part.plan->open_loads()) {
      rates[operation_of(load.call)] += load.per_second;
    }
  }
  return rates;
}

/// Requests a second of each operation: what arrives, and what that causes, layer by layer. Circles
/// of calls are followed for a while; what does not settle by then is large enough.
Rates request_rates(const ScenarioPlan& plan, const std::map<Operation, Demand>& demands) {
  constexpr int kLayersMax = 64;
  Rates total;
  Rates layer = rates_at_the_source(plan);
  for (int depth = 0; depth < kLayersMax && !layer.empty(); ++depth) {
    Rates next;
    for (const auto& [operation, rate] : layer) {
      total[operation] += rate;
      const auto demand = demands.find(operation);
      if (demand == demands.end() || rate < 1e-9) {
        continue;
      }
      for (const Demand::Caused& caused : demand->second.causes) {
        next[operation_of(caused.call)] += rate * caused.times;
      }
    }
    layer = std::move(next);
  }
  return total;
}

/// The shortest way of certain calls from an operation back to itself; empty when there is none.
std::vector<Operation> circle_through(const Operation& start,
                                      const std::map<Operation, Demand>& demands) {
  std::map<Operation, Operation> came_from;
  std::deque<Operation> reached{start};
  while (!reached.empty()) {
    const Operation operation = reached.front();
    reached.pop_front();
    const auto demand = demands.find(operation);
    if (demand == demands.end()) {
      continue;
    }
    for (const Demand::Caused& caused : demand->second.causes) {
      const Operation next = operation_of(caused.call);
      if (!caused.certain) {
        continue;
      }
      if (next == start) {
        std::vector<Operation> way{operation};
        while (way.back() != start) {
          way.push_back(came_from.at(way.back()));
        }
        std::reverse(way.begin(), way.end());
        return way;
      }
      if (came_from.emplace(next, operation).second) {
        reached.push_back(next);
      }
    }
  }
  return {};
}

/// Where the call that closes the circle is written.
const Node& node_of(const Demand& demand, const Operation& called) {
  const auto caused =
      std::find_if(demand.causes.begin(), demand.causes.end(), [&](const Demand::Caused& one) {
        return one.certain && operation_of(one.call) == called;
      });
  return caused->call.node;
}

}  // namespace

std::string ForecastOverload::in_words() const {
  return fmt::format("load {:.3g} at {}: {:.4g} requests a second need {:.3g} cores, it has {:.6g}",
                     load,
                     component,
                     requests_per_second,
                     work_seconds_per_second,
                     cores);
}

std::vector<ForecastOverload> forecast_overloads(const ScenarioPlan& plan) {
  const std::map<Operation, Demand> demands = demands_of(plan);
  const Rates rates = request_rates(plan, demands);
  std::vector<ForecastOverload> overloads;
  for (const ScenarioPlan::Part& part : plan.parts) {
    ForecastOverload forecast;
    forecast.component = part.name;
    forecast.node = part.node;
    forecast.cores = part.plan->cores();
    for (const std::string& operation : part.plan->operations()) {
      const auto rate = rates.find({part.name, operation});
      if (rate != rates.end()) {
        forecast.requests_per_second += rate->second;
        forecast.work_seconds_per_second +=
            rate->second * demands.at({part.name, operation}).work_ns / 1e9;
      }
    }
    forecast.load = forecast.cores > 0 ? forecast.work_seconds_per_second / forecast.cores : 0;
    if (forecast.load >= 1) {
      overloads.push_back(std::move(forecast));
    }
  }
  return overloads;
}

void check_circles(const ScenarioPlan& plan, Diagnostics& diagnostics) {
  const std::map<Operation, Demand> demands = demands_of(plan);
  std::vector<Operation> told;
  for (const auto& [operation, demand] : demands) {
    if (std::find(told.begin(), told.end(), operation) != told.end()) {
      continue;
    }
    const std::vector<Operation> circle = circle_through(operation, demands);
    if (circle.empty()) {
      continue;
    }
    std::string text;
    for (const Operation& part : circle) {
      text += text_of(part) + " -> ";
      told.push_back(part);
    }
    diagnostics.error(
        node_of(demands.at(circle.back()), circle.front()),
        "each request causes itself again, without end: " + text + text_of(circle.front()),
        "leave one of these calls out, or put it into a branch");
  }
}

}  // namespace napkin
