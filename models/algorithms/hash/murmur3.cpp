#include "models/algorithms/hash/murmur3.h"

#include <bit>
#include <cstddef>

#include "models/algorithms/base/bytes.h"

namespace napkin::algorithms {
namespace {

constexpr std::uint64_t kMultiplier1 = 0x87c37b91114253d5;
constexpr std::uint64_t kMultiplier2 = 0x4cf5ad432745937f;

std::uint32_t scramble32(std::uint32_t word) {
  return std::rotl(word * 0xcc9e2d51U, 15) * 0x1b873593U;
}

std::uint32_t finalise32(std::uint32_t hash) {
  hash = (hash ^ (hash >> 16)) * 0x85ebca6bU;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35U;
  return hash ^ (hash >> 16);
}

std::uint64_t scramble_low(std::uint64_t word) {
  return std::rotl(word * kMultiplier1, 31) * kMultiplier2;
}

std::uint64_t scramble_high(std::uint64_t word) {
  return std::rotl(word * kMultiplier2, 33) * kMultiplier1;
}

std::uint64_t finalise64(std::uint64_t hash) {
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
  hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
  return hash ^ (hash >> 33);
}

/// Up to eight bytes as a little-endian number.
std::uint64_t partial_word(std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < bytes.size() && i < 8; ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return word;
}

Hash128 finalise128(Hash128 hash, std::uint64_t length) {
  hash.low ^= length;
  hash.high ^= length;
  hash.low += hash.high;
  hash.high += hash.low;
  hash.low = finalise64(hash.low);
  hash.high = finalise64(hash.high);
  hash.low += hash.high;
  hash.high += hash.low;
  return hash;
}

}  // namespace

std::uint32_t murmur3_x86_32(std::string_view bytes, std::uint32_t seed) {
  const auto length = static_cast<std::uint32_t>(bytes.size());
  std::uint32_t hash = seed;
  for (; bytes.size() >= 4; bytes.remove_prefix(4)) {
    hash ^= scramble32(load_little_endian_32(bytes.data()));
    hash = std::rotl(hash, 13) * 5 + 0xe6546b64U;
  }
  hash ^= scramble32(static_cast<std::uint32_t>(partial_word(bytes)));
  return finalise32(hash ^ length);
}

Hash128 murmur3_x64_128(std::string_view bytes, std::uint32_t seed) {
  const std::uint64_t length = bytes.size();
  Hash128 hash{seed, seed};
  for (; bytes.size() >= 16; bytes.remove_prefix(16)) {
    hash.low ^= scramble_low(load_little_endian_64(bytes.data()));
    hash.low = (std::rotl(hash.low, 27) + hash.high) * 5 + 0x52dce729;
    hash.high ^= scramble_high(load_little_endian_64(bytes.data() + 8));
    hash.high = (std::rotl(hash.high, 31) + hash.low) * 5 + 0x38495ab5;
  }
  if (bytes.size() > 8) {
    hash.high ^= scramble_high(partial_word(bytes.substr(8)));
  }
  hash.low ^= scramble_low(partial_word(bytes));
  return finalise128(hash, length);
}

}  // namespace napkin::algorithms
