#include "models/algorithms/storage/bloom_block.h"

#include <algorithm>
#include <cstdint>

#include "models/algorithms/hash/xxhash.h"
#include "models/algorithms/sketches/probes.h"

namespace napkin::algorithms {

namespace {

constexpr std::size_t kBitsMin = 64;  // a tiny filter would let too much through
constexpr std::size_t kProbesMax = 30;

// ln 2 x bits per key probes are best; a little less hashing costs little.
std::size_t probes_for(std::size_t bits_per_key) {
  return std::clamp(bits_per_key * 69 / 100, std::size_t{1}, kProbesMax);
}

unsigned char mask_of(std::size_t bit) {
  return static_cast<unsigned char>(1U << bit % 8);
}

}  // namespace

std::string build_bloom_block(std::span<const std::string> keys, std::size_t bits_per_key) {
  if (bits_per_key == 0) {
    return {};
  }
  const std::size_t bytes = (std::max(keys.size() * bits_per_key, kBitsMin) + 7) / 8;
  const std::size_t probes = probes_for(bits_per_key);
  std::string filter(bytes, '\0');
  for (const std::string& key : keys) {
    Probes positions(xxh64(key));
    for (std::size_t i = 0; i < probes; ++i) {
      const std::size_t bit = positions.next(bytes * 8);
      const auto old = static_cast<unsigned char>(filter[bit / 8]);
      filter[bit / 8] = static_cast<char>(old | mask_of(bit));
    }
  }
  filter.push_back(static_cast<char>(probes));
  return filter;
}

bool bloom_block_may_contain(std::string_view filter, std::string_view key) {
  if (filter.size() < 2) {
    return true;
  }
  const auto probes = static_cast<unsigned char>(filter.back());
  Probes positions(xxh64(key));
  for (std::size_t i = 0; i < probes; ++i) {
    const std::size_t bit = positions.next((filter.size() - 1) * 8);
    if ((static_cast<unsigned char>(filter[bit / 8]) & mask_of(bit)) == 0) {
      return false;
    }
  }
  return true;
}

}  // namespace napkin::algorithms
