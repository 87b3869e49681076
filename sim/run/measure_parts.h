#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/expectation.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// Instances of the modelled world that a measure is about.
struct MeasuredParts {
  std::vector<const InstanceResult*> instances;  ///< of the result, in its order
  std::optional<std::string> operation;          ///< only this one of theirs: `api.send`
};

/// Those that an address names.
[[nodiscard]] std::vector<const InstanceResult*> instances_at(
    const std::vector<ComponentResult>& components, const Address& address);

/// Those that the target of a measure names: a component, an instance, an operation of either, or
/// what stands in a region.
[[nodiscard]] MeasuredParts parts_of(const std::vector<ComponentResult>& components,
                                     const Measure& measure);

/// What parts say to a measure, in its window and as their callers see it. Counts and rates
/// are those of all of them together, latencies of all their requests from arrival to reply;
/// utilisation and queues of the busiest. Nothing without samples, or if parts have no such
/// measure.
[[nodiscard]] std::optional<Measured> measure_parts(const RunResult& result,
                                                    const Measure& measure);

}  // namespace napkin
