#include "models/algorithms/base/id_slots.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/hash/mix.h"
#include "models/algorithms/placement/hash_ring.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;

TEST(IdSlots, FindsNothingWhenEmpty) {
  IdSlots slots;
  EXPECT_EQ(slots.find(0), IdSlots::kNone);
  EXPECT_EQ(slots.erase(0), IdSlots::kNone);
  EXPECT_EQ(slots.size(), 0U);
}

TEST(IdSlots, NumbersIdsFromZeroInOrderOfArrival) {
  IdSlots slots;
  EXPECT_EQ(slots.insert(~0ULL), 0U);
  EXPECT_EQ(slots.insert(0), 1U);
  EXPECT_EQ(slots.insert(~0ULL), 0U);
  EXPECT_EQ(slots.find(0), 1U);
  EXPECT_EQ(slots.id_of(0), ~0ULL);
}

TEST(IdSlots, ReusesTheSlotFreedLast) {
  IdSlots slots;
  for (std::uint64_t id = 0; id < 4; ++id) {
    slots.insert(id);
  }
  slots.erase(1);
  slots.erase(3);
  EXPECT_FALSE(slots.is_live(3));
  EXPECT_EQ(slots.insert(10), 3U);
  EXPECT_EQ(slots.insert(11), 1U);
  EXPECT_EQ(slots.insert(12), 4U);
}

TEST(IdSlots, VisitsIdsInSlotOrder) {
  IdSlots slots;
  slots.insert(30);
  slots.insert(10);
  slots.insert(20);
  slots.erase(10);
  std::vector<std::uint64_t> seen;
  slots.for_each([&](std::uint64_t id, std::uint32_t) { seen.push_back(id); });
  EXPECT_THAT(seen, ElementsAre(30, 20));
}

TEST(IdSlots, AgreesWithAMapOverRandomOperations) {
  IdSlots slots;
  std::map<std::uint64_t, std::uint32_t> model;
  std::size_t most = 0;
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t id = random() % 3000 * 0x1'0000'0001ULL;
    const std::uint64_t choice = random() % 5;
    if (choice < 2) {
      model[id] = slots.insert(id);
    } else if (choice < 4) {
      const auto found = model.find(id);
      ASSERT_EQ(slots.erase(id), found == model.end() ? IdSlots::kNone : found->second);
      model.erase(id);
    }
    const auto found = model.find(id);
    ASSERT_EQ(slots.find(id), found == model.end() ? IdSlots::kNone : found->second);
    ASSERT_EQ(slots.size(), model.size());
    most = std::max(most, model.size());
  }
  std::set<std::uint32_t> distinct;
  for (const auto& [id, slot] : model) {
    EXPECT_EQ(slots.find(id), slot);
    EXPECT_EQ(slots.id_of(slot), id);
    distinct.insert(slot);
  }
  EXPECT_EQ(distinct.size(), model.size());
  EXPECT_EQ(slots.slot_count(), most);
}

TEST(IdSlots, TakesLessThanTwentyBytesPerId) {
  IdSlots slots;
  for (std::uint64_t id = 0; id < 300'000; ++id) {
    slots.insert(id * 7919);
  }
  EXPECT_LT(slots.memory_bytes(), slots.size() * 20);
}

TEST(IdSlots, SpreadsTheIdsThatARingGaveToOneServer) {
  HashRing ring;
  for (int server = 0; server < 8; ++server) {
    ring.add({.id = static_cast<NodeId>(server)});
  }
  IdSlots slots;
  for (std::uint64_t id = 0; id < 200'000; ++id) {
    if (ring.owner(mix64(id)) == NodeId{3}) {
      slots.insert(id);
    }
  }
  ASSERT_GT(slots.size(), 10'000U);
  // Linear probing at a load of 0.75: 200 places are beyond what an even hash needs. With the hash
  // that chose the server, it was thousands.
  EXPECT_LT(slots.longest_search(), 200U);
}

}  // namespace
}  // namespace napkin::algorithms
