#include "models/algorithms/counters/compact_counter_table.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {
namespace {

TEST(CompactCounterTable, RefusesToHaveNoColumns) {
  EXPECT_THROW(CompactCounterTable(0), std::invalid_argument);
}

TEST(CompactCounterTable, CountsEachColumnByItself) {
  CompactCounterTable counts(3);
  EXPECT_EQ(counts.get(42, 0), 0U);
  EXPECT_EQ(counts.add(42, 2, 5), 5U);
  EXPECT_EQ(counts.add(42, 0, 1), 1U);
  EXPECT_EQ(counts.get(42, 1), 0U);
  EXPECT_EQ(counts.get(42, 2), 5U);
  EXPECT_EQ(counts.size(), 1U);
}

TEST(CompactCounterTable, DoesNotCountBelowZero) {
  CompactCounterTable counts;
  EXPECT_EQ(counts.add(0, 0, -5), 0U);
  counts.add(0, 0, 3);
  EXPECT_EQ(counts.add(0, 0, std::numeric_limits<std::int64_t>::min()), 0U);
}

TEST(CompactCounterTable, GoesOnBeyondFourBytes) {
  CompactCounterTable counts;
  constexpr std::int64_t kFourBytes = 0xFFFF'FFFF;
  EXPECT_EQ(counts.add(7, 0, kFourBytes - 1), 0xFFFF'FFFEU);
  EXPECT_EQ(counts.add(7, 0, 1), 0xFFFF'FFFFU);
  EXPECT_EQ(counts.add(7, 0, 1), 0x1'0000'0000U);
  EXPECT_EQ(counts.add(7, 0, -2), 0xFFFF'FFFEU);
  EXPECT_EQ(counts.add(7, 0, std::numeric_limits<std::int64_t>::max()), 0x8000'0000'FFFF'FFFDU);
  EXPECT_EQ(counts.add(7, 0, std::numeric_limits<std::int64_t>::max()), ~0ULL);
  EXPECT_TRUE(counts.erase(7));
  EXPECT_EQ(counts.get(7, 0), 0U);
}

TEST(CompactCounterTable, AgreesWithAMapOverRandomOperations) {
  CompactCounterTable counts(2);
  std::map<std::uint64_t, std::array<std::uint64_t, 2>> model;
  std::mt19937_64 random(1);
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t key = random() % 5'000;
    const std::size_t column = random() % 2;
    const std::uint64_t choice = random() % 10;
    if (choice < 5) {
      const std::int64_t delta =
          static_cast<std::int64_t>(random() % 0x4000'0000'0ULL) >> (random() % 36);
      ASSERT_EQ(counts.add(key, column, delta),
                model[key][column] += static_cast<std::uint64_t>(delta));
    } else if (choice < 8) {
      const auto found = model.find(key);
      ASSERT_EQ(counts.get(key, column), found == model.end() ? 0 : found->second[column]);
    } else {
      ASSERT_EQ(counts.erase(key), model.erase(key) == 1);
    }
    ASSERT_EQ(counts.size(), model.size());
  }
}

// A table holds the keys of one server, which mix64 has chosen for them.
TEST(CompactCounterTable, SpreadsTheKeysOfOneServer) {
  CompactCounterTable counts;
  for (std::uint64_t key = 0; counts.size() < 100'000; ++key) {
    if (mix64(key) < std::numeric_limits<std::uint64_t>::max() / 12) {
      counts.add(key, 0, 1);
    }
  }
  // At a load of up to 7/8 the longest search of an even hash is of some dozens of positions. With
  // the hash that chose the server, it was tens of thousands.
  EXPECT_LT(counts.longest_search(), 200U);
}

TEST(CompactCounterTable, TakesAboutAThirdMoreThanItsContents) {
  CompactCounterTable counts(1);
  for (std::uint64_t key = 0; key < 200'000; ++key) {
    counts.add(key * 7919, 0, 1);
  }
  EXPECT_LT(counts.memory_bytes(), counts.size() * 12 * 3 / 2);
}

}  // namespace
}  // namespace napkin::algorithms
