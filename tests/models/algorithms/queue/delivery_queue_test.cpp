#include "models/algorithms/queue/delivery_queue.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using DeadLetter = DeliveryQueue::DeadLetter;

DeliveryQueue::Options three_attempts() {
  return {.lease = 30s, .attempts_max = 3, .retry_delays = {1s, 10s}};
}

TEST(DeliveryQueue, RefusesImpossibleOptions) {
  EXPECT_THROW(DeliveryQueue({.attempts_max = 0}), std::invalid_argument);
  EXPECT_THROW(DeliveryQueue({.lease = -1s}), std::invalid_argument);
  EXPECT_THROW(DeliveryQueue({.retry_delays = {1s, -1s}}), std::invalid_argument);
}

TEST(DeliveryQueue, DeliversInOrderOfPublishing) {
  DeliveryQueue queue(three_attempts());
  queue.publish(1, 0s);
  queue.publish(2, 0s);
  EXPECT_EQ(queue.receive(0s)->message, 1U);
  EXPECT_EQ(queue.receive(0s)->message, 2U);
  EXPECT_EQ(queue.receive(0s), std::nullopt);
  EXPECT_EQ(queue.leased_count(), 2U);
}

TEST(DeliveryQueue, HoldsADelayedMessageBack) {
  DeliveryQueue queue(three_attempts());
  queue.publish(1, 0s, 5s);
  EXPECT_EQ(queue.receive(4s), std::nullopt);
  EXPECT_EQ(queue.next_event(), 5s);
  EXPECT_TRUE(queue.receive(5s).has_value());
}

TEST(DeliveryQueue, WaitsLongerAfterEachFailureAndThenGivesUp) {
  DeliveryQueue queue(three_attempts());
  queue.publish(1, 0s);
  EXPECT_TRUE(queue.fail(queue.receive(0s)->receipt, 0s));
  EXPECT_EQ(queue.receive(1s - 1ns), std::nullopt);
  EXPECT_TRUE(queue.fail(queue.receive(1s)->receipt, 2s));
  EXPECT_EQ(queue.receive(12s - 1ns), std::nullopt);
  const auto last = queue.receive(12s);
  EXPECT_EQ(last->attempt, 3U);
  EXPECT_TRUE(queue.fail(last->receipt, 12s));
  EXPECT_THAT(queue.dead_letters(), ElementsAre(DeadLetter{1, 3}));
  EXPECT_EQ(queue.next_event(), std::nullopt);
}

TEST(DeliveryQueue, DeliversAgainWhatAConsumerDiedWith) {
  DeliveryQueue queue(three_attempts());
  queue.publish(1, 0s);
  const auto first = queue.receive(0s);
  EXPECT_EQ(queue.receive(30s - 1ns), std::nullopt);
  const auto second = queue.receive(30s);
  EXPECT_EQ(second->message, 1U);
  EXPECT_EQ(second->attempt, 2U);
  EXPECT_FALSE(queue.acknowledge(first->receipt));
  EXPECT_TRUE(queue.acknowledge(second->receipt));
  EXPECT_FALSE(queue.acknowledge(second->receipt));
}

TEST(DeliveryQueue, AConsumerCanAskForMoreTime) {
  DeliveryQueue queue(three_attempts());
  queue.publish(1, 0s);
  const auto delivery = queue.receive(0s);
  EXPECT_TRUE(queue.extend(delivery->receipt, 20s, 30s));
  EXPECT_EQ(queue.receive(49s), std::nullopt);
  EXPECT_TRUE(queue.acknowledge(delivery->receipt));
  EXPECT_FALSE(queue.extend(delivery->receipt, 49s, 30s));
}

TEST(DeliveryQueue, RejectsWhatCanNeverSucceed) {
  DeliveryQueue queue(three_attempts());
  queue.publish(1, 0s);
  EXPECT_TRUE(queue.reject(queue.receive(0s)->receipt));
  EXPECT_THAT(queue.dead_letters(), ElementsAre(DeadLetter{1, 1}));
}

TEST(DeliveryQueue, DeadLettersCanBeGivenAnotherLife) {
  DeliveryQueue queue({.attempts_max = 1});
  queue.publish(1, 0s);
  queue.fail(queue.receive(0s)->receipt, 0s);
  EXPECT_EQ(queue.redrive(5s), 1U);
  EXPECT_THAT(queue.dead_letters(), IsEmpty());
  EXPECT_EQ(queue.receive(5s)->attempt, 1U);
}

TEST(DeliveryQueue, EveryMessageEndsAcknowledgedOrDead) {
  DeliveryQueue queue({.lease = 50ns, .attempts_max = 4, .retry_delays = {5ns, 20ns, 80ns}});
  std::mt19937_64 random(1);
  std::chrono::nanoseconds now{0};
  std::map<std::uint64_t, std::uint32_t> attempts;
  std::set<std::uint64_t> done;
  std::vector<std::uint64_t> held;
  std::uint64_t published = 0;
  for (int i = 0; i < 200'000 || queue.waiting_count() + queue.leased_count() > 0; ++i) {
    now += std::chrono::nanoseconds(random() % 4);
    if (i < 200'000 && random() % 5 == 0) {
      queue.publish(++published, now, std::chrono::nanoseconds(random() % 30));
    }
    const auto delivery = queue.receive(now);
    if (!delivery) {
      continue;
    }
    ASSERT_EQ(delivery->attempt, ++attempts[delivery->message]);
    ASSERT_LE(delivery->attempt, 4U);
    ASSERT_EQ(done.count(delivery->message), 0U);
    const std::uint64_t choice = random() % 10;
    if (choice < 5) {
      ASSERT_TRUE(queue.acknowledge(delivery->receipt));
      done.insert(delivery->message);
    } else if (choice < 8) {
      ASSERT_TRUE(queue.fail(delivery->receipt, now));
    }  // otherwise the consumer dies with it
  }
  EXPECT_GT(queue.dead_letters().size(), published / 50);
  for (const DeadLetter& letter : queue.dead_letters()) {
    EXPECT_EQ(letter.attempts, 4U);
    EXPECT_TRUE(done.insert(letter.message).second) << letter.message;
  }
  EXPECT_EQ(done.size(), published);
}

}  // namespace
}  // namespace napkin::algorithms
