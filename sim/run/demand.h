#pragma once

#include <string>  // string
#include <vector>  // vector

#include "sim/run/call_reference.h"

namespace napkin {

/// What one request of an operation asks of its component and causes elsewhere, on average: the
/// napkin's side of a component. Where that depends on what a run brings, the least there can be.
struct Demand {
  /// Another request that it causes.
  struct Caused {
    CallReference call;
    double times = 1;
    bool certain = true;  ///< each and every request does; false where chance or an outcome decides
  };

  double work_ns = 0;  ///< on the cores of the component
  std::vector<Caused> causes;
};

/// What a component of its own accord asks of others.
struct OpenLoad {
  CallReference call;
  double per_second = 0;
};

}  // namespace napkin
