#pragma once

#include <cstdint>

namespace napkin::algorithms {

/// Scrambles a 64-bit number so that every input bit changes every output bit with probability one
/// half. A bijection: distinct numbers stay distinct. It turns an integer key into a hash.
/// Source: Stafford's variant 13 of the MurmurHash3 finaliser, as in splitmix64 (Steele, Lea and
/// Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014). O(1): about 1 ns.
///
///     const std::uint64_t hash = mix64(user_id);
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// Another hash of the same number, which tells nothing of mix64(x). For what is kept inside one
/// server: mix64 has said which server that is, so that among its keys mix64 is uneven, and a table
/// filled by it would crowd them into a part of its places.
[[nodiscard]] constexpr std::uint64_t mix64_within(std::uint64_t x) {
  return mix64(x + 0x9e3779b97f4a7c15);
}

/// A hash of an ordered pair of numbers, for example (node, replica). Unlike mix64, mix64(0) is not
/// a fixed point of it.
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kGoldenRatio = 0x9e3779b97f4a7c15;
  return mix64(mix64(a + kGoldenRatio) + (b + 1) * kGoldenRatio);
}

}  // namespace napkin::algorithms
