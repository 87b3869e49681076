#pragma once

#include "models/algorithms/base/time.h"
#include "models/algorithms/base/wide.h"

namespace napkin::algorithms {

/// The start of the window that holds `now`; windows are aligned to the origin of time.
[[nodiscard]] constexpr Time window_start(Time now, Duration window) {
  return Time{static_cast<std::int64_t>(divide_down(now.count(), window.count()) * window.count())};
}

}  // namespace napkin::algorithms
