#include "models/algorithms/hash/xxh3.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

#include "models/algorithms/base/bytes.h"

namespace napkin::algorithms {
namespace {

constexpr std::uint32_t kPrime32_1 = 0x9e3779b1;
constexpr std::uint32_t kPrime32_2 = 0x85ebca77;
constexpr std::uint32_t kPrime32_3 = 0xc2b2ae3d;
constexpr std::uint64_t kPrime64_1 = 0x9e3779b185ebca87;
constexpr std::uint64_t kPrime64_2 = 0xc2b2ae3d27d4eb4f;
constexpr std::uint64_t kPrime64_3 = 0x165667b19e3779f9;
constexpr std::uint64_t kPrime64_4 = 0x85ebca77c2b2ae63;
constexpr std::uint64_t kPrime64_5 = 0x27d4eb2f165667c5;

constexpr std::size_t kSecretSize = 192;
constexpr std::size_t kStripe = 64;
constexpr std::size_t kSecretStep = 8;  // bytes of the secret that each stripe advances
constexpr std::size_t kStripesPerBlock = (kSecretSize - kStripe) / kSecretStep;

using Secret = std::array<char, kSecretSize>;
using Accumulators = std::array<std::uint64_t, 8>;

// The specification's random bytes ("kSecret").
constexpr std::array<unsigned char, kSecretSize> kSecretBytes = {
    // clang-format off
    0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c,
    0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f,
    0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21,
    0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c,
    0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3,
    0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
    0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d,
    0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64,
    0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb,
    0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3, 0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e,
    0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce,
    0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40, 0x7e,
    // clang-format on
};

constexpr Secret kSecret = std::bit_cast<Secret>(kSecretBytes);

std::uint64_t secret_word(const Secret& secret, std::size_t offset) {
  return load_little_endian_64(secret.data() + offset);
}

/// The 128-bit product, folded to 64 bits by xor.
std::uint64_t multiply_fold(std::uint64_t a, std::uint64_t b) {
  __extension__ using Product = unsigned __int128;
  const Product product = static_cast<Product>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t avalanche(std::uint64_t hash) {
  hash = (hash ^ (hash >> 37)) * 0x165667919e3779f9;
  return hash ^ (hash >> 32);
}

std::uint64_t avalanche_xxh64(std::uint64_t hash) {
  hash = (hash ^ (hash >> 33)) * kPrime64_2;
  hash = (hash ^ (hash >> 29)) * kPrime64_3;
  return hash ^ (hash >> 32);
}

std::uint64_t byte_at(std::string_view bytes, std::size_t index) {
  return static_cast<unsigned char>(bytes[index]);
}

std::uint64_t hash_1_to_3(std::string_view bytes, std::uint64_t seed) {
  const std::size_t length = bytes.size();
  const std::uint64_t combined = (byte_at(bytes, 0) << 16) | (byte_at(bytes, length >> 1) << 24) |
                                 byte_at(bytes, length - 1) | (length << 8);
  const std::uint64_t flip =
      load_little_endian_32(kSecret.data()) ^ load_little_endian_32(kSecret.data() + 4);
  return avalanche_xxh64(combined ^ (flip + seed));
}

std::uint64_t hash_4_to_8(std::string_view bytes, std::uint64_t seed) {
  constexpr std::uint64_t kMultiplier = 0x9fb21c651e98df25;
  const std::size_t length = bytes.size();
  seed ^= std::uint64_t{__builtin_bswap32(static_cast<std::uint32_t>(seed))} << 32;
  const std::uint64_t first = load_little_endian_32(bytes.data());
  const std::uint64_t last = load_little_endian_32(bytes.data() + length - 4);
  const std::uint64_t flip = (secret_word(kSecret, 8) ^ secret_word(kSecret, 16)) - seed;
  std::uint64_t hash = (last + (first << 32)) ^ flip;
  hash = (hash ^ std::rotl(hash, 49) ^ std::rotl(hash, 24)) * kMultiplier;
  hash = (hash ^ ((hash >> 35) + length)) * kMultiplier;
  return hash ^ (hash >> 28);
}

std::uint64_t hash_9_to_16(std::string_view bytes, std::uint64_t seed) {
  const std::size_t length = bytes.size();
  const std::uint64_t flip_low = (secret_word(kSecret, 24) ^ secret_word(kSecret, 32)) + seed;
  const std::uint64_t flip_high = (secret_word(kSecret, 40) ^ secret_word(kSecret, 48)) - seed;
  const std::uint64_t low = load_little_endian_64(bytes.data()) ^ flip_low;
  const std::uint64_t high = load_little_endian_64(bytes.data() + length - 8) ^ flip_high;
  return avalanche(length + __builtin_bswap64(low) + high + multiply_fold(low, high));
}

std::uint64_t hash_0_to_16(std::string_view bytes, std::uint64_t seed) {
  if (bytes.size() > 8) {
    return hash_9_to_16(bytes, seed);
  }
  if (bytes.size() >= 4) {
    return hash_4_to_8(bytes, seed);
  }
  if (!bytes.empty()) {
    return hash_1_to_3(bytes, seed);
  }
  return avalanche_xxh64(seed ^ secret_word(kSecret, 56) ^ secret_word(kSecret, 64));
}

std::uint64_t mix_16_bytes(const char* input, std::size_t secret_offset, std::uint64_t seed) {
  const std::uint64_t low =
      load_little_endian_64(input) ^ (secret_word(kSecret, secret_offset) + seed);
  const std::uint64_t high =
      load_little_endian_64(input + 8) ^ (secret_word(kSecret, secret_offset + 8) - seed);
  return multiply_fold(low, high);
}

/// Pairs of 16 bytes from both ends towards the middle.
std::uint64_t hash_17_to_128(std::string_view bytes, std::uint64_t seed) {
  const char* const begin = bytes.data();
  const char* const end = begin + bytes.size();
  std::uint64_t hash = bytes.size() * kPrime64_1;
  for (std::size_t pair = (bytes.size() - 1) / 32 + 1; pair-- > 0;) {
    hash += mix_16_bytes(begin + 16 * pair, 32 * pair, seed);
    hash += mix_16_bytes(end - 16 * (pair + 1), 32 * pair + 16, seed);
  }
  return avalanche(hash);
}

std::uint64_t hash_129_to_240(std::string_view bytes, std::uint64_t seed) {
  constexpr std::size_t kStartOffset = 3;
  constexpr std::size_t kLastOffset = 136 - 17;  // from the end of the smallest legal secret
  const char* const begin = bytes.data();
  std::uint64_t hash = bytes.size() * kPrime64_1;
  for (std::size_t i = 0; i < 8; ++i) {
    hash += mix_16_bytes(begin + 16 * i, 16 * i, seed);
  }
  hash = avalanche(hash);
  for (std::size_t i = 8; i < bytes.size() / 16; ++i) {
    hash += mix_16_bytes(begin + 16 * i, 16 * (i - 8) + kStartOffset, seed);
  }
  hash += mix_16_bytes(begin + bytes.size() - 16, kLastOffset, seed);
  return avalanche(hash);
}

Secret seeded_secret(std::uint64_t seed) {
  Secret secret;
  for (std::size_t i = 0; i < kSecretSize; i += 16) {
    const std::uint64_t low = secret_word(kSecret, i) + seed;
    const std::uint64_t high = secret_word(kSecret, i + 8) - seed;
    std::memcpy(secret.data() + i, &low, 8);
    std::memcpy(secret.data() + i + 8, &high, 8);
  }
  return secret;
}

void accumulate(Accumulators& lanes, const char* stripe, const char* secret) {
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const std::uint64_t input = load_little_endian_64(stripe + 8 * i);
    const std::uint64_t keyed = input ^ load_little_endian_64(secret + 8 * i);
    lanes[i ^ 1] += input;
    lanes[i] += (keyed & 0xffffffff) * (keyed >> 32);
  }
}

void scramble(Accumulators& lanes, const Secret& secret) {
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const std::uint64_t key = secret_word(secret, kSecretSize - kStripe + 8 * i);
    lanes[i] = (lanes[i] ^ (lanes[i] >> 47) ^ key) * kPrime32_1;
  }
}

std::uint64_t merge(const Accumulators& lanes, const Secret& secret, std::uint64_t length) {
  constexpr std::size_t kMergeOffset = 11;
  std::uint64_t hash = length * kPrime64_1;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t offset = kMergeOffset + 16 * i;
    hash += multiply_fold(lanes[2 * i] ^ secret_word(secret, offset),
                          lanes[2 * i + 1] ^ secret_word(secret, offset + 8));
  }
  return avalanche(hash);
}

