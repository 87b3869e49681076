#include "models/algorithms/resilience/retry_budget.h"

#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

int retries_granted(RetryBudget& budget, Time now, int asked) {
  int granted = 0;
  for (int i = 0; i < asked; ++i) {
    granted += budget.try_retry(now) ? 1 : 0;
  }
  return granted;
}

void request(RetryBudget& budget, Time now, int times) {
  for (int i = 0; i < times; ++i) {
    budget.on_request(now);
  }
}

TEST(RetryBudget, GrantsAFifthOfTheRequests) {
  RetryBudget budget({.ratio = 0.2, .retries_per_second_min = 0});
  request(budget, 0s, 1'000);
  EXPECT_EQ(retries_granted(budget, 0s, 1'000), 200);
}

TEST(RetryBudget, FiveFifthsBuyOneRetry) {
  RetryBudget budget({.ratio = 0.2, .retries_per_second_min = 0});
  request(budget, 0s, 4);
  EXPECT_FALSE(budget.try_retry(0s));
  request(budget, 0s, 1);
  EXPECT_TRUE(budget.try_retry(0s));
  EXPECT_FALSE(budget.try_retry(0s));
}

TEST(RetryBudget, KeepsAFloorForAQuietClient) {
  RetryBudget budget({.ratio = 0, .retries_per_second_min = 2, .window = 10s});
  EXPECT_EQ(retries_granted(budget, 0s, 100), 20);
  EXPECT_EQ(retries_granted(budget, 10s, 100), 20);
}

TEST(RetryBudget, DepositsAndWithdrawalsExpire) {
  RetryBudget budget({.ratio = 0.5, .retries_per_second_min = 0, .window = 10s});
  request(budget, 0s, 100);
  EXPECT_EQ(retries_granted(budget, 9s, 10), 10);
  EXPECT_FALSE(budget.try_retry(10s));  // the deposits are gone, the withdrawals still count
  request(budget, 20s, 2);
  EXPECT_EQ(retries_granted(budget, 20s, 10), 1);
}

TEST(RetryBudget, AClockThatGoesBackChangesNothing) {
  RetryBudget budget({.ratio = 1.0, .retries_per_second_min = 0, .window = 10s});
  request(budget, 100s, 5);
  EXPECT_EQ(budget.balance(0s), 5.0);
  request(budget, 0s, 1);
  EXPECT_EQ(budget.balance(100s), 6.0);
}

TEST(RetryBudget, RefusesOptionsThatMakeNoSense) {
  using Options = RetryBudget::Options;
  EXPECT_THROW(RetryBudget(Options{.ratio = -0.1}), std::invalid_argument);
  EXPECT_THROW(RetryBudget(Options{.retries_per_second_min = -1}), std::invalid_argument);
  EXPECT_THROW(RetryBudget(Options{.window = 0s}), std::invalid_argument);
}

TEST(RetryBudget, BehavesAsAListOfDepositsAndWithdrawals) {
  RetryBudget budget({.ratio = 0.25, .retries_per_second_min = 1, .window = 10s});
  std::vector<Time> requests;
  std::vector<Time> retries;
  std::mt19937_64 random(11);
  Time now = -50s;  // through the origin of time as well
  int granted = 0;
  for (int step = 0; step < 100'000; ++step) {
    now += std::chrono::milliseconds(random() % 200);
    const auto second = [](Time time) { return std::chrono::floor<std::chrono::seconds>(time); };
    const auto expired = [&](Time when) { return second(now) - second(when) >= 10s; };
    std::erase_if(requests, expired);
    std::erase_if(retries, expired);
    if (random() % 3 != 0) {
      budget.on_request(now);
      requests.push_back(now);
      continue;
    }
    const bool expected =
        10 + 0.25 * static_cast<double>(requests.size()) >= static_cast<double>(retries.size()) + 1;
    ASSERT_EQ(budget.try_retry(now), expected) << "step " << step;
    if (expected) {
      retries.push_back(now);
      ++granted;
    }
  }
  EXPECT_GT(granted, 10'000);
}

}  // namespace
}  // namespace napkin::algorithms
