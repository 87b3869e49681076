#pragma once

#include <vector>  // vector

#include "models/components/step.h"
#include "sim/run/flow_sheet.h"

namespace napkin::components {

/// What the steps of one operation come to on average: the calls and the work of a request.
struct StepFlow {
  std::vector<FlowSheet::Call> calls;
  std::vector<FlowSheet::Work> works;
  bool waits = false;         ///< time passes that is neither
  bool is_analysable = true;  ///< false: how often a step is reached is not known beforehand
};

[[nodiscard]] StepFlow flow_of(const Steps& steps);

}  // namespace napkin::components
