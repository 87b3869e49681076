#include "models/algorithms/replication/last_writer_wins.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

constexpr NodeId kAda{1};
constexpr NodeId kBob{2};

using Text = LastWriterWins<std::string>;

TEST(LastWriterWins, KeepsTheLaterVersion) {
  Text name({.time = 5ms, .writer = kAda}, "new");
  EXPECT_FALSE(name.merge(Text({.time = 4ms, .writer = kBob}, "old")));
  EXPECT_EQ(name.value(), "new");
  EXPECT_TRUE(name.merge(Text({.time = 6ms, .writer = kBob}, "newer")));
  EXPECT_EQ(name.value(), "newer");
}

TEST(LastWriterWins, BreaksEqualTimesByTheWriter) {
  Text name({.time = 5ms, .writer = kBob}, "of Bob");
  EXPECT_FALSE(name.merge(Text({.time = 5ms, .writer = kAda}, "of Ada")));
  EXPECT_EQ(name.value(), "of Bob");
}

TEST(LastWriterWins, BreaksEqualStampsByTombstoneThenValue) {
  const WriteStamp stamp{.time = 5ms, .writer = kAda};
  Text name(stamp, "a");
  EXPECT_TRUE(name.merge(Text(stamp, "b")));
  EXPECT_FALSE(name.merge(Text(stamp, "a")));
  EXPECT_TRUE(name.merge(Text::tombstone(stamp)));
  EXPECT_FALSE(name.merge(Text(stamp, "z")));
  EXPECT_TRUE(name.is_tombstone());
}

TEST(LastWriterWins, ADeletionLosesToALaterWrite) {
  Text name = Text::tombstone({.time = 5ms, .writer = kAda});
  EXPECT_TRUE(name.merge(Text({.time = 6ms, .writer = kAda}, "back")));
  EXPECT_EQ(name.value(), "back");
}

TEST(WriteStamper, RisesThoughTheClockGoesBack) {
  WriteStamper stamper(kAda);
  const WriteStamp first = stamper.next(10ms);
  const WriteStamp second = stamper.next(3ms);
  const WriteStamp third = stamper.next(20ms);
  EXPECT_EQ(first.time, 10ms);
  EXPECT_EQ(second.time, 10ms + 1ns);
  EXPECT_EQ(third.time, 20ms);
}

TEST(WriteStamper, NeverGivesTheSameStampTwice) {
  WriteStamper stamper(kAda);
  const WriteStamp first = stamper.next(10ms);
  EXPECT_LT(first, stamper.next(10ms));
}

TEST(LastWriterWinsMap, BringsADeletedValueBackIfThePurgeCameTooEarly) {
  LastWriterWinsMap<int, std::string> table;
  const Text value({.time = 1s, .writer = kAda}, "zombie");
  table.put(7, value);
  table.put(7, Text::tombstone({.time = 2s, .writer = kAda}));
  EXPECT_FALSE(table.put(7, value));
  EXPECT_EQ(table.purge_tombstones(2s), 0U);
  EXPECT_EQ(table.purge_tombstones(2s + 1ns), 1U);
  EXPECT_EQ(table.find(7), nullptr);
  EXPECT_TRUE(table.put(7, value));
}

Text random_version(std::mt19937_64* random) {
  const WriteStamp stamp{.time = std::chrono::nanoseconds((*random)() % 3),
                         .writer = NodeId(static_cast<std::uint32_t>((*random)() % 2))};
  const auto content = (*random)() % 4;
  return content == 0 ? Text::tombstone(stamp) : Text(stamp, std::string(1, "abc"[content - 1]));
}

Text joined(Text left, const Text& right) {
  return MergeLastWriterWins<std::string>()(left, right);
}

TEST(LastWriterWins, MergesInAnyOrderAndGrouping) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 100'000; ++round) {
    const Text a = random_version(&random);
    const Text b = random_version(&random);
    const Text c = random_version(&random);
    ASSERT_EQ(joined(a, a), a);
    ASSERT_EQ(joined(a, b), joined(b, a));
    ASSERT_EQ(joined(joined(a, b), c), joined(a, joined(b, c)));
  }
}

// Replicas that got the same writes, each in its own order and some twice, agree.
TEST(LastWriterWinsMap, ConvergesWhateverTheOrderOfArrival) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::pair<int, Text>> writes;
    for (int write = 0; write < 100; ++write) {
      writes.emplace_back(static_cast<int>(random() % 10), random_version(&random));
    }
    LastWriterWinsMap<int, std::string> first;
    LastWriterWinsMap<int, std::string> second;
    for (const auto& [key, version] : writes) {
      first.put(key, version);
    }
    std::shuffle(writes.begin(), writes.end(), random);
    for (const auto& [key, version] : writes) {
      second.put(key, version);
      second.put(key, version);
    }
    ASSERT_EQ(first.versions(), second.versions());
  }
}

}  // namespace
}  // namespace napkin::algorithms
