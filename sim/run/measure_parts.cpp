#include "sim/run/measure_parts.h"

#include <algorithm>
#include <utility>

#include "sim/run/window_meter.h"

namespace napkin {

namespace {

bool has_operation(const InstanceResult& instance, const std::string& name) {
  return std::any_of(instance.operations.begin(),
                     instance.operations.end(),
                     [&name](const InstanceOperation& one) { return one.name == name; });
}

/// `api.send`: the instances of `api` that have an operation `send`.
MeasuredParts parts_with_operation(const std::vector<ComponentResult>& components,
                                   const Address& target) {
  std::vector<AddressStep> steps = target.steps();
  if (steps.size() < 2 || steps.back().index) {
    return {};
  }
  MeasuredParts parts{.instances = {}, .operation = steps.back().name};
  steps.pop_back();
  parts.instances = instances_at(components, Address(std::move(steps)));
  std::erase_if(parts.instances, [&parts](const InstanceResult* instance) {
    return !has_operation(*instance, *parts.operation);
  });
  return parts;
}

/// All requests of the parts, of every operation that counts.
struct Requests {
  Tally tally;
  std::optional<Histogram> latency;
};

Requests requests_of(const MeasuredParts& parts) {
  Requests requests;
  for (const InstanceResult* const instance : parts.instances) {
    for (const InstanceOperation& operation : instance->operations) {
      if (parts.operation && operation.name != *parts.operation) {
        continue;
      }
      requests.tally.merge(operation.tally);
      if (operation.latency.count() > 0 && requests.latency) {
        requests.latency->merge(operation.latency);
      } else if (operation.latency.count() > 0) {
        requests.latency = operation.latency;
      }
    }
  }
  return requests;
}

std::optional<double> of_busiest(const MeasuredParts& parts, const std::string& function) {
  std::optional<double> value;
  for (const InstanceResult* const instance : parts.instances) {
    const ResourceResult* const busiest = instance->busiest_resource();
    if (busiest != nullptr) {
      const double candidate = function == "utilisation" ? busiest->utilisation
                               : function == "queue_max"
                                   ? static_cast<double>(busiest->queue_maximum)
                                   : busiest->queue_mean;
      value = std::max(value.value_or(candidate), candidate);
    }
  }
  return value;
}

std::optional<double> of_counts(const Tally& tally, const std::string& function, double seconds) {
  const auto per_second = [seconds](std::int64_t count) {
    return seconds > 0 ? static_cast<double>(count) / seconds : 0;
  };
  const std::int64_t failed = tally.failed_total() + tally.dropped;
  if (function == "failed") {
    return static_cast<double>(failed);
  }
  if (function == "completed") {
    return static_cast<double>(tally.completed);
  }
  if (function == "rate" || function == "throughput") {
    return per_second(tally.completed);
  }
  if (function == "arrival_rate") {
    return per_second(tally.arrived);
  }
  const bool is_share = function == "error_rate" || function == "availability";
  if (!is_share || tally.finished() == 0) {
    return std::nullopt;
  }
  return function == "error_rate" ? tally.error_ratio() : 1 - tally.error_ratio();
}

std::optional<double> of_latency(const Histogram& latency, const Measure& measure) {
  if (measure.quantile) {
    return static_cast<double>(latency.value_at_quantile(*measure.quantile));
  }
  if (measure.function == "mean") {
    return latency.mean();
  }
  if (measure.function == "max") {
    return static_cast<double>(latency.max());
  }
  return measure.function == "min" ? std::optional(static_cast<double>(latency.min()))
                                   : std::nullopt;
}

/// The components over the span that a measure is about.
struct Look {
  const std::vector<ComponentResult>& components;
  double seconds;
};

std::optional<Look> look_at(const RunResult& result, const TimeWindow& window) {
  if (window.is_whole()) {
    return Look{result.components, to_seconds(result.measured())};
  }
  const MeasuredSpan span = measured_span(window, result.warm_up, result.duration);
  for (const PartsInWindow& parts : result.windows) {
    if (parts.since == span.since && parts.until == span.until) {
      return Look{parts.components, to_seconds(span.until - span.since)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<const InstanceResult*> instances_at(const std::vector<ComponentResult>& components,
                                                const Address& address) {
  std::vector<const InstanceResult*> instances;
  for (const ComponentResult& component : components) {
    for (const InstanceResult& instance : component.instances) {
      const AddressResult parsed = parse_address(instance.address);
      if (parsed.address && matches(address, *parsed.address)) {
        instances.push_back(&instance);
      }
    }
  }
  return instances;
}

MeasuredParts parts_of(const std::vector<ComponentResult>& components, const Measure& measure) {
  MeasuredParts parts;
  if (measure.parts.empty()) {
    parts.instances = instances_at(components, measure.target);
  }
  for (const Address& part : measure.parts) {
    const std::vector<const InstanceResult*> more = instances_at(components, part);
    parts.instances.insert(parts.instances.end(), more.begin(), more.end());
  }
  return parts.instances.empty() ? parts_with_operation(components, measure.target) : parts;
}

std::optional<Measured> measure_parts(const RunResult& result, const Measure& measure) {
  const std::optional<Look> look = look_at(result, measure.window);
  if (!look) {
    return std::nullopt;
  }
  const MeasuredParts parts = parts_of(look->components, measure);
  if (parts.instances.empty()) {
    return std::nullopt;
  }
  const bool is_of_resources = measure.function == "utilisation" ||
                               measure.function == "queue_max" || measure.function == "queue_mean";
  const Requests requests = requests_of(parts);
  std::optional<double> value;
  if (is_of_resources) {
    value = of_busiest(parts, measure.function);
  } else {
    value = of_counts(requests.tally, measure.function, look->seconds);
    if (!value && requests.latency) {
      value = of_latency(*requests.latency, measure);
    }
  }
  return value ? std::optional(Measured(*value)) : std::nullopt;
}

}  // namespace napkin
