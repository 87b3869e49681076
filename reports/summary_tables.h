#pragma once

#include <optional>
#include <vector>

#include "reports/table.h"
#include "sim/stats/run_result.h"

namespace napkin::reports {

/// The tables of the terminal summary, one function each. A table without rows is not shown.

/// Per operation: rate, errors, percentiles in a unit per column; below it what failed and why.
[[nodiscard]] Table operations_table(const RunResult& result);

/// Per component: its busiest instance with use and queue, the errors of all instances together,
/// and notes.
[[nodiscard]] Table components_table(const RunResult& result);

/// What the timeline did, and when.
[[nodiscard]] Table timeline_table(const RunResult& result);

/// Named values of the run.
[[nodiscard]] Table values_table(const RunResult& result);

/// Objectives with value, limit and verdict; the reason below, unless met.
[[nodiscard]] Table expectations_table(const RunResult& result);
[[nodiscard]] Table claims_table(const RunResult& result);

/// What theory says, beside what was measured.
[[nodiscard]] Table theory_table(const RunResult& result);

/// An instance with its busiest resource. Points into the result.
struct BusiestInstance {
  const InstanceResult* instance = nullptr;
  const ResourceResult* resource = nullptr;
};

/// The instance whose busiest resource is used most, the first of equals; none if nothing has a
/// resource.
[[nodiscard]] std::optional<BusiestInstance> busiest_instance(const ComponentResult& component);
[[nodiscard]] std::optional<BusiestInstance> busiest_instance(const RunResult& result);

}  // namespace napkin::reports
