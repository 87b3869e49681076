#include "models/algorithms/base/list_pool.h"

#include <cstdint>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

TEST(ListPool, AnUnusedHandleIsAnEmptyList) {
  ListPool pool;
  ListPool::List list;
  EXPECT_THAT(pool.values(list), IsEmpty());
  pool.clear(list);
  EXPECT_EQ(pool.memory_bytes(), 0U);
}

TEST(ListPool, InsertsAtBothEndsAndBetween) {
  ListPool pool;
  ListPool::List list;
  pool.insert(list, 0, 3);
  pool.insert(list, 0, 1);
  pool.insert(list, 1, 2);
  pool.insert(list, 3, 4);
  EXPECT_THAT(pool.values(list), ElementsAre(1, 2, 3, 4));
  pool.erase_front(list, 3);
  EXPECT_THAT(pool.values(list), ElementsAre(4));
}

TEST(ListPool, ReusesTheBlocksOfClearedLists) {
  ListPool pool;
  const auto fill_and_clear = [&pool] {
    ListPool::List list;
    for (std::uint64_t value = 0; value < 1000; ++value) {
      pool.push_back(list, value);
    }
    pool.clear(list);
  };
  fill_and_clear();
  const std::size_t bytes = pool.memory_bytes();
  for (int i = 0; i < 10; ++i) {
    fill_and_clear();
  }
  EXPECT_EQ(pool.memory_bytes(), bytes);
}

TEST(ListPool, AgreesWithVectorsOverRandomOperations) {
  constexpr std::size_t kLists = 50;
  ListPool pool;
  std::vector<ListPool::List> lists(kLists);
  std::vector<std::vector<std::uint64_t>> model(kLists);
  std::mt19937_64 random(2);
  for (int i = 0; i < 100'000; ++i) {
    const std::size_t chosen = random() % kLists;
    auto& list = lists[chosen];
    auto& expected = model[chosen];
    const std::uint64_t choice = random() % 100;
    if (choice < 60) {
      pool.push_back(list, static_cast<std::uint64_t>(i));
      expected.push_back(static_cast<std::uint64_t>(i));
    } else if (choice < 75) {
      const std::size_t index = random() % (expected.size() + 1);
      pool.insert(list, index, static_cast<std::uint64_t>(i));
      expected.insert(expected.begin() + static_cast<std::ptrdiff_t>(index),
                      static_cast<std::uint64_t>(i));
    } else if (choice < 90 && !expected.empty()) {
      pool.pop_back(list);
      expected.pop_back();
    } else if (choice < 98) {
      const std::size_t count = random() % (expected.size() + 1);
      pool.erase_front(list, count);
      expected.erase(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(count));
    } else {
      pool.clear(list);
      expected.clear();
    }
    ASSERT_THAT(pool.values(list), ElementsAreArray(expected));
  }
}

}  // namespace
}  // namespace napkin::algorithms
