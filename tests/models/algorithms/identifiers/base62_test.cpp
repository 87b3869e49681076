#include "models/algorithms/identifiers/base62.h"

#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "tests/models/algorithms/reference_csv.h"

namespace napkin::algorithms {
namespace {

TEST(Base62, WritesTheBooksExample) {
  EXPECT_EQ(to_base62(11'157), "2TX");
  EXPECT_EQ(from_base62("2TX"), 11'157U);
}

TEST(Base62, GivesTheReferenceValues) {
  const auto rows = testing::rows_of(testing::read_reference_csv("hash_vectors.csv"), "base62");
  ASSERT_EQ(rows.size(), 3U);
  for (const testing::CsvRow& row : rows) {
    EXPECT_EQ(to_base62(std::stoull(row.at(1))), row.at(3));
    EXPECT_EQ(from_base62(row.at(3)), std::stoull(row.at(1)));
  }
}

TEST(Base62, WritesTheEndsOfItsRange) {
  EXPECT_EQ(to_base62(0), "0");
  EXPECT_EQ(to_base62(0, 0), "0");
  EXPECT_EQ(to_base62(61), "Z");
  EXPECT_EQ(to_base62(62), "10");
  EXPECT_EQ(to_base62(5, 7), "0000005");
  EXPECT_EQ(to_base62(std::numeric_limits<std::uint64_t>::max()), "lYGhA16ahyf");
  EXPECT_EQ(from_base62("ZZZZZZZ"), 3'521'614'606'207U);  // 62^7 - 1
}

TEST(Base62, ReadsNothingElse) {
  EXPECT_FALSE(from_base62("").has_value());
  EXPECT_FALSE(from_base62("2T-").has_value());
  EXPECT_FALSE(from_base62(" 2").has_value());
  EXPECT_EQ(from_base62("lYGhA16ahyf"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_FALSE(from_base62("lYGhA16ahyg").has_value());
  EXPECT_FALSE(from_base62("100000000000").has_value());
}

TEST(Base62, SurvivesTheRoundTrip) {
  std::mt19937_64 random(139);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t number = random() >> (random() % 64);
    ASSERT_EQ(from_base62(to_base62(number)), number);
    ASSERT_EQ(from_base62(to_base62(number, 15)), number);
  }
}

}  // namespace
}  // namespace napkin::algorithms
