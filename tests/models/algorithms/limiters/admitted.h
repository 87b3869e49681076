#pragma once

#include "models/algorithms/limiters/limiter.h"

namespace napkin::algorithms {

/// How many of `calls` calls at one instant pass.
inline int admitted(Limiter& limiter, Time now, int calls) {
  int count = 0;
  for (int i = 0; i < calls; ++i) {
    count += limiter.take(now).admitted ? 1 : 0;
  }
  return count;
}

}  // namespace napkin::algorithms
