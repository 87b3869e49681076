#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace napkin::algorithms {

/// The shape of every seeded hash over bytes in this library. Structures that hash take one of
/// these, or an already hashed 64-bit key, so that the choice stays with the caller.
using HashFunction = std::uint64_t (*)(std::string_view bytes, std::uint64_t seed);

static_assert(std::endian::native == std::endian::little,
              "the loads below are written for little-endian machines");

/// Reads four bytes as an unsigned little-endian number. Requires: four readable bytes.
[[nodiscard]] inline std::uint32_t load_little_endian_32(const char* bytes) {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// Reads eight bytes as an unsigned little-endian number. Requires: eight readable bytes.
[[nodiscard]] inline std::uint64_t load_little_endian_64(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

}  // namespace napkin::algorithms
