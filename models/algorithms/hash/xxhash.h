#pragma once

#include <cstdint>
#include <string_view>

namespace napkin::algorithms {

/// xxHash: four independent lanes of
/// multiply and rotate over 32-byte stripes, then an avalanche. The default hash of this library:
/// several GB/s on long input and good on short keys. Not for keys that an adversary picks.
/// O(bytes), no memory. Source: Collet, "xxHash fast digest algorithm", specification 0.1.1.
///
///     const std::uint64_t hash = xxh64("user:42");

/// 64-bit lanes and result.
[[nodiscard]] std::uint64_t xxh64(std::string_view bytes, std::uint64_t seed = 0);

/// 32-bit lanes and result: the older hash, still met in file formats (LZ4 frames).
[[nodiscard]] std::uint32_t xxh32(std::string_view bytes, std::uint32_t seed = 0);

}  // namespace napkin::algorithms
