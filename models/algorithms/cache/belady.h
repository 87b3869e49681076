#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "models/algorithms/cache/cache_table.h"

namespace napkin::algorithms {

/// Belady's MIN: with the whole future known, evict the object whose next use lies farthest ahead.
/// No policy that must admit every object has fewer misses, so it bounds what any of them can reach
/// on a trace of objects of equal size.
/// O(n log n) for a trace of n requests, O(n) memory. Source: Belady, "A study of replacement
/// algorithms for a virtual-storage computer", IBM Systems Journal 5(2), 1966.
///
///     const std::size_t fewest = belady_misses(trace, 10'000);

/// For each request of the trace, whether it is a hit in a cache of `capacity` objects.
[[nodiscard]] std::vector<bool> belady_hits(std::span<const CacheKey> trace, std::size_t capacity);

/// The number of misses.
[[nodiscard]] std::size_t belady_misses(std::span<const CacheKey> trace, std::size_t capacity);

}  // namespace napkin::algorithms
