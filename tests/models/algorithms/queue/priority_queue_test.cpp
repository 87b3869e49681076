#include "models/algorithms/queue/priority_queue.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <tuple>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;

TEST(PriorityQueue, RefusesToHaveNoLevels) {
  EXPECT_THROW(PriorityQueue<int>({.level_count = 0}), std::invalid_argument);
  EXPECT_THROW(PriorityQueue<int>({.level_worth = -1ns}), std::invalid_argument);
}

TEST(PriorityQueue, StrictLevelsServeTheHighestFirst) {
  PriorityQueue<int> queue({.level_count = 3});
  queue.push(2, 0s, 20);
  queue.push(1, 1s, 10);
  queue.push(0, 1000h, 1);
  queue.push(0, 1000h, 2);
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), 2);
  EXPECT_EQ(queue.pop(), 10);
  EXPECT_EQ(queue.pop(), 20);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(PriorityQueue, LowLevelsDoNotStarveWhenALevelHasAWorth) {
  PriorityQueue<int> queue({.level_count = 3, .level_worth = 10s});
  queue.push(2, 0s, 2);
  queue.push(0, 19s, 0);
  queue.push(0, 20s, 1);
  queue.push(0, 21s, 3);
  EXPECT_EQ(queue.pop(), 0);
  EXPECT_EQ(queue.pop(), 2);
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), 3);
}

TEST(PriorityQueue, WithoutWorthLevelsDoNotMatter) {
  PriorityQueue<int> queue({.level_count = 2, .level_worth = 0s});
  queue.push(1, 5s, 1);
  queue.push(0, 5s, 2);
  EXPECT_EQ(queue.pop(), 1);
}

TEST(PriorityQueue, RefusesWhatItHasNoRoomFor) {
  PriorityQueue<int> queue({.level_count = 2, .size_max = 1});
  EXPECT_TRUE(queue.push(9, 0s, 1));
  EXPECT_FALSE(queue.push(0, 0s, 2));
  EXPECT_EQ(queue.size(1), 1U);
  EXPECT_EQ(queue.pop(), 1);
}

class PriorityQueueModel : public ::testing::TestWithParam<std::chrono::nanoseconds> {};

TEST_P(PriorityQueueModel, AgreesWithASortedSetOverRandomOperations) {
  PriorityQueue<int> queue({.level_count = 5, .level_worth = GetParam()});
  // The key by which an arrival is served: its time, put back by its level; then the order of
  // arrival.
  std::set<std::tuple<double, int>> model;
  std::mt19937_64 random(2);
  std::chrono::nanoseconds now{0};
  for (int i = 0; i < 100'000; ++i) {
    now += std::chrono::nanoseconds(random() % 5);
    if (random() % 2 == 0) {
      const std::size_t level = random() % 5;
      queue.push(level, now, i);
      const double worth = static_cast<double>(GetParam().count());
      model.emplace(static_cast<double>(now.count()) + static_cast<double>(level) * worth, i);
    } else {
      ASSERT_EQ(queue.pop(),
                model.empty() ? std::nullopt : std::optional(std::get<1>(*model.begin())));
      model.empty() ? model.begin() : model.erase(model.begin());
    }
    ASSERT_EQ(queue.size(), model.size());
  }
}

// The last one is beyond the length of the run, hence strict.
INSTANTIATE_TEST_SUITE_P(Worths, PriorityQueueModel, ::testing::Values(0ns, 3ns, 50ns, 1s));

}  // namespace
}  // namespace napkin::algorithms
