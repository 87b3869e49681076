#pragma once

#include <functional>   // function
#include <optional>     // optional
#include <string>       // string
#include <string_view>  // string_view
#include <utility>      // pair
#include <variant>      // variant
#include <vector>       // vector

#include "cli/trust/reference_row.h"
#include "cli/trust/row_text.h"
#include "sim/stats/run_result.h"

namespace napkin::cli {

/// What a run says to a row, in the row's unit; nothing when it has no samples.
using Metric = std::function<std::optional<double>(const RunResult&)>;

/// How a reference row is run: a template of a scenario, what is laid over it, and what is read
/// from the result. The time unit of the row is a millisecond of the scenario.
struct ScenarioPlanOfRow {
  std::string file;                                           ///< "queue.yaml"
  std::vector<std::pair<std::string, std::string>> settings;  ///< path and value, as with --set
  double load = 1;                                            ///< requests per unit of time
  double work = 1;          ///< pieces of work per request: what a run costs
  double relaxation = 1;    ///< units of time after which little is left of the beginning
  double duration = 0;      ///< units after the relaxation; 0: by load and relaxation
  bool approaches = false;  ///< the row's value is a limit that a longer relaxation comes closer to
  Metric metric;

  void set(std::string path, std::string value) {
    settings.emplace_back(std::move(path), std::move(value));
  }
};

/// A row that needs no scenario: an algorithm of ours is run, or the analysis computes it.
struct DirectPlanOfRow {
  /// One experiment with the random numbers of this seed.
  std::function<double(std::uint64_t seed)> experiment;
  int experiments = 20;
  const char* how = "algorithm";  ///< or "analysis", whose result has no interval
};

/// A row that cannot be run, and why.
struct NoPlanOfRow {
  std::string reason;
};

using RowPlan = std::variant<NoPlanOfRow, ScenarioPlanOfRow, DirectPlanOfRow>;

/// How rows of one model are run. Registered by existing; nothing in it may know single rows.
struct RowModel {
  using Plan = RowPlan (*)(const ReferenceRow& row, const RowText& parameters);

  RowModel(std::string_view name, Plan plan);
};

/// The plan for a row. One without a model that knows it has none.
[[nodiscard]] RowPlan plan_row(const ReferenceRow& row);

/// The metrics of a queue by their names in the table: of the operation `request`, of its waits,
/// and of the component `server`. Nothing for a name that is not known.
[[nodiscard]] Metric queue_metric(const std::string& name);

/// The same for one operation.
[[nodiscard]] Metric mean_of(std::string operation);

/// The named value that a component reports.
[[nodiscard]] Metric value_of(std::string name);

/// For how many numbers of requests inside the metric wants to know the time.
[[nodiscard]] int levels_for(const std::string& metric);

/// Time until the start of a queue at this load is forgotten, in mean services: five relaxation
/// times of M/M/1.
[[nodiscard]] double relaxation_at(double load_of_server);

/// What the throttle's formula says, by the throttle itself.
[[nodiscard]] RowPlan plan_rejection(const RowText& text);

/// Users at whom a closed network saturates, by the analysis.
[[nodiscard]] RowPlan plan_saturation(const std::vector<double>& demands, double think);

[[nodiscard]] inline NoPlanOfRow no_plan(std::string reason) {
  return {std::move(reason)};
}

}  // namespace napkin::cli
