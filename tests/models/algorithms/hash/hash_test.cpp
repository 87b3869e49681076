#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "models/algorithms/hash/crc16.h"
#include "models/algorithms/hash/digest.h"
#include "models/algorithms/hash/fnv1a.h"
#include "models/algorithms/hash/mix.h"
#include "models/algorithms/hash/murmur2.h"
#include "models/algorithms/hash/murmur3.h"
#include "models/algorithms/hash/xxh3.h"
#include "models/algorithms/hash/xxhash.h"
#include "tests/models/algorithms/reference_csv.h"

namespace napkin::algorithms {
namespace {

using testing::CsvRow;
using testing::read_reference_csv;
using testing::rows_of;

std::vector<CsvRow> vectors_of(std::string_view function, std::size_t rows_min) {
  auto rows = rows_of(read_reference_csv("hash_vectors.csv"), function);
  EXPECT_GE(rows.size(), rows_min) << function;
  return rows;
}

/// "hex:21436587" or plain text.
std::string input_of(const CsvRow& row) {
  const std::string& text = row.at(1);
  if (!text.starts_with("hex:")) {
    return text;
  }
  std::string bytes;
  for (std::size_t i = 4; i < text.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

std::uint64_t seed_of(const CsvRow& row) {
  return std::stoull(row.at(2).substr(row.at(2).find('=') + 1), nullptr, 0);
}

std::uint64_t hexadecimal(const std::string& digits) {
  return std::stoull(digits, nullptr, 16);
}

// Each kind has its test here or beside its algorithm; a new kind has to get one.
TEST(ReferenceVectors, AreAllOfAKindThatIsTested) {
  const std::vector<std::string_view> kinds{"murmur3_x86_32",
                                            "murmur3_x64_128",
                                            "murmur2",
                                            "xxh32",
                                            "xxh64",
                                            "xxh3_64",
                                            "fnv1a_64",
                                            "jump",
                                            "crc16_xmodem",
                                            "redis_cluster_slot",
                                            "maglev",
                                            "base62",
                                            "snowflake",
                                            "geohash",
                                            "ketama"};
  for (const CsvRow& row : read_reference_csv("hash_vectors.csv")) {
    EXPECT_TRUE(std::ranges::any_of(kinds, [&](std::string_view kind) {
      return row.at(0).starts_with(kind);
    })) << row.at(0);
  }
}

TEST(Murmur3, GivesThePublished32BitValues) {
  for (const CsvRow& row : vectors_of("murmur3_x86_32", 6)) {
    const auto seed = static_cast<std::uint32_t>(seed_of(row));
    EXPECT_EQ(murmur3_x86_32(input_of(row), seed), hexadecimal(row.at(3))) << row.at(1);
  }
}

TEST(Murmur3, GivesThePublished128BitValues) {
  for (const CsvRow& row : vectors_of("murmur3_x64_128", 3)) {
    const auto hash = murmur3_x64_128(input_of(row), static_cast<std::uint32_t>(seed_of(row)));
    EXPECT_EQ(hash.low, hexadecimal(row.at(3).substr(3, 16))) << row.at(1);
    EXPECT_EQ(hash.high, hexadecimal(row.at(3).substr(23, 16))) << row.at(1);
  }
}

/// The self-test of Appleby's SMHasher: hash the keys {}, {0}, {0,1}, ... with seeds 256-n, then
/// hash all the results; the first four bytes are published in MurmurHash3's main.cpp.
template <class HashBytes>
std::uint32_t smhasher_verification(HashBytes hash_bytes) {
  std::string key;
  std::string results;
  for (std::uint32_t i = 0; i < 256; ++i) {
    results += hash_bytes(key, 256 - i);
    key += static_cast<char>(i);
  }
  const std::string final = hash_bytes(results, 0);
  std::uint32_t word = 0;
  std::memcpy(&word, final.data(), 4);
  return word;
}

template <class Number>
std::string bytes_of(Number number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

TEST(Murmur3, PassesTheVerificationOfItsAuthorsTestSuite) {
  EXPECT_EQ(smhasher_verification([](const std::string& key, std::uint32_t seed) {
              return bytes_of(murmur3_x86_32(key, seed));
            }),
            0xB0F57EE3);
  EXPECT_EQ(smhasher_verification([](const std::string& key, std::uint32_t seed) {
              const Hash128 hash = murmur3_x64_128(key, seed);
              return bytes_of(hash.low) + bytes_of(hash.high);
            }),
            0x6384BA69);
}

TEST(Murmur2, GivesTheValuesOfKafkasOwnTests) {
  for (const CsvRow& row : vectors_of("murmur2", 3)) {
    EXPECT_EQ(kafka_murmur2(input_of(row)), std::stoi(row.at(3))) << row.at(1);
  }
  EXPECT_EQ(kafka_murmur2("21"), -973932308);
  EXPECT_EQ(kafka_murmur2("foobar"), -790332482);
}

TEST(Murmur2, PartitionIgnoresTheSignOfTheHash) {
  EXPECT_EQ(kafka_partition("21", 1), 0U);
  EXPECT_EQ(kafka_partition("21", 1000),
            (0x7fffffff & static_cast<std::uint32_t>(-973932308)) % 1000);
}

TEST(XxHash, GivesThePublishedValues) {
  for (const CsvRow& row : vectors_of("xxh32", 3)) {
    EXPECT_EQ(xxh32(input_of(row)), hexadecimal(row.at(3))) << row.at(1);
  }
  for (const CsvRow& row : vectors_of("xxh64", 2)) {
    EXPECT_EQ(xxh64(input_of(row)), hexadecimal(row.at(3))) << row.at(1);
  }
  for (const CsvRow& row : vectors_of("xxh3_64", 5)) {
    EXPECT_EQ(xxh3_64(input_of(row)), hexadecimal(row.at(3))) << row.at(1);
  }
}

TEST(XxHash, AgreesWithTheReferenceLibraryAtEveryLengthAndWithSeeds) {
  std::string bytes;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    bytes += static_cast<char>((i * 2654435761U) >> 24);
  }
  const auto rows = read_reference_csv("xxhash_vectors.csv");
  ASSERT_GT(rows.size(), 500U);
  for (const CsvRow& row : rows) {
    const std::string_view input = std::string_view(bytes).substr(0, std::stoul(row.at(0)));
    const std::uint64_t seed = std::stoull(row.at(1));
    EXPECT_EQ(xxh32(input, static_cast<std::uint32_t>(seed)), hexadecimal(row.at(2))) << row[0];
    EXPECT_EQ(xxh64(input, seed), hexadecimal(row.at(3))) << row[0];
    EXPECT_EQ(xxh3_64(input, seed), hexadecimal(row.at(4))) << row[0];
  }
}

TEST(Fnv1a, GivesThePublishedValues) {
  for (const CsvRow& row : vectors_of("fnv1a_64", 3)) {
    EXPECT_EQ(fnv1a_64(input_of(row)), hexadecimal(row.at(3))) << row.at(1);
  }
  static_assert(fnv1a_32("") == 0x811c9dc5);
  static_assert(fnv1a_32("foobar") == 0xbf9cf968);
}

TEST(Crc16, GivesTheCheckValueOfItsCatalogueEntry) {
  for (const CsvRow& row : vectors_of("crc16_xmodem", 1)) {
    EXPECT_EQ(crc16(input_of(row)), hexadecimal(row.at(3)));
  }
  EXPECT_EQ(crc16(""), 0);
}

TEST(Digest, GivesTheValuesOfTheStandards) {
  EXPECT_EQ(to_hex(md5("")), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(to_hex(md5("message digest")), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(to_hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, ReadsWordsLeastSignificantByteFirst) {
  EXPECT_EQ(digest_word(md5("0"), 0), 2216742351U);
}

TEST(Mix64, MatchesSplitmixAndIsInjectiveOnASample) {
  // The first outputs of splitmix64 with seed 0 are mix64 of multiples of the golden ratio.
  EXPECT_EQ(mix64(0x9e3779b97f4a7c15), 0xe220a8397b1dcdafULL);
  EXPECT_EQ(mix64(2 * 0x9e3779b97f4a7c15), 0x6e789e6aa1b965f4ULL);
  EXPECT_NE(mix64(1, 2), mix64(2, 1));
  EXPECT_NE(mix64(0, 0), 0ULL);
}

// Flipping one input bit should flip each output bit in half of all cases: with 2,000 keys the
// share has a standard deviation of 0.011, and 64 x 64 shares stay within 5 of those.
TEST(Mix64, EveryInputBitReachesEveryOutputBit) {
  constexpr int kKeys = 2000;
  for (int in = 0; in < 64; ++in) {
    std::array<int, 64> flips{};
    for (std::uint64_t key = 0; key < kKeys; ++key) {
      const std::uint64_t seed = mix64(key, 1);
      const std::uint64_t difference = mix64(seed) ^ mix64(seed ^ (1ULL << in));
      for (std::size_t out = 0; out < 64; ++out) {
        flips[out] += static_cast<int>(difference >> out & 1);
      }
    }
    for (const int count : flips) {
      EXPECT_NEAR(count / double{kKeys}, 0.5, 0.056) << "input bit " << in;
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
