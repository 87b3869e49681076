#include "sim/run/theory.h"

#include <cmath>  // abs
#include <map>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/analysis/open_network.h"

namespace napkin {

namespace {

using Discipline = FlowSheet::Discipline;

/// All work that one component does, a second.
struct ServerDemand {
  double pieces_per_second = 0;
  double seconds_per_second = 0;         // what it adds up to: servers that are busy
  double square_seconds_per_second = 0;  // sum of the second moments
  bool is_exponential = true;
  bool is_from_users = true;  // no request comes by way of another station
  bool is_work_only = true;   // a request there is one piece of work, and nothing else
};

std::string component_of(const std::string& node) {
  return node.substr(0, node.rfind('.'));
}

/// What arrives at each node a second; nothing when requests go round without end.
std::optional<std::map<std::string, double>> rates_of(const FlowSheet& sheet) {
  std::vector<analysis::OpenStation> stations;
  std::map<std::string, std::size_t> places;
  for (const auto& [name, node] : sheet.nodes()) {
    places.emplace(name, stations.size());
    analysis::OpenStation station;
    station.name = name;
    station.arrivals = node.arrivals_per_second;
    station.routes.resize(sheet.nodes().size());
    stations.push_back(station);
  }
  for (const auto& [name, node] : sheet.nodes()) {
    for (const FlowSheet::Call& call : node.calls) {
      if (const auto to = places.find(call.to); to != places.end()) {
        stations[places.at(name)].routes[to->second] += call.times;
      }
    }
  }
  try {
    const std::vector<double> solved = analysis::solve_traffic(stations);
    std::map<std::string, double> rates;
    for (const auto& [name, place] : places) {
      rates.emplace(name, solved[place]);
    }
    return rates;
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

bool is_exponential(const Law& law) {
  const double mean = law.mean();
  return law.variance() > 0.999999 * mean * mean && law.variance() < 1.000001 * mean * mean;
}

std::map<std::string, ServerDemand> demands_of(const FlowSheet& sheet,
                                               const std::map<std::string, double>& rates) {
  std::map<std::string, ServerDemand> demands;
  for (const auto& [name, node] : sheet.nodes()) {
    ServerDemand& demand = demands[component_of(name)];
    const double rate = rates.at(name);
    double pieces = 0;
    for (const FlowSheet::Work& work : node.works) {
      const double mean = work.law.mean() / 1e9;
      const double square = work.law.variance() / 1e18 + mean * mean;
      pieces += work.times;
      demand.pieces_per_second += rate * work.times;
      demand.seconds_per_second += rate * work.times * mean;
      demand.square_seconds_per_second += rate * work.times * square;
      demand.is_exponential = demand.is_exponential && is_exponential(work.law);
    }
    demand.is_from_users = demand.is_from_users && rate <= node.arrivals_per_second * (1 + 1e-9);
    demand.is_work_only = demand.is_work_only && node.calls.empty() && pieces == 1;
  }
  return demands;
}

struct Prediction {
  double seconds = 0;
  std::string basis;
};

/// The mean time of a piece of work at one group of servers; nothing where theory knows none.
std::optional<Prediction> predict(const FlowSheet::Servers& servers, const ServerDemand& demand) {
  const double mean = demand.seconds_per_second / demand.pieces_per_second;
  const double square = demand.square_seconds_per_second / demand.pieces_per_second;
  const double variation = square / (mean * mean) - 1;
  const double rate = demand.pieces_per_second;
  if (servers.discipline == Discipline::kShared && servers.servers == 1) {
    return Prediction{analysis::shared_queue(rate, mean).response, "M/G/1, processor sharing"};
  }
  if (servers.discipline != Discipline::kFirstComeFirstServed) {
    return std::nullopt;
  }
  const analysis::QueueMeans markov = analysis::markov_queue(rate, mean, servers.servers);
  if (demand.is_exponential && std::abs(variation - 1) < 1e-6) {
    return Prediction{markov.response, fmt::format("M/M/{}", servers.servers)};
  }
  if (servers.servers == 1) {
    const double response = analysis::general_queue(rate, mean, variation).response;
    return Prediction{
        response,
        demand.is_from_users ? "M/G/1, Pollaczek-Khinchine" : "approximation, Pollaczek-Khinchine"};
  }
  return Prediction{mean + markov.wait * (1 + variation) / 2, "approximation, Allen-Cunneen"};
}

double measured_utilisation(const ComponentResult& component) {
  double sum = 0;
  double count = 0;
  for (const InstanceResult& instance : component.instances) {
    if (const ResourceResult* const busiest = instance.busiest_resource()) {
      sum += busiest->utilisation;
      count += 1;
    }
  }
  return count > 0 ? sum / count : 0;
}

/// Mean time of a request from its arrival at the component to its answer, in nanoseconds.
std::optional<double> measured_time(const ComponentResult& component) {
  double sum = 0;
  double count = 0;
  for (const InstanceResult& instance : component.instances) {
    for (const InstanceOperation& operation : instance.operations) {
      sum += operation.latency.mean() * static_cast<double>(operation.latency.count());
      count += static_cast<double>(operation.latency.count());
    }
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

}  // namespace

FlowSheet describe_flows(const ScenarioPlan& plan,
                         const std::vector<std::unique_ptr<Component>>& components) {
  FlowSheet sheet;
  if (!plan.timeline.empty()) {
    sheet.give_up();
  }
  for (const auto& component : components) {
    const ScenarioPlan::Part* const part = plan.find_part(component->name());
    const bool calls_others = part != nullptr && !part->plan->references().empty();
    if (!component->describe_flow(sheet) && calls_others) {
      sheet.give_up();
    }
  }
  return sheet;
}

std::vector<TheoryResult> compare_with_theory(const FlowSheet& sheet, const RunResult& result) {
  std::vector<TheoryResult> lines;
  if (!sheet.is_analysable()) {
    return lines;
  }
  const auto rates = rates_of(sheet);
  if (!rates) {
    return lines;
  }
  const std::map<std::string, ServerDemand> demands = demands_of(sheet, *rates);
  for (const ComponentResult& component : result.components) {
    const auto servers = sheet.servers().find(component.name);
    const auto demand = demands.find(component.name);
    if (servers == sheet.servers().end() || demand == demands.end() ||
        demand->second.seconds_per_second <= 0) {
      continue;
    }
    const auto groups = static_cast<double>(servers->second.groups);
    const double busy =
        demand->second.seconds_per_second / (static_cast<double>(servers->second.servers) * groups);
    if (busy >= 1) {
      return {};  // what it cannot do does not go on: the rates are wrong everywhere behind it
    }
    const std::string name = component.name;
    lines.push_back({"utilisation(" + name + ")",
                     busy,
                     measured_utilisation(component),
                     "ratio",
                     "rate x work"});
    const std::optional<double> time = measured_time(component);
    if (servers->second.groups == 1 && servers->second.only_works && demand->second.is_work_only &&
        time) {
      if (const auto prediction = predict(servers->second, demand->second)) {
        lines.push_back(
            {"mean time at " + name, prediction->seconds * 1e9, *time, "ns", prediction->basis});
      }
    }
  }
  return lines;
}

}  // namespace napkin
