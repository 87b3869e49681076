#pragma once

#include <cstdint>
#include <string_view>

namespace napkin::algorithms {

/// FNV-1a, the hash of one xor and one multiplication per byte: good for short keys and for
/// compile-time names; slow (a byte per step) and weak in its high bits for long input.
/// Source: Fowler, Noll, Vo, RFC 9923. O(bytes). Usable in constant expressions.
///
///     constexpr std::uint64_t kId = fnv1a_64("messages");
[[nodiscard]] constexpr std::uint64_t fnv1a_64(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x00000100000001b3;
  }
  return hash;
}

/// The 32-bit member of the family.
[[nodiscard]] constexpr std::uint32_t fnv1a_32(std::string_view bytes) {
  std::uint32_t hash = 0x811c9dc5;
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x01000193;
  }
  return hash;
}

}  // namespace napkin::algorithms
