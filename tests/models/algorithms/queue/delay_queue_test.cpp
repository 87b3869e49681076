#include "models/algorithms/queue/delay_queue.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;

TEST(DelayQueue, IsEmptyAtFirst) {
  DelayQueue<int> queue;
  EXPECT_EQ(queue.pop(Time::max()), std::nullopt);
  EXPECT_EQ(queue.next_due(), std::nullopt);
  EXPECT_EQ(queue.cancel({0, 0}), std::nullopt);
}

TEST(DelayQueue, HoldsAValueUntilItIsDue) {
  DelayQueue<int> queue;
  queue.push(10s, 1);
  EXPECT_EQ(queue.pop(10s - 1ns), std::nullopt);
  EXPECT_EQ(queue.next_due(), 10s);
  EXPECT_EQ(queue.pop(10s), 1);
}

TEST(DelayQueue, EqualTimesComeOutInOrderOfArrival) {
  DelayQueue<int> queue;
  for (int i = 0; i < 100; ++i) {
    queue.push(1s, i);
  }
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(queue.pop(1s), i);
  }
}

TEST(DelayQueue, AnOldTicketCancelsNothing) {
  DelayQueue<int> queue;
  const auto ticket = queue.push(1s, 1);
  EXPECT_EQ(queue.cancel(ticket), 1);
  EXPECT_EQ(queue.cancel(ticket), std::nullopt);
  EXPECT_TRUE(queue.is_empty());
  EXPECT_EQ(queue.pop(2s), std::nullopt);
  queue.push(1s, 2);
  EXPECT_EQ(queue.cancel(ticket), std::nullopt);
  EXPECT_EQ(queue.pop(2s), 2);
}

TEST(DelayQueue, CarriesValuesThatOnlyMove) {
  DelayQueue<std::unique_ptr<int>> queue;
  queue.push(1s, std::make_unique<int>(5));
  EXPECT_EQ(**queue.pop(1s), 5);
}

TEST(DelayQueue, AgreesWithAMapOverRandomOperations) {
  DelayQueue<int> queue;
  std::map<std::pair<std::chrono::nanoseconds, int>, DelayQueue<int>::Ticket> model;
  std::mt19937_64 random(1);
  std::chrono::nanoseconds now{0};
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t choice = random() % 100;
    if (choice < 50) {
      const auto due = now + std::chrono::nanoseconds(random() % 1000);
      model[{due, i}] = queue.push(due, i);
    } else if (choice < 85 && !model.empty()) {
      auto chosen = model.lower_bound({now + std::chrono::nanoseconds(random() % 1000), 0});
      chosen = chosen == model.end() ? model.begin() : chosen;
      ASSERT_EQ(queue.cancel(chosen->second), chosen->first.second);
      model.erase(chosen);
    } else {
      now += std::chrono::nanoseconds(random() % 20);
      const bool is_due = !model.empty() && model.begin()->first.first <= now;
      ASSERT_EQ(queue.pop(now), is_due ? std::optional(model.begin()->first.second) : std::nullopt);
      is_due ? model.erase(model.begin()) : model.begin();
    }
    ASSERT_EQ(queue.size(), model.size());
  }
}

}  // namespace
}  // namespace napkin::algorithms
