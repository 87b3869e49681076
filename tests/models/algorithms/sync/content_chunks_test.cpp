#include "models/algorithms/sync/content_chunks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <span>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Bytes = std::vector<std::byte>;
using Chunk = ContentChunker::Chunk;

Bytes random_bytes(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 random(seed);
  Bytes bytes(count);
  for (std::byte& byte : bytes) {
    byte = static_cast<std::byte>(random());
  }
  return bytes;
}

TEST(ContentChunker, RefusesImpossibleLengths) {
  EXPECT_THROW(ContentChunker({.bytes_average = 1'000}), std::invalid_argument);
  EXPECT_THROW(ContentChunker({.bytes_average = 32}), std::invalid_argument);
  EXPECT_THROW(ContentChunker({.bytes_average = 64, .bytes_min = 65}), std::invalid_argument);
  EXPECT_THROW(ContentChunker({.bytes_average = 64, .bytes_max = 63}), std::invalid_argument);
}

TEST(ContentChunker, OfNothingThereAreNoChunks) {
  EXPECT_THAT(ContentChunker({}).split({}), IsEmpty());
}

TEST(ContentChunker, AShortFileIsOneChunk) {
  EXPECT_THAT(ContentChunker({}).split(random_bytes(1, 2'000)), ElementsAre(Chunk{0, 2'000}));
}

TEST(ContentChunker, ChunksCoverTheFileWithinTheirBounds) {
  const ContentChunker chunker({.bytes_average = 256});
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Bytes file = random_bytes(seed, 10'000 + seed);
    std::size_t offset = 0;
    for (const Chunk& chunk : chunker.split(file)) {
      ASSERT_EQ(chunk.offset, offset);
      offset += chunk.length;
      ASSERT_LE(chunk.length, chunker.bytes_max());
      ASSERT_TRUE(chunk.length >= chunker.bytes_min() || offset == file.size());
    }
    ASSERT_EQ(offset, file.size());
  }
}

TEST(ContentChunker, CutsWhereTheHashOfTheLastBytesSaysSo) {
  // By definition: the hash at a place is the sum of gear(byte) * 2^age over the bytes since
  // bytes_min.
  const ContentChunker::Options options{
      .bytes_average = 128, .bytes_min = 32, .bytes_max = 512, .seed = 5};
  const Bytes file = random_bytes(9, 100'000);
  std::size_t start = 0;
  for (const Chunk& chunk : ContentChunker(options).split(file)) {
    std::size_t expected = std::min<std::size_t>(512, file.size() - start);
    for (std::size_t i = 32; i < expected; ++i) {
      std::uint64_t hash = 0;
      for (std::size_t age = 0; age <= std::min<std::size_t>(i - 32, 63); ++age) {
        hash += mix64(5, std::to_integer<std::uint64_t>(file[start + i - age])) << age;
      }
      const int bits = i < 128 ? 9 : 5;  // log2(128), plus or minus 2
      if (hash >> (64 - bits) == 0) {
        expected = i;
      }
    }
    ASSERT_EQ(chunk.length, expected);
    start += expected;
  }
}

TEST(ContentChunker, TheAverageLengthIsAboutAsAskedFor) {
  const Bytes file = random_bytes(3, 4'000'000);
  const auto chunks = ContentChunker({.bytes_average = 4'096}).split(file);
  const double average = static_cast<double>(file.size()) / static_cast<double>(chunks.size());
  EXPECT_GT(average, 4'096 * 0.9);
  EXPECT_LT(average, 4'096 * 1.3);  // the minimum skipped adds to it
}

TEST(ContentChunker, NearlyAllChunksSurviveAnInsertion) {
  Bytes file = random_bytes(4, 400'000);
  const ContentChunker chunker({.bytes_average = 1'024});
  const auto contents = [&] {
    std::set<Bytes> all;
    for (const Chunk& chunk : chunker.split(file)) {
      const auto begin = file.begin() + static_cast<std::ptrdiff_t>(chunk.offset);
      all.emplace(begin, begin + static_cast<std::ptrdiff_t>(chunk.length));
    }
    return all;
  };
  const auto before = contents();
  file.insert(file.begin() + 1'000, std::byte{1});
  const auto after = contents();
  std::size_t kept = 0;
  for (const Bytes& chunk : after) {
    kept += before.count(chunk);
  }
  EXPECT_GE(kept + 10, after.size());
  EXPECT_GT(after.size(), 200U);
}

TEST(ContentChunker, ReadingPieceByPieceGivesTheSameCuts) {
  const Bytes file = random_bytes(6, 50'000);
  const ContentChunker chunker({.bytes_average = 512});
  std::span<const std::byte> rest(file);
  for (const Chunk& chunk : chunker.split(file)) {
    ASSERT_EQ(chunker.first_cut(rest.first(std::min(rest.size(), chunker.bytes_max()))),
              chunk.length);
    rest = rest.subspan(chunk.length);
  }
}

TEST(SplitIntoBlocks, LeavesTheRestInTheLast) {
  EXPECT_THAT(split_into_blocks(10, 4), ElementsAre(Chunk{0, 4}, Chunk{4, 4}, Chunk{8, 2}));
  EXPECT_THAT(split_into_blocks(8, 4), ElementsAre(Chunk{0, 4}, Chunk{4, 4}));
  EXPECT_THAT(split_into_blocks(0, 4), IsEmpty());
  EXPECT_THAT(split_into_blocks(5, ~std::size_t{0}), ElementsAre(Chunk{0, 5}));
}

}  // namespace
}  // namespace napkin::algorithms
