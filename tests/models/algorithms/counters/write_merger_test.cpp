#include "models/algorithms/counters/write_merger.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Sum = WriteMerger::Sum;

TEST(WriteMerger, MakesOneWriteOfManyIncrements) {
  WriteMerger merger({});
  merger.add(7, 1, 0s);
  merger.add(9, 5, 0s);
  merger.add(7, 1, 0s);
  EXPECT_EQ(merger.pending_count(), 3U);
  EXPECT_THAT(merger.flush(), ElementsAre(Sum{7, 2}, Sum{9, 5}));
  EXPECT_THAT(merger.flush(), IsEmpty());
  EXPECT_EQ(merger.taken_count(), 3U);
  EXPECT_EQ(merger.handed_on_count(), 2U);
}

TEST(WriteMerger, LeavesOutWhatCancelledOut) {
  WriteMerger merger({});
  merger.add(7, 1, 0s);
  merger.add(7, -1, 0s);
  EXPECT_THAT(merger.flush(), IsEmpty());
}

TEST(WriteMerger, IsDueByAgeOfTheOldestIncrement) {
  WriteMerger merger({.keys_max = 100, .hold = 1s});
  EXPECT_FALSE(merger.is_due(100s));
  EXPECT_EQ(merger.due_at(), std::nullopt);
  merger.add(7, 1, 5s);
  merger.add(7, 1, 5500ms);
  EXPECT_EQ(merger.due_at(), 6s);
  EXPECT_FALSE(merger.is_due(6s - 1ns));
  EXPECT_TRUE(merger.is_due(6s));
}

TEST(WriteMerger, IsDueByNumberOfKeys) {
  WriteMerger merger({.keys_max = 2, .hold = 1h});
  merger.add(7, 1, 0s);
  merger.add(7, 1, 0s);
  EXPECT_FALSE(merger.is_due(0s));
  merger.add(8, 1, 0s);
  EXPECT_TRUE(merger.is_due(0s));
}

TEST(WriteMerger, LosesAndDoublesNothing) {
  WriteMerger merger({.keys_max = 64, .hold = 1s});
  std::map<std::uint64_t, std::int64_t> expected;
  std::map<std::uint64_t, std::int64_t> stored;
  const auto flush = [&] {
    for (const Sum& sum : merger.flush()) {
      stored[sum.key] += sum.delta;
    }
  };
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t key = random() % 200;
    const auto delta = static_cast<std::int64_t>(random() % 7) - 2;
    merger.add(key, delta, 0s);
    expected[key] += delta;
    if (merger.is_due(0s)) {
      flush();
    }
  }
  flush();
  EXPECT_EQ(stored, expected);
  EXPECT_LT(merger.handed_on_count(), merger.taken_count());
}

}  // namespace
}  // namespace napkin::algorithms
