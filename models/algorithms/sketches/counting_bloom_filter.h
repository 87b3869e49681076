#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint32_t, uint64_t

#include "models/algorithms/base/packed_array.h"
#include "models/algorithms/sketches/bloom_filter.h"

namespace napkin::algorithms {

/// A Bloom filter from which items can be removed: a counter of four bits in the place of each bit.
///
/// A counter that reaches 15 stays there, so that a removal can never lose another item; at the
/// design load that happens to one counter in 10^15. Removing what was never added may lose others.
/// add, remove and may_contain: O(hashes). Memory: 4 times the Bloom filter's.
/// Source: L. Fan, P. Cao, J. Almeida, A. Broder, "Summary cache", 2000, section V.
///
///     CountingBloomFilter seen(BloomSize::for_items(1'000'000, 0.01));
///     seen.add(hash(url));
///     seen.remove(hash(url));
class CountingBloomFilter final {
 public:
  static constexpr std::uint32_t kCountMax = 15;

  /// Throws std::invalid_argument when the size is out of range.
  explicit CountingBloomFilter(BloomSize size);

  void add(std::uint64_t hash);

  /// Requires: added before, and not removed since.
  void remove(std::uint64_t hash);

  [[nodiscard]] bool may_contain(std::uint64_t hash) const;

  [[nodiscard]] std::size_t memory_bytes() const { return counters_.memory_bytes(); }

 private:
  int hashes_;
  PackedArray counters_;
};

}  // namespace napkin::algorithms
