#include "models/algorithms/storage/entry_merge.h"

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string file_of(const std::vector<TableEntry>& entries) {
  SstableBuilder builder({.block_bytes = 30});
  for (const TableEntry& entry : entries) {
    builder.add({entry.key, entry.sequence, entry.value});
  }
  return std::move(builder).finish();
}

std::vector<TableEntry> entries_of(const std::vector<std::string>& files) {
  std::vector<TableEntry> entries;
  for (const std::string& file : files) {
    const Sstable table(file);
    for (const auto& block : table.blocks()) {
      for (const auto& entry : table.read(block)) {
        entries.push_back(entry.to_entry());
      }
    }
  }
  return entries;
}

TEST(MergeTables, KeepsTheNewestVersionOfEachKey) {
  const Sstable old_table(file_of({{"a", 1, "old"}, {"b", 2, "only"}}));
  const Sstable new_table(file_of({{"a", 3, "new"}, {"c", 4, "only"}}));
  EXPECT_THAT(
      entries_of(merge_tables({&old_table, &new_table}, {})),
      ElementsAre(
          TableEntry{"a", 3, "new"}, TableEntry{"b", 2, "only"}, TableEntry{"c", 4, "only"}));
}

TEST(MergeTables, DropsTombstonesOnlyWhenTold) {
  const Sstable values(file_of({{"a", 1, "x"}, {"b", 1, "x"}}));
  const Sstable deletions(file_of({{"a", 2, std::nullopt}}));
  EXPECT_THAT(entries_of(merge_tables({&values, &deletions}, {})),
              ElementsAre(TableEntry{"a", 2, std::nullopt}, TableEntry{"b", 1, "x"}));
  EXPECT_THAT(entries_of(merge_tables({&values, &deletions}, {.drop_tombstones = true})),
              ElementsAre(TableEntry{"b", 1, "x"}));
}

TEST(MergeTables, OfNothingIsNothing) {
  const Sstable empty(file_of({}));
  EXPECT_THAT(merge_tables({}, {}), IsEmpty());
  EXPECT_THAT(merge_tables({&empty}, {}), IsEmpty());
  const Sstable deletions(file_of({{"a", 2, std::nullopt}}));
  EXPECT_THAT(merge_tables({&deletions}, {.drop_tombstones = true}), IsEmpty());
}

TEST(MergeTables, CutsTheOutputAtTheGivenSize) {
  std::vector<TableEntry> entries;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    entries.push_back({std::string(1, letter), 1, std::string(100, 'v')});
  }
  const Sstable table(file_of(entries));
  const auto files = merge_tables({&table}, {.table_bytes_max = 500});
  EXPECT_EQ(files.size(), 6U);
  EXPECT_EQ(entries_of(files), entries);
}

TEST(SstableSource, StartsInTheMiddleAndCountsWhatItReads) {
  const Sstable table(
      file_of({{"a", 1, "0123456789"}, {"b", 1, "0123456789"}, {"c", 1, "0123456789"}}));
  ASSERT_EQ(table.blocks().size(), 2U);
  ReadCost cost;
  SstableSource source(table, "bb", &cost);
  EXPECT_EQ(source.peek()->key, "c");
  source.advance();
  EXPECT_EQ(source.peek(), std::nullopt);
  EXPECT_EQ(cost.blocks, 1U);
  EXPECT_EQ(cost.bytes, table.blocks().back().bytes);
}

TEST(MergeTables, EqualsAMapThatTakesAllVersions) {
  std::mt19937_64 random(61);
  std::size_t merged = 0;
  for (int round = 0; round < 640; ++round) {
    std::uint64_t sequence = 0;
    std::map<std::string, TableEntry> newest;
    std::vector<std::unique_ptr<Sstable>> tables;
    std::vector<const Sstable*> pointers;
    for (std::size_t table = 1 + random() % 6; table > 0; --table) {
      std::map<std::string, TableEntry> entries;
      for (std::size_t each = random() % 100; each > 0; --each) {
        const std::string key = std::to_string(random() % 80);
        const auto value =
            random() % 4 == 0 ? std::nullopt : std::optional(std::to_string(sequence));
        entries[key] = {key, ++sequence, value};
      }
      std::vector<TableEntry> sorted;
      for (const auto& [key, entry] : entries) {
        sorted.push_back(entry);
        newest[key] = entry;
      }
      tables.push_back(std::make_unique<Sstable>(file_of(sorted)));
      pointers.push_back(tables.back().get());
    }
    std::shuffle(pointers.begin(), pointers.end(), random);
    const bool drop = random() % 2 == 0;
    std::vector<TableEntry> expected;
    for (const auto& [key, entry] : newest) {
      if (!drop || entry.value.has_value()) {
        expected.push_back(entry);
      }
    }
    const MergeOptions options{
        .sstable = {}, .table_bytes_max = 200 + random() % 2'000, .drop_tombstones = drop};
    ASSERT_EQ(entries_of(merge_tables(pointers, options)), expected);
    merged += sequence;
  }
  EXPECT_GT(merged, 100'000U);
}

}  // namespace
}  // namespace napkin::algorithms
