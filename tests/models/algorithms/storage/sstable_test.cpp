#include "models/algorithms/storage/sstable.h"

#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/storage/bloom_block.h"

namespace napkin::algorithms {
namespace {

using ::testing::SizeIs;

std::string file_of(const std::vector<TableEntry>& entries, SstableOptions options = {}) {
  SstableBuilder builder(options);
  for (const TableEntry& entry : entries) {
    builder.add({entry.key, entry.sequence, entry.value});
  }
  return std::move(builder).finish();
}

std::string numbered_key(int number) {
  std::string digits = std::to_string(number);
  return "key" + std::string(6 - digits.size(), '0') + digits;
}

std::vector<TableEntry> even_entries(int count) {
  std::vector<TableEntry> entries;
  for (int number = 0; number < count; ++number) {
    entries.push_back({numbered_key(2 * number), 7, "value"});
  }
  return entries;
}

TEST(Sstable, FindsWhatWasWritten) {
  const Sstable table(file_of({{"a", 1, "x"}, {"b", 2, std::nullopt}, {"c", 3, ""}}));
  EXPECT_EQ(table.find("a"), (TableEntryView{"a", 1, "x"}));
  EXPECT_EQ(table.find("b"), (TableEntryView{"b", 2, std::nullopt})) << "a tombstone is found";
  EXPECT_EQ(table.find("c")->value, "");
  EXPECT_EQ(table.find("aa"), std::nullopt);
  EXPECT_EQ(table.smallest_key(), "a");
  EXPECT_EQ(table.largest_key(), "c");
  EXPECT_EQ(table.entries_count(), 3U);
}

TEST(Sstable, MayBeEmpty) {
  const Sstable table(file_of({}));
  EXPECT_EQ(table.find("a"), std::nullopt);
  EXPECT_EQ(table.entries_count(), 0U);
  EXPECT_EQ(table.first_block_from(""), 0U);
  EXPECT_EQ(table.largest_key(), "");
}

TEST(Sstable, TakesTheEmptyKeyAndKeysWithZeros) {
  const std::string zero(1, '\0');
  const Sstable table(file_of({{"", 1, "empty"}, {zero, 2, "zero"}}));
  EXPECT_EQ(table.find("")->value, "empty");
  EXPECT_EQ(table.find(zero)->value, "zero");
}

TEST(Sstable, ReadsAtMostOneBlockPerLookUp) {
  const Sstable table(file_of(even_entries(1000), {.block_bytes = 512}));
  EXPECT_GT(table.blocks().size(), 40U);
  const auto block = table.block_for(numbered_key(100));
  ASSERT_TRUE(block.has_value());
  EXPECT_LT(block->bytes, 600U);
  EXPECT_TRUE(table.find_in(*block, numbered_key(100)).has_value());
}

// Ten bits per key let 0.82 % of absent keys through in theory; seven probes at bits and sizes in
// whole numbers come close to it.
TEST(Sstable, SparesTheReadForMostAbsentKeys) {
  const Sstable table(file_of(even_entries(20'000)));
  int reads = 0;
  for (int number = 0; number < 19'999; ++number) {
    reads += table.block_for(numbered_key(2 * number + 1)).has_value() ? 1 : 0;
  }
  EXPECT_GT(reads, 0);
  EXPECT_LT(reads, 19'999 * 0.012);
}

TEST(Sstable, ReadsForAbsentKeysInRangeWithoutAFilter) {
  const Sstable table(file_of(even_entries(100), {.bloom_bits_per_key = 0}));
  EXPECT_TRUE(table.block_for(numbered_key(7)).has_value());
  EXPECT_FALSE(table.block_for("aaa").has_value()) << "before the smallest key";
  EXPECT_FALSE(table.block_for("zzz").has_value()) << "behind the largest key";
}

TEST(Sstable, RefusesAFileThatIsCutShort) {
  const std::string file = file_of(even_entries(50));
  for (std::size_t bytes = 0; bytes < file.size(); ++bytes) {
    EXPECT_THROW(Sstable(file.substr(0, bytes)), std::invalid_argument);
  }
}

TEST(Sstable, NoticesEveryFlippedBit) {
  const std::string file = file_of(even_entries(50), {.block_bytes = 200});
  for (std::size_t at = 0; at < file.size(); ++at) {
    std::string damaged = file;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
    EXPECT_THROW(
        {
          const Sstable table(damaged);
          for (const auto& block : table.blocks()) {
            static_cast<void>(table.read(block));
          }
        },
        std::invalid_argument);
  }
}

TEST(SstableDeathTest, RefusesEntriesOutOfOrder) {
  SstableBuilder builder({});
  builder.add({"b", 1, "x"});
  EXPECT_DEATH(builder.add({"a", 1, "x"}), "broken contract");
  EXPECT_DEATH(builder.add({"b", 2, "x"}), "broken contract");
}

TEST(BloomBlock, NeverDeniesAKeyItWasGiven) {
  std::vector<std::string> keys;
  for (int number = 0; number < 10'000; ++number) {
    keys.push_back(numbered_key(number));
  }
  for (const std::size_t bits : {1U, 4U, 10U, 40U}) {
    const std::string filter = build_bloom_block(keys, bits);
    for (const std::string& key : keys) {
      ASSERT_TRUE(bloom_block_may_contain(filter, key));
    }
  }
}

// With k probes at b bits per key: (1 - e^(-k/b))^k.
TEST(BloomBlock, LetsThroughAsManyAsTheoryPredicts) {
  std::vector<std::string> keys;
  for (int number = 0; number < 20'000; ++number) {
    keys.push_back(numbered_key(number));
  }

  struct Case {
    std::size_t bits;
    double expected;
  };

  for (const Case& each : {Case{2, 0.3935}, Case{5, 0.0925}, Case{10, 0.00844}}) {
    const std::string filter = build_bloom_block(keys, each.bits);
    constexpr int kTries = 50'000;
    int passed = 0;
    for (int number = 0; number < kTries; ++number) {
      passed += bloom_block_may_contain(filter, "absent" + std::to_string(number)) ? 1 : 0;
    }
    EXPECT_NEAR(static_cast<double>(passed) / kTries, each.expected, 0.05 * each.expected + 0.0015);
  }
}

TEST(BloomBlock, OfNothingHoldsEverythingBackAndOfNoBitsNothing) {
  EXPECT_FALSE(bloom_block_may_contain(build_bloom_block({}, 10), "a"));
  EXPECT_TRUE(bloom_block_may_contain(build_bloom_block({}, 0), "a"));
}

// Random tables with keys of every length, against a map.
TEST(Sstable, BehavesAsASortedMap) {
  std::mt19937_64 random(55);
  for (int round = 0; round < 100; ++round) {
    std::map<std::string, TableEntry> model;
    const int entries = static_cast<int>(random() % 300);
    for (int each = 0; each < entries; ++each) {
      std::string key(random() % 4, 'x');
      for (char& byte : key) {
        byte = static_cast<char>('a' + random() % 8);
      }
      const auto value =
          random() % 5 == 0 ? std::nullopt : std::optional(std::string(random() % 50, 'v'));
      model[key] = {key, random(), value};
    }
    SstableBuilder builder({.block_bytes = 1 + random() % 500});
    for (const auto& [key, entry] : model) {
      builder.add({entry.key, entry.sequence, entry.value});
    }
    const Sstable table(std::move(builder).finish());
    std::vector<TableEntry> all;
    for (const auto& block : table.blocks()) {
      for (const auto& entry : table.read(block)) {
        all.push_back(entry.to_entry());
      }
    }
    ASSERT_EQ(all.size(), model.size());
    ASSERT_TRUE(
        std::equal(all.begin(), all.end(), model.begin(), [](const auto& found, const auto& pair) {
          return found == pair.second;
        }));
    for (int question = 0; question < 1'000; ++question) {
      std::string key(random() % 4, 'x');
      for (char& byte : key) {
        byte = static_cast<char>('a' + random() % 8);
      }
      const auto found = table.find(key);
      ASSERT_EQ(found.has_value(), model.contains(key));
      if (found.has_value()) {
        ASSERT_EQ(found->to_entry(), model[key]);
      }
      const std::size_t from = table.first_block_from(key);
      const bool has_later = model.lower_bound(key) != model.end();
      ASSERT_EQ(from < table.blocks().size(), has_later);
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
