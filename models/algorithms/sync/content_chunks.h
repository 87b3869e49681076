#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace napkin::algorithms {

/// Cuts a file where its contents say so rather than every so many bytes: an insertion then changes
/// the chunk it is in and leaves the others as they were, wherever they move, so that they are
/// found again by their hash.
///
///     const ContentChunker chunker({.bytes_average = 8'192});
///     for (const auto& [offset, length] : chunker.split(file)) {
///       store(file.subspan(offset, length));
///     }
///
/// A gear hash, h = 2h + random value of the byte, is the hash of the last 64 bytes; where its
/// chosen bits are all 0, there is a cut. With normalised chunking, more bits are asked for below
/// the average length and fewer above it, so that lengths keep closer to it. O(bytes): one shift,
/// addition and comparison for each; the first bytes_min of a chunk are not looked at. Source:
/// FastCDC (Xia et al., USENIX ATC 2016, sections 4.2 to 4.5, normalisation level 2); gear: Xia et
/// al., "Ddelta", 2014.
class ContentChunker final {
 public:
  struct Options {
    std::size_t bytes_average = 8'192;  // a power of two, from 64 to 2^26
    std::size_t bytes_min = 0;          // 0: a quarter of the average
    std::size_t bytes_max = 0;          // 0: eight times the average
    std::uint64_t seed = 0;  // of the gear: chunkers must agree on it to find equal chunks
  };

  struct Chunk {
    std::size_t offset = 0;
    std::size_t length = 0;

    friend bool operator==(const Chunk&, const Chunk&) = default;
  };

  /// Throws std::invalid_argument unless the average is such a power of two and min <= average <=
  /// max.
  explicit ContentChunker(Options options);

  /// The chunks of `bytes`, without a gap. All but the last are from bytes_min to bytes_max long.
  [[nodiscard]] std::vector<Chunk> split(std::span<const std::byte> bytes) const;

  /// The length of the first chunk of `bytes`, for reading a file piece by piece: right if at least
  /// bytes_max bytes, or all that is left, are given.
  [[nodiscard]] std::size_t first_cut(std::span<const std::byte> bytes) const;

  [[nodiscard]] std::size_t bytes_min() const { return options_.bytes_min; }

  [[nodiscard]] std::size_t bytes_max() const { return options_.bytes_max; }

 private:
  Options options_;
  std::vector<std::uint64_t> gear_;  // a random value per byte value
  std::uint64_t mask_below_average_ = 0;
  std::uint64_t mask_above_average_ = 0;
};

/// Chunks of the same length, but for a shorter one at the end: for files that are changed in
/// place. Requires: block_bytes > 0.
[[nodiscard]] std::vector<ContentChunker::Chunk> split_into_blocks(std::size_t file_bytes,
                                                                   std::size_t block_bytes);

}  // namespace napkin::algorithms
