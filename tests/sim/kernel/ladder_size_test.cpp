// A ladder is a heap while it holds little: what happens where it changes over.
#include <cstdint>
#include <set>
#include <utility>

#include <gtest/gtest.h>

#include "sim/kernel/ladder.h"
#include "sim/kernel/random.h"

namespace napkin {
namespace {

constexpr std::uint64_t kEver = ~std::uint64_t{0} >> 1U;

struct Cancelled {
  std::set<std::uint64_t> orders;

  [[nodiscard]] bool is_dead(const Entry& entry) const { return orders.count(entry.order) != 0; }

  [[nodiscard]] bool comes_up(const Entry& entry) const { return !is_dead(entry); }

  static void warm(const Entry&) {}
};

/// A ladder and an ordered set that are told the same.
class LadderSize : public testing::Test {
 protected:
  void push(std::uint64_t delay) {
    expected_.emplace(now_ + delay, order_);
    ladder_.push({now_ + delay, order_, 64});
    ++order_;
  }

  /// The first that is not dead, as the kernel takes it: the heap hands out dead ones, too.
  void pop_and_compare() {
    Entry first{};
    do {
      ASSERT_TRUE(ladder_.pop(kEver, first));
    } while (filter_.is_dead(first));
    ASSERT_EQ(std::pair(first.time, first.order), *expected_.begin());
    expected_.erase(expected_.begin());
    now_ = first.time;
  }

  void cancel_last() {
    filter_.orders.insert(order_ - 1);
    std::erase_if(expected_, [this](const auto& key) { return key.second == order_ - 1; });
  }

  void grow_to(std::size_t size, std::uint64_t longest_delay) {
    while (expected_.size() < size) {
      push(random_.below(longest_delay));
      push(random_.below(longest_delay));
      if (random_.chance(0.2)) {
        cancel_last();
      }
      pop_and_compare();
    }
  }

  void shrink_to(std::size_t size) {
    while (expected_.size() > size) {
      pop_and_compare();
    }
  }

  Cancelled filter_;
  Ladder<Cancelled> ladder_{filter_};
  std::set<std::pair<std::uint64_t, std::uint64_t>> expected_;
  std::uint64_t now_ = 0;
  std::uint64_t order_ = 0;
  RandomStream random_{42, "ladder", "size"};
};

TEST_F(LadderSize, KeepsOrderWhileItGrowsAndShrinks) {
  for (const std::size_t most : {100U, 600U, 2000U, 520U}) {
    for (const std::uint64_t delay : {30ULL, 5'000ULL, 2'000'000'000ULL}) {
      grow_to(most, delay);
      shrink_to(random_.below(200));
    }
  }
  shrink_to(0);
  Entry first{};
  while (ladder_.pop(kEver, first)) {
    EXPECT_TRUE(filter_.is_dead(first));
  }
  EXPECT_EQ(ladder_.size(), 0U);
}

TEST_F(LadderSize, TakesAnEntryUpToALimitThatNothingWasFoundBefore) {
  for (int index = 0; index < 600; ++index) {
    push(1'000'000 + random_.below(1'000'000));
  }
  shrink_to(100);
  Entry first{};
  ASSERT_FALSE(ladder_.pop(now_, first));
  push(1);
  pop_and_compare();
  EXPECT_EQ(expected_.size(), 100U);
}

TEST_F(LadderSize, SweepLeavesTheHeapAlone) {
  push(5);
  push(3);
  ladder_.sweep();
  EXPECT_EQ(ladder_.size(), 2U);
  pop_and_compare();
  pop_and_compare();
}

}  // namespace
}  // namespace napkin
