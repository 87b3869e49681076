#pragma once

#include <cstdint>

#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms::testing {

/// splitmix64: a fixed stream of 64-bit words for seeded tests.
class RandomWords {
 public:
  explicit RandomWords(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() { return mix64(state_ += 0x9e3779b97f4a7c15); }

  /// Below `bound`, near enough to uniform for a test.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  /// In [0, 1).
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  std::uint64_t state_;
};

}  // namespace napkin::algorithms::testing
