#include "models/algorithms/sync/content_chunks.h"

#include <algorithm>
#include <bit>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

namespace {

constexpr int kNormalizationLevel = 2;

/// The `count` highest bits: in a gear hash they depend on the most bytes, up to 64 of them.
std::uint64_t high_bits(int count) {
  return ~0ULL << (64 - count);
}

}  // namespace

ContentChunker::ContentChunker(Options options) : options_(options), gear_(256) {
  const std::size_t average = options.bytes_average;
  require(std::has_single_bit(average) && average >= 64 && average <= std::size_t{1} << 26,
          "ContentChunker: bytes_average must be a power of two from 64 to 2^26");
  options_.bytes_min = options.bytes_min == 0 ? average / 4 : options.bytes_min;
  options_.bytes_max = options.bytes_max == 0 ? average * 8 : options.bytes_max;
  require(options_.bytes_min <= average && average <= options_.bytes_max,
          "ContentChunker: bytes_min <= bytes_average <= bytes_max must hold");
  for (std::size_t byte = 0; byte < gear_.size(); ++byte) {
    gear_[byte] = mix64(options.seed, byte);
  }
  const int bits = std::countr_zero(average);
  mask_below_average_ = high_bits(bits + kNormalizationLevel);
  mask_above_average_ = high_bits(bits - kNormalizationLevel);
}

std::size_t ContentChunker::first_cut(std::span<const std::byte> bytes) const {
  const std::size_t end = std::min(bytes.size(), options_.bytes_max);
  const std::size_t average = std::min(end, options_.bytes_average);
  std::uint64_t hash = 0;
  std::size_t i = std::min(end, options_.bytes_min);
  for (; i < average; ++i) {
    hash = (hash << 1) + gear_[std::to_integer<std::size_t>(bytes[i])];
    if ((hash & mask_below_average_) == 0) {
      return i;
    }
  }
  for (; i < end; ++i) {
    hash = (hash << 1) + gear_[std::to_integer<std::size_t>(bytes[i])];
    if ((hash & mask_above_average_) == 0) {
      return i;
    }
  }
  return end;
}

std::vector<ContentChunker::Chunk> ContentChunker::split(std::span<const std::byte> bytes) const {
  std::vector<Chunk> chunks;
  std::size_t offset = 0;
  while (offset < bytes.size()) {
    const std::size_t length = first_cut(bytes.subspan(offset));
    chunks.push_back({offset, length});
    offset += length;
  }
  return chunks;
}

std::vector<ContentChunker::Chunk> split_into_blocks(std::size_t file_bytes,
                                                     std::size_t block_bytes) {
  NAPKIN_CONTRACT(block_bytes > 0);
  std::vector<ContentChunker::Chunk> blocks;
  for (std::size_t offset = 0; offset < file_bytes; offset += block_bytes) {
    blocks.push_back({offset, std::min(block_bytes, file_bytes - offset)});
    if (file_bytes - offset <= block_bytes) {
      break;  // before the offset can wrap
    }
  }
  return blocks;
}

}  // namespace napkin::algorithms
