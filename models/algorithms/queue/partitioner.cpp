#include "models/algorithms/queue/partitioner.h"

#include "models/algorithms/base/check.h"

namespace napkin::algorithms {

namespace {

constexpr std::uint32_t kMultiplier = 0x5BD1'E995U;

std::uint32_t byte_at(std::span<const std::byte> key, std::size_t index) {
  return std::to_integer<std::uint32_t>(key[index]);
}

std::uint32_t word_at(std::span<const std::byte> key, std::size_t index) {
  return byte_at(key, index) | byte_at(key, index + 1) << 8 | byte_at(key, index + 2) << 16 |
         byte_at(key, index + 3) << 24;
}

}  // namespace

std::uint32_t kafka_key_hash(std::span<const std::byte> key) {
  std::uint32_t hash = 0x9747'B28CU ^ static_cast<std::uint32_t>(key.size());
  std::size_t index = 0;
  for (; index + 4 <= key.size(); index += 4) {
    std::uint32_t word = word_at(key, index) * kMultiplier;
    word = (word ^ (word >> 24)) * kMultiplier;
    hash = (hash * kMultiplier) ^ word;
  }
  if (index < key.size()) {
    for (std::size_t rest = key.size() - index; rest > 0; --rest) {
      hash ^= byte_at(key, index + rest - 1) << (8 * (rest - 1));
    }
    hash *= kMultiplier;
  }
  hash = (hash ^ (hash >> 13)) * kMultiplier;
  return hash ^ (hash >> 15);
}

std::uint32_t partition_of_key(std::span<const std::byte> key, std::uint32_t partition_count) {
  NAPKIN_CHECK(partition_count > 0);
  return (kafka_key_hash(key) & 0x7FFF'FFFFU) % partition_count;
}

std::uint32_t RoundRobinPartitioner::next(std::uint32_t partition_count) {
  NAPKIN_CHECK(partition_count > 0);
  const std::uint32_t partition = next_ % partition_count;
  next_ = partition + 1;
  return partition;
}

std::uint32_t StickyPartitioner::next(std::uint64_t bytes,
                                      std::uint32_t partition_count,
                                      std::uint64_t random) {
  NAPKIN_CHECK(partition_count > 0);
  const bool is_full = batch_filled_bytes_ + bytes > options_.batch_bytes;
  if (!has_partition_ || partition_ >= partition_count || is_full) {
    partition_ = choose(partition_count, random);
    has_partition_ = true;
    batch_filled_bytes_ = 0;
  }
  batch_filled_bytes_ += bytes;
  return partition_;
}

std::uint32_t StickyPartitioner::choose(std::uint32_t partition_count, std::uint64_t random) const {
  const bool can_differ = has_partition_ && partition_ < partition_count && partition_count > 1;
  const std::uint64_t choices = can_differ ? partition_count - 1U : partition_count;
  const auto chosen = static_cast<std::uint32_t>(((random >> 32) * choices) >> 32);
  return can_differ && chosen >= partition_ ? chosen + 1 : chosen;  // any but the one just filled
}

}  // namespace napkin::algorithms
