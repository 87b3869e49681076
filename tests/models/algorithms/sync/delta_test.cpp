#include "models/algorithms/sync/delta.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using Bytes = std::vector<std::byte>;

Bytes bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

/// FNV-1a: strong enough for tests.
std::uint64_t strong_hash(std::span<const std::byte> bytes) {
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325ULL;
  for (const std::byte byte : bytes) {
    hash = (hash ^ std::to_integer<std::uint64_t>(byte)) * 0x100'0000'01B3ULL;
  }
  return hash;
}

Delta delta_between(const Bytes& before, const Bytes& after, std::uint32_t block_bytes) {
  const BlockSignature signature(before, block_bytes, strong_hash);
  return make_delta(after, signature, strong_hash);
}

TEST(Delta, RefusesBlocksOfNoLength) {
  EXPECT_THROW(BlockSignature({}, 0, strong_hash), std::invalid_argument);
}

TEST(Delta, OfEqualFilesIsOneCopy) {
  const Bytes file = bytes_of("abcdefgh-ijk");
  const Delta delta = delta_between(file, file, 4);
  ASSERT_EQ(delta.steps.size(), 1U);
  EXPECT_EQ(std::get<DeltaCopy>(delta.steps[0]), (DeltaCopy{0, 12}));
  EXPECT_EQ(delta.literal_bytes(), 0U);
}

TEST(Delta, ShorterLastBlockIsFoundAtTheEnd) {
  const Delta delta = delta_between(bytes_of("abcdefg"), bytes_of("Xabcdefg"), 4);
  EXPECT_EQ(delta.literal_bytes(), 1U);
}

TEST(Delta, SendsOnlyWhatWasInserted) {
  const Bytes before = bytes_of("aaaabbbbccccdddd");
  const Bytes after = bytes_of("aaaabbXbbccccdddd");
  const Delta delta = delta_between(before, after, 4);
  EXPECT_EQ(delta.literal_bytes(), 5U);  // the block around the insertion
  EXPECT_EQ(apply_delta(before, delta), after);
}

TEST(Delta, FromOrToNothing) {
  const Bytes file = bytes_of("abc");
  EXPECT_EQ(delta_between({}, file, 4).literal_bytes(), 3U);
  EXPECT_TRUE(delta_between(file, {}, 4).steps.empty());
  EXPECT_EQ(apply_delta(file, Delta{}), Bytes{});
}

TEST(Delta, AgainstTheWrongFileIsRefused) {
  const Bytes file = bytes_of("abcdefgh");
  EXPECT_EQ(apply_delta(bytes_of("abc"), delta_between(file, file, 4)), std::nullopt);
  EXPECT_EQ(apply_delta(file, Delta{{DeltaCopy{~0ULL, 2}}}), std::nullopt);
}

TEST(Delta, AWeakMatchAloneIsNotTaken) {
  // "ad" + "cb" swaps give the same sums: a and b of "bcbc..." can collide, the strong hash
  // decides.
  const Bytes before = bytes_of("adbc");  // a: 97+100+98+99, b: 4*97+3*100+2*98+99 = 983
  const Bytes after = bytes_of("bbcb");
  const Delta delta = delta_between(before, after, 4);
  EXPECT_EQ(apply_delta(before, delta), after);
}

Bytes random_bytes(std::mt19937_64& random, std::size_t count, std::uint64_t alphabet) {
  Bytes bytes(count);
  for (std::byte& byte : bytes) {
    byte = static_cast<std::byte>(random() % alphabet);
  }
  return bytes;
}

/// Inserts, deletes, overwrites or moves a stretch.
Bytes edited(Bytes file, std::mt19937_64& random) {
  const std::size_t at = random() % (file.size() + 1);
  const std::size_t length = std::min<std::size_t>(random() % 20, file.size() - at);
  const auto begin = file.begin() + static_cast<std::ptrdiff_t>(at);
  switch (random() % 4) {
    case 0: {
      const Bytes inserted = random_bytes(random, length, 256);
      file.insert(begin, inserted.begin(), inserted.end());
      break;
    }
    case 1:
      file.erase(begin, begin + static_cast<std::ptrdiff_t>(length));
      break;
    case 2:
      std::fill(begin, begin + static_cast<std::ptrdiff_t>(length), std::byte{7});
      break;
    default:
      std::rotate(file.begin(), begin, file.end());
  }
  return file;
}

TEST(Delta, RebuildsWhateverWasEdited) {
  std::mt19937_64 random(1);
  for (int run = 0; run < 3'000; ++run) {
    // Few byte values make many repeated blocks and weak matches.
    const Bytes before = random_bytes(random, random() % 300, random() % 2 == 0 ? 2 : 256);
    Bytes after = before;
    for (std::uint64_t edits = random() % 4; edits > 0; --edits) {
      after = edited(after, random);
    }
    const auto block_bytes = static_cast<std::uint32_t>(1 + random() % 40);
    ASSERT_EQ(apply_delta(before, delta_between(before, after, block_bytes)), after);
  }
}

TEST(Delta, AnEditCostsAboutTheBlocksItTouches) {
  std::mt19937_64 random(2);
  const Bytes before = random_bytes(random, 100'000, 256);
  Bytes after = before;
  after.insert(after.begin() + 50'000, std::byte{1});
  after[20'000] ^= std::byte{1};
  const Delta delta = delta_between(before, after, 700);
  EXPECT_EQ(apply_delta(before, delta), after);
  EXPECT_LE(delta.literal_bytes(), 2 * 700U + 1);
}

}  // namespace
}  // namespace napkin::algorithms
