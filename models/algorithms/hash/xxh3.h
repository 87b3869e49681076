#pragma once

#include <cstdint>
#include <string_view>

namespace napkin::algorithms {

/// XXH3, the third generation of xxHash: its own code path for each length, so
/// that a short key costs a few multiplications and a long input runs at memory speed where the
/// compiler vectorises. Same values as XXH3_64bits and XXH3_64bits_withSeed of the library.
/// O(bytes), no memory. Source: Collet, xxHash 0.8, xxhash.h.
///
///     const std::uint64_t hash = xxh3_64("user:42");
[[nodiscard]] std::uint64_t xxh3_64(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace napkin::algorithms
