#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint32_t, uint64_t

#include "models/algorithms/base/packed_array.h"

namespace napkin::algorithms {

/// How many different items came, in a few kilobytes however many they are.
///
/// Each item's hash chooses one of 2^precision registers and reports how many zero bits it starts
/// with; a register keeps the most it saw. The standard error is 1.04 / sqrt(2^precision): 0.8%
/// at 14. The estimator is Ertl's, good from 0 to 2^64 without tables or thresholds.
///
/// add: O(1); estimate: O(registers). Memory: 6 bits x 2^precision, 12 KiB at 14.
/// Source: P. Flajolet, É. Fusy, O. Gandouet, F. Meunier, "HyperLogLog", 2007; O. Ertl, "New
/// cardinality estimation algorithms for HyperLogLog sketches", 2017, algorithm 6 (Redis uses the
/// same).
///
///     HyperLogLog visitors(14);
///     visitors.add(hash(user));
///     report(visitors.estimate());
class HyperLogLog final {
 public:
  /// Throws std::invalid_argument when `precision` is not within 4..18.
  explicit HyperLogLog(int precision = 14);

  /// `hash` must look random in every bit: xxh64 of bytes, mix64 of a number; never the number
  /// itself.
  void add(std::uint64_t hash);

  /// Counts what `other` saw as well. Requires: the same precision.
  void merge(const HyperLogLog& other);

  [[nodiscard]] double estimate() const;

  [[nodiscard]] std::size_t memory_bytes() const { return registers_.memory_bytes(); }

 private:
  void raise(std::size_t index, std::uint32_t rank);

  int precision_;
  PackedArray registers_;
};

}  // namespace napkin::algorithms
