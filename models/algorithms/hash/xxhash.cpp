#include "models/algorithms/hash/xxhash.h"

#include <array>
#include <bit>
#include <cstddef>

#include "models/algorithms/base/bytes.h"

namespace napkin::algorithms {
namespace {

/// What differs between the two widths; the algorithm is the same.
struct Width32 {
  using Word = std::uint32_t;
  static constexpr Word kPrime1 = 0x9e3779b1;
  static constexpr Word kPrime2 = 0x85ebca77;
  static constexpr Word kPrime3 = 0xc2b2ae3d;
  static constexpr Word kPrime4 = 0x27d4eb2f;
  static constexpr Word kPrime5 = 0x165667b1;
  static constexpr int kRotation = 13;

  static Word load(const char* bytes) { return load_little_endian_32(bytes); }
};

struct Width64 {
  using Word = std::uint64_t;
  static constexpr Word kPrime1 = 0x9e3779b185ebca87;
  static constexpr Word kPrime2 = 0xc2b2ae3d27d4eb4f;
  static constexpr Word kPrime3 = 0x165667b19e3779f9;
  static constexpr Word kPrime4 = 0x85ebca77c2b2ae63;
  static constexpr Word kPrime5 = 0x27d4eb2f165667c5;
  static constexpr int kRotation = 31;

  static Word load(const char* bytes) { return load_little_endian_64(bytes); }
};

template <class Width>
using Lanes = std::array<typename Width::Word, 4>;

template <class Width>
typename Width::Word mix_lane(typename Width::Word lane, typename Width::Word input) {
  lane += input * Width::kPrime2;
  return std::rotl(lane, Width::kRotation) * Width::kPrime1;
}

/// Runs the four lanes over all whole stripes, which it takes off the front of `bytes`.
template <class Width>
Lanes<Width> consume_stripes(std::string_view& bytes, typename Width::Word seed) {
  constexpr std::size_t kWord = sizeof(typename Width::Word);
  Lanes<Width> lanes{
      seed + Width::kPrime1 + Width::kPrime2, seed + Width::kPrime2, seed, seed - Width::kPrime1};
  for (; bytes.size() >= 4 * kWord; bytes.remove_prefix(4 * kWord)) {
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      lanes[i] = mix_lane<Width>(lanes[i], Width::load(bytes.data() + i * kWord));
    }
  }
  return lanes;
}

template <class Width>
typename Width::Word converge(const Lanes<Width>& lanes) {
  return std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) +
         std::rotl(lanes[3], 18);
}

std::uint64_t consume_tail_64(std::string_view bytes, std::uint64_t hash) {
  using W = Width64;
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    hash ^= mix_lane<W>(0, load_little_endian_64(bytes.data()));
    hash = std::rotl(hash, 27) * W::kPrime1 + W::kPrime4;
  }
  if (bytes.size() >= 4) {
    hash ^= load_little_endian_32(bytes.data()) * W::kPrime1;
    hash = std::rotl(hash, 23) * W::kPrime2 + W::kPrime3;
    bytes.remove_prefix(4);
  }
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte) * W::kPrime5;
    hash = std::rotl(hash, 11) * W::kPrime1;
  }
  return hash;
}

std::uint32_t consume_tail_32(std::string_view bytes, std::uint32_t hash) {
  using W = Width32;
  for (; bytes.size() >= 4; bytes.remove_prefix(4)) {
    hash += load_little_endian_32(bytes.data()) * W::kPrime3;
    hash = std::rotl(hash, 17) * W::kPrime4;
  }
  for (const char byte : bytes) {
    hash += static_cast<unsigned char>(byte) * W::kPrime5;
    hash = std::rotl(hash, 11) * W::kPrime1;
  }
  return hash;
}

}  // namespace

std::uint64_t xxh64(std::string_view bytes, std::uint64_t seed) {
  using W = Width64;
  const std::uint64_t length = bytes.size();
  std::uint64_t hash = seed + W::kPrime5;
  if (length >= 32) {
    const Lanes<W> lanes = consume_stripes<W>(bytes, seed);
    hash = converge<W>(lanes);
    for (const std::uint64_t lane : lanes) {
      hash = (hash ^ mix_lane<W>(0, lane)) * W::kPrime1 + W::kPrime4;
    }
  }
  hash = consume_tail_64(bytes, hash + length);
  hash = (hash ^ (hash >> 33)) * W::kPrime2;
  hash = (hash ^ (hash >> 29)) * W::kPrime3;
  return hash ^ (hash >> 32);
}

std::uint32_t xxh32(std::string_view bytes, std::uint32_t seed) {
  using W = Width32;
  const auto length = static_cast<std::uint32_t>(bytes.size());
  std::uint32_t hash = seed + W::kPrime5;
  if (bytes.size() >= 16) {
    hash = converge<W>(consume_stripes<W>(bytes, seed));
  }
  hash = consume_tail_32(bytes, hash + length);
  hash = (hash ^ (hash >> 15)) * W::kPrime2;
  hash = (hash ^ (hash >> 13)) * W::kPrime3;
  return hash ^ (hash >> 16);
}

}  // namespace napkin::algorithms
