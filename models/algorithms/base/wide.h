#pragma once

#include <algorithm>  // min
#include <cstdint>    // int64_t
#include <limits>     // numeric_limits

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

/// Integers of 128 bits: room for nanoseconds times a rate without rounding or overflow.
__extension__ using Wide = __int128;
__extension__ using UnsignedWide = unsigned __int128;

/// The integer part of `dividend / divisor`, rounded towards more; divisor > 0.
[[nodiscard]] constexpr Wide divide_up(Wide dividend, Wide divisor) {
  NAPKIN_CONTRACT(divisor > 0);
  return dividend / divisor + (dividend % divisor > 0 ? 1 : 0);
}

/// The integer part of `dividend / divisor`, rounded towards less; divisor > 0.
[[nodiscard]] constexpr Wide divide_down(Wide dividend, Wide divisor) {
  NAPKIN_CONTRACT(divisor > 0);
  return dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}

/// The value, or the largest 64-bit integer if that is less.
[[nodiscard]] constexpr std::int64_t saturated(Wide value) {
  return static_cast<std::int64_t>(std::min<Wide>(value, std::numeric_limits<std::int64_t>::max()));
}

}  // namespace napkin::algorithms
