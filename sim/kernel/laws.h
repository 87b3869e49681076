#pragma once

#include "sim/kernel/law.h"

/// The laws for those who write C++; a scenario reaches them by name through the registry. Each
/// throws LawError for impossible parameters.
namespace napkin::laws {

/// Always `value`, any finite number.
[[nodiscard]] Law constant(double value);

/// Memoryless. Requires: 0 < mean.
[[nodiscard]] Law exponential(double mean);

}  // namespace napkin::laws
