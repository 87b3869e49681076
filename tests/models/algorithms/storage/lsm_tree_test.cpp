#include "models/algorithms/storage/lsm_tree.h"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/replication/write_ahead_log.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

LsmOptions leveled_options() {
  return {.memtable_bytes_max = 2'000,
          .table_bytes_max = 1'500,
          .sstable = {.block_bytes = 256},
          .compaction = LeveledCompactionOptions{
              .level_0_tables_max = 3, .level_1_bytes_max = 6'000, .growth = 4, .levels = 5}};
}

LsmOptions tiered_options() {
  LsmOptions options = leveled_options();
  options.compaction = TieredCompactionOptions{.tables_min = 3, .small_bytes = 1'000};
  return options;
}

void maintain(LsmTree* tree) {
  if (tree->memtable_is_full()) {
    tree->flush();
    while (const auto job = tree->next_compaction()) {
      tree->compact(*job);
    }
  }
}

std::string key_of(std::uint64_t number) {
  std::string digits = std::to_string(number);
  return std::string(8 - digits.size(), '0') + digits;
}

TEST(LsmTree, FindsTheLatestWriteWhereverItIs) {
  LsmTree tree(leveled_options());
  tree.put("a", "1");
  tree.flush();
  tree.put("a", "2");
  EXPECT_EQ(tree.find("a").value, "2") << "in memory";
  tree.flush();
  EXPECT_EQ(tree.find("a").value, "2") << "in the newer table";
  tree.erase("a");
  EXPECT_EQ(tree.find("a").value, std::nullopt);
  tree.flush();
  EXPECT_EQ(tree.find("a").value, std::nullopt);
  EXPECT_EQ(tree.find("b").value, std::nullopt);
}

TEST(LsmTree, ReadsNothingForWhatIsInMemory) {
  LsmTree tree(leveled_options());
  tree.put("a", "1");
  EXPECT_EQ(tree.find("a").cost.blocks, 0U);
  tree.flush();
  EXPECT_EQ(tree.find("a").cost.blocks, 1U);
  EXPECT_GT(tree.find("a").cost.bytes, 0U);
  EXPECT_EQ(tree.find("zzz").cost.blocks, 0U) << "no table covers it";
}

TEST(LsmTree, ReadsNoFurtherThanTheNewestTableThatHasTheKey) {
  LsmTree tree(leveled_options());
  for (const char* value : {"1", "2", "3"}) {
    tree.put("a", value);
    tree.flush();
  }
  const LsmLookup lookup = tree.find("a");
  EXPECT_EQ(lookup.value, "3");
  EXPECT_EQ(lookup.cost.blocks, 1U);
}

TEST(LsmTree, EmptyFlushesNothing) {
  LsmTree tree(leveled_options());
  EXPECT_EQ(tree.flush().bytes_written, 0U);
  EXPECT_THAT(tree.tables(), IsEmpty());
  EXPECT_EQ(tree.write_amplification(), 0.0);
  EXPECT_EQ(tree.next_compaction(), std::nullopt);
}

TEST(LsmTree, ListsARangeOverAllItsParts) {
  LsmTree tree(leveled_options());
  tree.put("a", "1");
  tree.put("c", "old");
  tree.flush();
  tree.put("b", "2");
  tree.put("c", "3");
  tree.flush();
  tree.put("d", "4");
  tree.erase("b");
  ReadCost cost;
  EXPECT_THAT(tree.range("a", "d", 10, &cost),
              ElementsAre(TableEntry{"a", 1, "1"}, TableEntry{"c", 4, "3"}));
  EXPECT_THAT(tree.range("b", std::nullopt, 1, nullptr), ElementsAre(TableEntry{"c", 4, "3"}));
  EXPECT_GT(cost.blocks, 0U);
}

// The write-ahead log and the tree agree on positions: what was not flushed is replayed.
TEST(LsmTree, LosesNoLoggedWriteInACrash) {
  WriteAheadLog<TableEntry> log;
  LsmTree tree(leveled_options());
  for (int number = 1; number <= 500; ++number) {
    const std::string key = key_of(static_cast<std::uint64_t>(number % 50));
    const std::uint64_t sequence = tree.put(key, std::to_string(number));
    EXPECT_EQ(log.append({key, sequence, std::to_string(number)}).records, sequence);
    log.mark_durable(log.end());
    maintain(&tree);
    log.purge_through({tree.flushed_sequence()});
  }
  tree.crash();
  for (const TableEntry& write : log.read_after({tree.flushed_sequence()}, 1'000)) {
    tree.restore(write);
  }
  for (int number = 451; number <= 500; ++number) {
    const std::string key = key_of(static_cast<std::uint64_t>(number % 50));
    ASSERT_EQ(tree.find(key).value, std::to_string(number));
  }
}

// Below level 0 the tables of a level do not overlap.
void check_levels(const LsmTree& tree) {
  const auto tables = tree.tables();
  for (std::size_t at = 1; at < tables.size(); ++at) {
    if (tables[at].level > 0 && tables[at].level == tables[at - 1].level) {
      ASSERT_LT(tables[at - 1].largest_key, tables[at].smallest_key);
    }
  }
}

void compare_with_a_map(LsmTree tree, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::map<std::string, std::string> model;
  for (int step = 0; step < 60'000; ++step) {
    const std::string key = key_of(random() % 1'500);
    switch (random() % 5) {
      case 0:
        tree.erase(key);
        model.erase(key);
        break;
      case 1: {
        const auto found = model.find(key);
        const auto expected = found == model.end() ? std::nullopt : std::optional(found->second);
        ASSERT_EQ(tree.find(key).value, expected) << "step " << step;
        break;
      }
      default:
        model[key] = std::to_string(step);
        tree.put(key, model[key]);
    }
    maintain(&tree);
    if (step % 2'000 == 0) {
      check_levels(tree);
      std::vector<std::string> expected;
      const std::string from = key_of(random() % 1'500);
      const std::string to = key_of(random() % 1'500);
      for (auto at = model.lower_bound(from); at != model.end() && at->first < to; ++at) {
        expected.push_back(at->second);
      }
      std::vector<std::string> found;
      for (const TableEntry& entry : tree.range(from, to, 10'000, nullptr)) {
        found.push_back(*entry.value);
      }
      ASSERT_EQ(found, expected);
    }
  }
}

TEST(LsmTree, WithLevelsBehavesAsAMap) {
  compare_with_a_map(LsmTree(leveled_options()), 62);
}

TEST(LsmTree, WithTiersBehavesAsAMap) {
  compare_with_a_map(LsmTree(tiered_options()), 63);
}

// What the choice of compaction is about, by numbers: levels rewrite more, read less and waste less
// space. With the usual settings (four tables, tenfold growth), on a tree of three levels.
TEST(LsmTree, TradesRewritingAgainstReading) {
  struct Costs {
    double write_amplification;
    double blocks_per_lookup;
    std::uint64_t bytes;
  };

  const auto costs_of = [](LsmOptions options) {
    options.sstable.bloom_bits_per_key = 0;  // to see every table that has to be asked
    LsmTree tree(options);
    std::mt19937_64 random(64);
    Costs mean{0, 0, 0};
    for (int write = 0; write < 15'000; ++write) {
      tree.put(key_of(random() % 2'000), std::string(20, 'v'));
      maintain(&tree);
      if (write >= 10'000) {  // at every phase of the maintenance
        const auto cost = tree.find(key_of(random() % 2'000)).cost;
        mean.blocks_per_lookup += static_cast<double>(cost.blocks) / 5'000;
        mean.bytes += write % 100 == 0 ? tree.table_bytes() / 50 : 0;
      }
    }
    mean.write_amplification = tree.write_amplification();
    return mean;
  };
  LsmOptions with_levels = leveled_options();
  with_levels.compaction = LeveledCompactionOptions{.level_1_bytes_max = 8'000};
  LsmOptions with_tiers = leveled_options();
  with_tiers.compaction = TieredCompactionOptions{.small_bytes = 1'000};
  const Costs levels = costs_of(with_levels);
  const Costs tiers = costs_of(with_tiers);
  EXPECT_GT(levels.write_amplification, 1.5 * tiers.write_amplification);
  EXPECT_LT(levels.blocks_per_lookup, tiers.blocks_per_lookup);
  EXPECT_LT(levels.bytes, tiers.bytes);
}

TEST(LsmTree, GivesTheSpaceOfDeletedKeysBackInAMajorCompaction) {
  for (const LsmOptions& options : {leveled_options(), tiered_options()}) {
    LsmTree tree(options);
    EXPECT_EQ(tree.major_compaction(), std::nullopt);
    for (std::uint64_t number = 0; number < 1'000; ++number) {
      tree.put(key_of(number), "value");
      maintain(&tree);
    }
    for (std::uint64_t number = 0; number < 999; ++number) {
      tree.erase(key_of(number));
      maintain(&tree);
    }
    tree.flush();
    const std::uint64_t bytes_before = tree.table_bytes();
    const LsmTransfer transfer = tree.compact(*tree.major_compaction());
    EXPECT_EQ(transfer.bytes_read, bytes_before);
    EXPECT_EQ(transfer.bytes_written, tree.table_bytes());
    EXPECT_LT(tree.table_bytes(), 200U);
    EXPECT_EQ(tree.find(key_of(999)).value, "value");
  }
}

}  // namespace
}  // namespace napkin::algorithms
