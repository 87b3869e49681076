#pragma once

#include <cstdint>   // int64_t
#include <optional>  // optional
#include <string>    // string

#include "sim/scenario/declaration.h"

namespace napkin {

/// `run.budget`: what a run may cost. Reaching one of these ends the run with what it has so far;
/// none of them changes a number before that.
struct BudgetKeys {
  std::optional<std::int64_t> events;
  std::int64_t pending = 0;
  std::int64_t instant = 0;
  std::optional<Duration> wall;
  std::int64_t memory = 0;  ///< bytes of the whole program
  std::int64_t output = 0;  ///< bytes of all result files
};

void declare(Declaration<BudgetKeys>& keys);

/// What ended a run before its time.
enum class StopCause : std::uint8_t {
  kInterrupt,  ///< whoever started it
  kEvents,
  kPending,
  kInstant,  ///< a storm: many events, and no time passes
  kStall,    ///< a storm: many events, and next to no time passes
  kWall,
  kMemory,
};

/// What the machine has spent on the run so far. The simulation has no clock but the simulated one,
/// and asks whoever started it.
struct MachineUse {
  Duration wall{0};
  std::int64_t memory_bytes = 0;
};

}  // namespace napkin
