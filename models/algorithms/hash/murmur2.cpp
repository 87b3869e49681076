#include "models/algorithms/hash/murmur2.h"

#include "models/algorithms/base/bytes.h"

namespace napkin::algorithms {
namespace {

constexpr std::uint32_t kMultiplier = 0x5bd1e995;

std::uint32_t tail_word(std::string_view tail) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < tail.size(); ++i) {
    word |= static_cast<std::uint32_t>(static_cast<unsigned char>(tail[i])) << (8 * i);
  }
  return word;
}

}  // namespace

std::int32_t kafka_murmur2(std::string_view bytes) {
  std::uint32_t hash = 0x9747b28cU ^ static_cast<std::uint32_t>(bytes.size());
  while (bytes.size() >= 4) {
    std::uint32_t word = load_little_endian_32(bytes.data()) * kMultiplier;
    word = (word ^ (word >> 24)) * kMultiplier;
    hash = (hash * kMultiplier) ^ word;
    bytes.remove_prefix(4);
  }
  if (!bytes.empty()) {
    hash = (hash ^ tail_word(bytes)) * kMultiplier;
  }
  hash = (hash ^ (hash >> 13)) * kMultiplier;
  return static_cast<std::int32_t>(hash ^ (hash >> 15));
}

std::uint32_t kafka_partition(std::string_view key, std::uint32_t partitions) {
  return (static_cast<std::uint32_t>(kafka_murmur2(key)) & 0x7fffffff) % partitions;
}

}  // namespace napkin::algorithms
