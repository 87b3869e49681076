#include "models/algorithms/cache/cache_table.h"

#include <algorithm>
#include <deque>
#include <map>

#include <gtest/gtest.h>

#include "models/algorithms/cache/slot_queue.h"
#include "tests/models/algorithms/random_words.h"

namespace napkin::algorithms {
namespace {

using testing::RandomWords;

TEST(CacheTable, FindsNothingWhenEmpty) {
  const CacheTable table;
  EXPECT_EQ(table.find(0), kNoSlot);
  EXPECT_EQ(table.size(), 0U);
}

TEST(CacheTable, ReusesTheSlotFreedLast) {
  CacheTable table;
  const CacheSlot first = table.insert(10);
  table.insert(20);
  table.erase(first);
  EXPECT_EQ(table.insert(30), first);
  EXPECT_EQ(table.slots(), 2U);
}

TEST(CacheTable, AgreesWithAMapOverRandomOperations) {
  CacheTable table;
  std::map<CacheKey, CacheSlot> model;
  RandomWords random(1);
  for (int i = 0; i < 200'000; ++i) {
    const CacheKey key = random.below(3000);
    const auto known = model.find(key);
    ASSERT_EQ(table.find(key), known == model.end() ? kNoSlot : known->second);
    if (known == model.end()) {
      model[key] = table.insert(key);
    } else if (random.below(3) > 0) {
      table.erase(known->second);
      model.erase(known);
    }
    ASSERT_EQ(table.size(), model.size());
  }
  EXPECT_LE(table.slots(), 3000U);
}

TEST(CacheTable, CostsAboutFiftyBytesPerObject) {
  CacheTable table;
  for (CacheKey key = 0; key < 100'000; ++key) {
    table.insert(key);
  }
  EXPECT_LT(table.memory_bytes() / 100'000, 64U);  // up to twice 32 for the vector's slack
}

TEST(SlotQueue, AgreesWithADequeOverRandomOperations) {
  CacheTable table;
  SlotQueue<CacheTable> queue(table);
  std::deque<CacheSlot> model;
  RandomWords random(2);
  std::uint64_t bytes = 0;
  for (CacheKey key = 0; key < 100; ++key) {
    table.entry(table.insert(key)).size = key + 1;
  }
  for (int i = 0; i < 100'000; ++i) {
    const auto slot = static_cast<CacheSlot>(random.below(100));
    const auto place = std::ranges::find(model, slot);
    if (place == model.end()) {
      const bool front = random.below(2) == 0;
      front ? queue.push_front(slot) : queue.push_back(slot);
      front ? model.push_front(slot) : model.push_back(slot);
      bytes += slot + 1;
    } else if (random.below(2) == 0) {
      queue.remove(slot);
      model.erase(place);
      bytes -= slot + 1;
    } else {
      queue.move_to_front(slot);
      model.erase(place);
      model.push_front(slot);
    }
    ASSERT_EQ(queue.length(), model.size());
    ASSERT_EQ(queue.bytes(), bytes);
    ASSERT_EQ(queue.front(), model.empty() ? kNoSlot : model.front());
    ASSERT_EQ(queue.back(), model.empty() ? kNoSlot : model.back());
  }
}

}  // namespace
}  // namespace napkin::algorithms
