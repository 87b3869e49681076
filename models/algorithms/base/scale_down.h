#pragma once

#include <cstdint>  // uint64_t

#include "models/algorithms/base/wide.h"

namespace napkin::algorithms {

/// A number in 0..bound-1 from 64 random or hashed bits: their high part times the bound, without a
/// division. Uneven by less than bound / 2^64. Requires: bound >= 1.
/// Source: D. Lemire, "Fast random integer generation in an interval", 2019.
[[nodiscard]] constexpr std::uint64_t scale_down(std::uint64_t bits, std::uint64_t bound) {
  return static_cast<std::uint64_t>((UnsignedWide{bits} * bound) >> 64);
}

}  // namespace napkin::algorithms
