#include "models/algorithms/storage/memtable.h"

#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(Memtable, KeepsTheNewestVersionWhateverTheOrder) {
  Memtable memtable;
  EXPECT_TRUE(memtable.put("a", 5, "new"));
  EXPECT_FALSE(memtable.put("a", 4, "old"));
  EXPECT_FALSE(memtable.put("a", 5, "again"));
  EXPECT_EQ(memtable.find("a")->value, "new");
}

TEST(Memtable, TellsADeletedKeyFromAnUnknownOne) {
  Memtable memtable;
  memtable.put("a", 1, "x");
  memtable.put("a", 2, std::nullopt);
  ASSERT_NE(memtable.find("a"), nullptr);
  EXPECT_EQ(memtable.find("a")->value, std::nullopt);
  EXPECT_EQ(memtable.find("b"), nullptr);
}

TEST(Memtable, CountsKeysAndLiveValues) {
  Memtable memtable;
  memtable.put("key", 1, "12345");
  EXPECT_EQ(memtable.bytes(), 8U);
  memtable.put("key", 2, "1");
  EXPECT_EQ(memtable.bytes(), 4U);
  memtable.put("key", 3, std::nullopt);
  EXPECT_EQ(memtable.bytes(), 3U);
  memtable.clear();
  EXPECT_EQ(memtable.bytes(), 0U);
  EXPECT_TRUE(memtable.is_empty());
}

TEST(Memtable, BehavesAsAMapOfTheLargestSequences) {
  std::mt19937_64 random(54);
  Memtable memtable;
  std::map<std::string, std::pair<std::uint64_t, std::optional<std::string>>> model;
  for (std::uint64_t step = 1; step <= 100'000; ++step) {
    const std::string key = std::to_string(random() % 300);
    const std::uint64_t sequence = step - std::min(step, random() % 100);
    const auto value =
        random() % 4 == 0 ? std::nullopt : std::optional(std::string(random() % 9, 'v'));
    const bool is_newer = !model.contains(key) || model[key].first < sequence;
    if (is_newer) {
      model[key] = {sequence, value};
    }
    ASSERT_EQ(memtable.put(key, sequence, value), is_newer);
  }
  std::size_t bytes = 0;
  for (const auto& [key, version] : model) {
    ASSERT_EQ(memtable.find(key)->value, version.second);
    bytes += key.size() + version.second.value_or("").size();
  }
  EXPECT_EQ(memtable.bytes(), bytes);
  EXPECT_EQ(memtable.entries().size(), model.size());
}

}  // namespace
}  // namespace napkin::algorithms
