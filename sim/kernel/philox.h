#pragma once

#include <array>    // array
#include <cstdint>  // uint64_t

namespace napkin {

/// Philox4x64-10: a keyed bijection of 256-bit counters whose outputs pass every known test of
/// randomness. Block n of a stream can be computed without the blocks before it, and equal keys
/// give equal blocks on every machine.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
namespace philox {

using Counter = std::array<std::uint64_t, 4>;
using Key = std::array<std::uint64_t, 2>;

__extension__ using Uint128 = unsigned __int128;

inline constexpr int kRounds = 10;

/// The 256 random bits that belong to `counter` under `key`.
[[nodiscard]] constexpr Counter block(Counter counter, Key key) {
  constexpr std::uint64_t kMultiplier0 = 0xD2E7470EE14C6C93;
  constexpr std::uint64_t kMultiplier1 = 0xCA5A826395121157;
  constexpr std::uint64_t kWeyl0 = 0x9E3779B97F4A7C15;  // the golden ratio
  constexpr std::uint64_t kWeyl1 = 0xBB67AE8584CAA73B;  // sqrt(3) - 1
  for (int round = 0; round < kRounds; ++round) {
    const Uint128 product0 = Uint128{kMultiplier0} * counter[0];
    const Uint128 product1 = Uint128{kMultiplier1} * counter[2];
    counter = {static_cast<std::uint64_t>(product1 >> 64U) ^ counter[1] ^ key[0],
               static_cast<std::uint64_t>(product1),
               static_cast<std::uint64_t>(product0 >> 64U) ^ counter[3] ^ key[1],
               static_cast<std::uint64_t>(product0)};
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
  return counter;
}

}  // namespace philox

}  // namespace napkin