std::uint64_t hash_long(std::string_view bytes, std::uint64_t seed) {
  constexpr std::size_t kLastOffset = kSecretSize - kStripe - 7;
  const Secret secret = seed == 0 ? kSecret : seeded_secret(seed);
  Accumulators lanes{kPrime32_3,
                     kPrime64_1,
                     kPrime64_2,
                     kPrime64_3,
                     kPrime64_4,
                     kPrime32_2,
                     kPrime64_5,
                     kPrime32_1};
  const std::size_t stripes = (bytes.size() - 1) / kStripe;  // the last one is read separately
  for (std::size_t stripe = 0; stripe < stripes; ++stripe) {
    const std::size_t in_block = stripe % kStripesPerBlock;
    accumulate(lanes, bytes.data() + stripe * kStripe, secret.data() + in_block * kSecretStep);
    if (in_block + 1 == kStripesPerBlock) {
      scramble(lanes, secret);
    }
  }
  accumulate(lanes, bytes.data() + bytes.size() - kStripe, secret.data() + kLastOffset);
  return merge(lanes, secret, bytes.size());
}

}  // namespace

std::uint64_t xxh3_64(std::string_view bytes, std::uint64_t seed) {
  if (bytes.size() <= 16) {
    return hash_0_to_16(bytes, seed);
  }
  if (bytes.size() <= 128) {
    return hash_17_to_128(bytes, seed);
  }
  if (bytes.size() <= 240) {
    return hash_129_to_240(bytes, seed);
  }
  return hash_long(bytes, seed);
}

}  // namespace napkin::algorithms
