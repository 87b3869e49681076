#include "cli/trust/row_plan.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace napkin::cli {

namespace {

/// Nanoseconds of a scenario in a unit of the table.
constexpr double kUnitNs = 1e6;

/// Enough for most rows, so that they share their runs.
constexpr int kLevels = 32;

std::map<std::string, RowModel::Plan, std::less<>>& models() {
  static std::map<std::string, RowModel::Plan, std::less<>> all;
  return all;
}

const OperationResult* find_operation(const RunResult& result, std::string_view name) {
  for (const OperationResult& operation : result.operations) {
    if (operation.name == name && operation.latency.count() > 0) {
      return &operation;
    }
  }
  return nullptr;
}

template <class Read>
Metric of_operation(std::string name, Read read) {
  return [name = std::move(name), read](const RunResult& result) -> std::optional<double> {
    const OperationResult* const operation = find_operation(result, name);
    return operation == nullptr ? std::nullopt : std::optional<double>(read(result, *operation));
  };
}

/// 0.999 for "p999": the digits stand behind the point.
double quantile_of(std::string_view digits) {
  double quantile = 0;
  double place = 1;
  for (const char digit : digits) {
    place /= 10;
    quantile += (digit - '0') * place;
  }
  return quantile;
}

Metric quantile(const std::string& operation, std::string_view digits) {
  return of_operation(operation,
                      [share = quantile_of(digits)](const RunResult&, const OperationResult& one) {
                        return static_cast<double>(one.latency.value_at_quantile(share)) / kUnitNs;
                      });
}

Metric throughput() {
  return of_operation("request", [](const RunResult& result, const OperationResult& one) {
    return result.per_second(one.tally.completed) / 1000;
  });
}

Metric variance_of_response() {
  return of_operation("request", [](const RunResult&, const OperationResult& one) {
    const double deviation = one.latency.standard_deviation() / kUnitNs;
    return deviation * deviation;
  });
}

Metric scaled(Metric metric, double factor) {
  return [metric = std::move(metric), factor](const RunResult& result) {
    std::optional<double> value = metric(result);
    return value ? std::optional(*value * factor) : value;
  };
}

Metric square_root(Metric metric) {
  return [metric = std::move(metric)](const RunResult& result) {
    std::optional<double> value = metric(result);
    return value ? std::optional(std::sqrt(*value)) : value;
  };
}

/// P(N=2) or P(N>=10), from the times with exactly 0, 1, 2 ... inside.
Metric inside_probability(int count, bool or_more) {
  return [=](const RunResult& result) -> std::optional<double> {
    double below = 0;
    for (int level = 0; level <= count; ++level) {
      const auto share = value_of("server.inside_" + std::to_string(level))(result);
      if (!share) {
        return std::nullopt;
      }
      if (level == count && !or_more) {
        return share;
      }
      below += level < count ? *share : 0;
    }
    return 1 - below;
  };
}

Metric wait_at_most(double units) {
  return of_operation("wait", [units](const RunResult&, const OperationResult& one) {
    return one.latency.quantile_rank(static_cast<std::int64_t>(units * kUnitNs));
  });
}

/// Metrics with a number in their name; nothing for others.
Metric numbered_metric(const std::string& name) {
  for (const auto& [prefix, operation] :
       {std::pair{"response_p", "request"}, std::pair{"wait_p", "wait"}}) {
    if (name.starts_with(prefix)) {
      return quantile(operation, std::string_view(name).substr(std::string_view(prefix).size()));
    }
  }
  if (const auto bound = number_after(name, "P(wait<=")) {
    return wait_at_most(*bound);
  }
  if (const auto count = number_after(name, "P(N>=")) {
    return inside_probability(static_cast<int>(*count), true);
  }
  if (const auto count = number_after(name, "P(N=")) {
    return inside_probability(static_cast<int>(*count), false);
  }
  if (const auto count = number_after(name, "s_")) {
    return inside_probability(static_cast<int>(*count), true);
  }
  return nullptr;
}

}  // namespace

RowModel::RowModel(std::string_view name, Plan plan) {
  models().emplace(name, plan);
}

RowPlan plan_row(const ReferenceRow& row) {
  const auto model = models().find(row.model);
  if (model == models().end()) {
    return no_plan("no template for this model");
  }
  RowPlan plan = model->second(row, RowText(row.parameters));
  const auto* const scenario = std::get_if<ScenarioPlanOfRow>(&plan);
  if (scenario != nullptr && !scenario->metric) {
    return no_plan("no run measures " + row.metric);
  }
  return plan;
}

Metric mean_of(std::string operation) {
  return of_operation(std::move(operation), [](const RunResult&, const OperationResult& one) {
    return one.latency.mean() / kUnitNs;
  });
}

Metric value_of(std::string name) {
  return [name = "value(" + std::move(name) + ")"](const RunResult& result) {
    const auto found = std::ranges::find(result.values, name, &NamedValue::name);
    return found == result.values.end() ? std::nullopt : std::optional(found->value);
  };
}

Metric queue_metric(const std::string& name) {
  if (name == "mean_response" || name == "mean_response_admitted" || name == "mean" ||
      name == "mean_total_response") {
    return mean_of("request");
  }
  if (name.starts_with("mean_wait") && name != "mean_wait_low" && name != "mean_wait_high") {
    return mean_of("wait");
  }
  if (name == "throughput" || name == "max_throughput") {
    return throughput();
  }
  if (name == "P(wait)") {
    return value_of("server.delayed");
  }
  if (name == "P(block)") {
    return value_of("server.refused");
  }
  if (name == "P(abandon)") {
    return value_of("server.gave_up");
  }
  if (name == "mean_in_system") {
    return value_of("server.inside");
  }
  if (name == "var_in_system") {
    return value_of("server.inside_variance");
  }
  if (name == "stddev_in_system") {
    return square_root(value_of("server.inside_variance"));
  }
  if (name == "mean_busy_period") {
    return scaled(value_of("server.busy_period"), 1 / kUnitNs);
  }
  if (name == "var_response") {
    return variance_of_response();
  }
  if (name == "utilization" || name == "utilisation") {
    return [](const RunResult& result) -> std::optional<double> {
      for (const ComponentResult& component : result.components) {
        if (component.name == "server") {
          return component.instances.front().busiest_resource()->utilisation;
        }
      }
      return std::nullopt;
    };
  }
  if (name.starts_with("p") && name.find_first_not_of("0123456789", 1) == std::string::npos) {
    return quantile("request", std::string_view(name).substr(1));
  }
  return numbered_metric(name);
}

int levels_for(const std::string& metric) {
  for (const char* const word : {"P(N>=", "P(N=", "s_"}) {
    if (const auto count = metric.starts_with(word) ? number_after(metric, word) : std::nullopt) {
      return std::max(kLevels, static_cast<int>(*count) + 1);
    }
  }
  return 0;
}

double relaxation_at(double load_of_server) {
  const double spare = 1 - std::sqrt(std::min(load_of_server, 0.999));
  return 5 / (spare * spare);
}

}  // namespace napkin::cli
