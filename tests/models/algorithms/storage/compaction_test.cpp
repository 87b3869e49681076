#include "models/algorithms/storage/compaction.h"

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;

TableInfo table(std::uint64_t id,
                int level,
                std::string smallest,
                std::string largest,
                std::uint64_t bytes = 100) {
  return {id, level, std::move(smallest), std::move(largest), bytes};
}

LeveledCompaction leveled() {
  return LeveledCompaction(
      {.level_0_tables_max = 2, .level_1_bytes_max = 1'000, .growth = 10, .levels = 4});
}

TEST(TableInfo, OverlapsWhenTheRangesShareAKey) {
  EXPECT_TRUE(overlap(table(1, 0, "a", "c"), table(2, 0, "c", "d")));
  EXPECT_TRUE(overlap(table(1, 0, "a", "z"), table(2, 0, "c", "d")));
  EXPECT_FALSE(overlap(table(1, 0, "a", "b"), table(2, 0, "c", "d")));
}

TEST(LeveledCompaction, RestsWhileNoLevelIsFull) {
  LeveledCompaction compaction = leveled();
  EXPECT_EQ(compaction.plan({}), std::nullopt);
  const std::vector tables{table(1, 0, "a", "b"), table(2, 1, "a", "b", 999)};
  EXPECT_EQ(compaction.plan(tables), std::nullopt);
}

TEST(LeveledCompaction, MergesLevelZeroWithWhatItOverlapsBelow) {
  LeveledCompaction compaction = leveled();
  const std::vector tables{table(5, 0, "a", "f"),
                           table(6, 0, "e", "k"),
                           table(1, 1, "a", "c"),
                           table(2, 1, "d", "m"),
                           table(3, 1, "n", "z")};
  const auto job = compaction.plan(tables);
  ASSERT_TRUE(job.has_value());
  EXPECT_THAT(job->inputs, ElementsAre(1, 2, 5, 6));
  EXPECT_EQ(job->output_level, 1);
  EXPECT_TRUE(job->drop_tombstones);
}

TEST(LeveledCompaction, LeavesTablesOfLevelZeroThatDoNotOverlap) {
  LeveledCompaction compaction = leveled();
  const std::vector tables{table(5, 0, "a", "b"), table(6, 0, "x", "z"), table(7, 0, "b", "c")};
  EXPECT_THAT(compaction.plan(tables)->inputs, ElementsAre(5, 7));
}

TEST(LeveledCompaction, KeepsTombstonesWhileADeeperLevelMayHoldTheKey) {
  LeveledCompaction compaction = leveled();
  const std::vector tables{table(5, 0, "a", "b"), table(6, 0, "a", "b"), table(1, 2, "b", "k")};
  EXPECT_FALSE(compaction.plan(tables)->drop_tombstones);
}

TEST(LeveledCompaction, HandsTheTablesOfALevelDownInTurn) {
  LeveledCompaction compaction = leveled();
  const std::vector tables{
      table(1, 1, "a", "c", 600), table(2, 1, "d", "f", 600), table(3, 1, "g", "i", 600)};
  EXPECT_THAT(compaction.plan(tables)->inputs, ElementsAre(1));
  EXPECT_THAT(compaction.plan(tables)->inputs, ElementsAre(2));
  EXPECT_THAT(compaction.plan(tables)->inputs, ElementsAre(3));
  EXPECT_THAT(compaction.plan(tables)->inputs, ElementsAre(1)) << "round and round";
}

TEST(LeveledCompaction, TakesTheFullestLevelFirst) {
  LeveledCompaction compaction = leveled();
  const std::vector tables{
      table(1, 0, "a", "c"), table(2, 0, "a", "c"), table(3, 1, "a", "i", 3'000)};
  EXPECT_EQ(compaction.plan(tables)->output_level, 2);
}

TEST(LeveledCompaction, NeverEmptiesTheLastLevel) {
  LeveledCompaction compaction = leveled();
  const std::vector tables{table(1, 3, "a", "c", 1'000'000'000)};
  EXPECT_EQ(compaction.plan(tables), std::nullopt);
}

TEST(LeveledCompaction, LetsLevelsGrowTenfoldWithoutOverflow) {
  const LeveledCompaction compaction = leveled();
  EXPECT_EQ(compaction.level_bytes_max(1), 1'000U);
  EXPECT_EQ(compaction.level_bytes_max(3), 100'000U);
  EXPECT_EQ(compaction.level_bytes_max(60), std::numeric_limits<std::uint64_t>::max());
}

TEST(LeveledCompaction, RefusesOptionsThatCannotWork) {
  EXPECT_THROW(LeveledCompaction({.levels = 1}), std::invalid_argument);
  EXPECT_THROW(LeveledCompaction({.level_0_tables_max = 0}), std::invalid_argument);
  EXPECT_THROW(LeveledCompaction({.growth = 0}), std::invalid_argument);
}

TieredCompaction tiered() {
  return TieredCompaction({.tables_min = 3, .tables_max = 4, .small_bytes = 10});
}

TEST(TieredCompaction, MergesTablesOfSimilarSize) {
  const std::vector tables{table(1, 0, "a", "z", 1'000),
                           table(2, 0, "a", "z", 100),
                           table(3, 0, "a", "z", 120),
                           table(4, 0, "a", "z", 90)};
  const auto job = tiered().plan(tables);
  ASSERT_TRUE(job.has_value());
  EXPECT_THAT(job->inputs, ElementsAre(2, 3, 4));
  EXPECT_FALSE(job->drop_tombstones) << "table 1 may hold older versions";
}

TEST(TieredCompaction, RestsWhileNoSizeHasEnoughTables) {
  const std::vector tables{
      table(1, 0, "a", "z", 1'000), table(2, 0, "a", "z", 100), table(3, 0, "a", "z", 120)};
  EXPECT_EQ(tiered().plan(tables), std::nullopt);
  EXPECT_EQ(tiered().plan({}), std::nullopt);
}

TEST(TieredCompaction, TreatsAllSmallTablesAlike) {
  const std::vector tables{
      table(1, 0, "a", "b", 1), table(2, 0, "c", "d", 9), table(3, 0, "e", "f", 4)};
  const auto job = tiered().plan(tables);
  ASSERT_TRUE(job.has_value());
  EXPECT_TRUE(job->drop_tombstones);
}

TEST(TieredCompaction, MergesNoMoreThanItsMaximum) {
  std::vector<TableInfo> tables;
  for (std::uint64_t id = 1; id <= 9; ++id) {
    tables.push_back(table(id, 0, "a", "z", 100));
  }
  EXPECT_THAT(tiered().plan(tables)->inputs, ElementsAre(1, 2, 3, 4));
}

TEST(TieredCompaction, RefusesOptionsThatCannotWork) {
  EXPECT_THROW(TieredCompaction({.tables_min = 1}), std::invalid_argument);
  EXPECT_THROW(TieredCompaction({.tables_min = 8, .tables_max = 7}), std::invalid_argument);
  EXPECT_THROW(TieredCompaction({.similar_min = 0.0}), std::invalid_argument);
}

}  // namespace
}  // namespace napkin::algorithms
