#pragma once

#include <cstdint>
#include <string_view>

namespace napkin::algorithms {

/// MurmurHash3: the hash of Cassandra's partitioner
/// and of many Bloom filters. Not for keys that an adversary picks: collisions can be constructed
/// for every seed. O(bytes), no memory. Source: Appleby, MurmurHash3.cpp, 2011, public domain.
///
///     murmur3_x86_32("hello") == 0x248bfa47
///     murmur3_x64_128("foo").high == 0x7eaf87e42bba7d87

/// The variant with 32-bit words and a 32-bit result.
[[nodiscard]] std::uint32_t murmur3_x86_32(std::string_view bytes, std::uint32_t seed = 0);

/// A 128-bit result: `low` is what the reference calls h1, `high` h2.
struct Hash128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  friend bool operator==(const Hash128&, const Hash128&) = default;
};

/// The variant with 64-bit words; the two halves serve as two independent 64-bit hashes.
[[nodiscard]] Hash128 murmur3_x64_128(std::string_view bytes, std::uint32_t seed = 0);

}  // namespace napkin::algorithms
