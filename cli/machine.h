#pragma once

#include <chrono>   // steady_clock
#include <cstdint>  // int64_t

#include "sim/run/budget.h"

namespace napkin::cli {

/// The machine a run happens on, as its budgets see it: time since this object was made, and the
/// memory of the program.
class Machine {
 public:
  /// Costs about two microseconds.
  [[nodiscard]] MachineUse use() const;

  /// What is left for one program: nine tenths of the memory there is. So that a run ends with what
  /// it has before the system ends it with nothing.
  [[nodiscard]] static std::int64_t memory_bytes_max();

 private:
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace napkin::cli
