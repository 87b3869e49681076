#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint64_t

#include "models/algorithms/base/scale_down.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

/// As many positions in a table as one likes, from one 64-bit hash.
/// Source: A. Kirsch, M. Mitzenmacher, "Less hashing, same performance: building a better Bloom
/// filter", 2006: position i is first + i x step, and nothing measurable is lost. O(1) each.
///
///     Probes probes(hash);
///     for (int i = 0; i < 7; ++i) touch(probes.next(table_size));
class Probes {
 public:
  explicit Probes(std::uint64_t hash) : at_(mix64(hash, 0)), step_(mix64(hash, 1) | 1) {}

  /// The next position, in 0..size-1. Requires: size >= 1.
  [[nodiscard]] std::size_t next(std::size_t size) {
    const std::uint64_t position = scale_down(at_, size);
    at_ += step_;
    return position;
  }

 private:
  std::uint64_t at_;
  std::uint64_t step_;
};

}  // namespace napkin::algorithms
