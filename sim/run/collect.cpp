#include "sim/run/collect.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "sim/scenario/help.h"

namespace napkin {

namespace {

/// The version of the tool whose numbers these are.
constexpr const char* kToolVersion = "0.1.0";

Tally tally_of(const OperationCounts& counts) {
  Tally tally;
  tally.arrived = counts.arrived;
  tally.dropped = counts.killed;
  tally.in_flight = counts.in_flight;
  for (int code = 0; code < kStatusCount; ++code) {
    const std::int64_t count = counts.by_status[static_cast<std::size_t>(code)];
    const auto status = static_cast<Status>(code);
    if (is_answer(status)) {
      tally.completed += count;
    } else if (count > 0) {
      tally.failed[std::string(to_string(status))] += count;
    }
  }
  return tally;
}

ResourceResult resource_of(const Station& station, std::string name, Time now) {
  ResourceResult result;
  result.name = std::move(name);
  result.capacity = station.servers();
  const auto busy_ns = static_cast<std::int64_t>(station.busy().integral(now));
  result.busy_time = Duration{busy_ns};
  result.utilisation = station.busy().average(now) / static_cast<double>(station.servers());
  result.queue_mean = station.queue().average(now);
  result.queue_maximum = station.queue().maximum();
  return result;
}

InstanceResult instance_of(Endpoint& endpoint, World& world, Time now) {
  InstanceResult instance;
  instance.address = endpoint.address();
  if (endpoint.host().cores().servers() != Station::kUnbounded) {
    instance.resources.push_back(resource_of(endpoint.host().cores(), "cores", now));
  }
  for (const OperationCounts& counts : endpoint.counts()) {
    InstanceOperation operation;
    operation.name = world.operations().name(counts.operation);
    operation.tally = tally_of(counts);
    operation.latency = counts.latency.histogram();
    instance.operations.push_back(std::move(operation));
  }
  return instance;
}

ComponentResult component_of(const Component& component, World& world) {
  ComponentResult result;
  result.name = component.name();
  result.kind = component.kind();
  result.layout = component.layout();
  const Time now = component.region().kernel().now();
  for (Endpoint* const endpoint : component.endpoints()) {
    result.instances.push_back(instance_of(*endpoint, world, now));
  }
  component.report(result);
  return result;
}

/// Recorders of one name, in whichever component, are one operation.
std::vector<OperationResult> operations_of(
    const std::vector<std::unique_ptr<Component>>& components) {
  std::vector<OperationResult> operations;
  for (const auto& component : components) {
    for (const auto& recorder : component->recorders()) {
      OperationResult result = recorder->result();
      const auto same =
          std::find_if(operations.begin(), operations.end(), [&](const OperationResult& other) {
            return other.name == result.name;
          });
      if (same == operations.end()) {
        operations.push_back(std::move(result));
        continue;
      }
      same->tally.merge(result.tally);
      same->latency.merge(result.latency);
      same->arrivals.merge(result.arrivals);
      same->completions.merge(result.completions);
      same->failures.merge(result.failures);
      same->latencies.merge(result.latencies);
    }
  }
  return operations;
}

void collect_traces(const std::vector<std::unique_ptr<Component>>& components, RunResult& result) {
  for (const auto& component : components) {
    for (const auto& recorder : component->recorders()) {
      for (Trace& trace : recorder->traces().traces()) {
        result.traces.push_back(std::move(trace));
      }
    }
  }
  std::sort(result.traces.begin(), result.traces.end(), [](const Trace& a, const Trace& b) {
    return std::tie(a.start, a.operation, a.trace_id) < std::tie(b.start, b.operation, b.trace_id);
  });
}

/// "components.api.queue = 1000", for everything that the scenario leaves to its default.
std::vector<std::string> defaults_of(const Node& scenario) {
  std::vector<std::string> defaults;
  for (const DefaultInForce& one :
       defaults_in_force(declaration_of<ScenarioKeys>().info(), scenario, "")) {
    defaults.push_back(one.path + " = " + one.text);
  }
  return defaults;
}

/// What holds in every run, and what of this scenario bears on it.
std::vector<std::string> assumptions_of(const ScenarioPlan& plan,
                                        const std::vector<std::unique_ptr<Component>>& components) {
  std::vector<std::string> assumptions{
      "latency counts from the intended start of a request to its end; only completed requests "
      "have one",
      "a core works at one speed: no caches, no scheduler, no collector but those of the scenario",
      "a message takes latency + bytes / bandwidth; connections are open, and TCP's own control is "
      "not modelled",
      "laws of work and arrivals draw independently of each other and of the past"};
  if (plan.keys.run.warm_up.length == Duration::zero() && !plan.keys.run.warm_up.automatic) {
    assumptions.emplace_back(
        "no warm-up is cut off: the system starts empty, and that is measured");
  }
  for (const auto& component : components) {
    component->report_assumptions(assumptions);
  }
  return assumptions;
}

}  // namespace

std::vector<ComponentResult> collect_components(
    World& world, const std::vector<std::unique_ptr<Component>>& components) {
  std::vector<ComponentResult> results;
  for (const auto& component : components) {
    results.push_back(component_of(*component, world));
  }
  return results;
}

RunResult collect(const ScenarioPlan& plan,
                  World& world,
                  const std::vector<std::unique_ptr<Component>>& components,
                  const ThroughputMeter& throughput) {
  RunResult result;
  result.tool_version = kToolVersion;
  result.scenario.name = plan.keys.name;
  result.scenario.about = plan.keys.about;
  result.seed = world.seed();
  result.duration = world.horizon() - Duration{1};
  result.fingerprint = fmt::format("{:016x}", world.fingerprint());
  result.events = world.events();
  result.defaults = defaults_of(plan.root);
  result.operations = operations_of(components);
  result.components = collect_components(world, components);
  for (std::size_t index = 0; index < components.size(); ++index) {
    std::vector<InstanceResult>& instances = result.components[index].instances;
    for (std::size_t instance = 0; instance < instances.size(); ++instance) {
      instances[instance].completions = throughput.series_of(index, instance);
    }
    components[index]->report_values(result.values);
  }
  result.assumptions = assumptions_of(plan, components);
  collect_traces(components, result);
  return result;
}

}  // namespace napkin
