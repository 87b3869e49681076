#include "models/algorithms/payments/idempotency_table.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;
using Table = IdempotencyTable<int>;
using Outcome = Table::Outcome;

Table table_of_30s() {
  return Table({.lease = 30s, .retention = 1h});
}

TEST(IdempotencyTable, RunsOnceAndThenReplaysTheReply) {
  auto table = table_of_30s();
  const auto first = table.begin("key", 1, 0s);
  EXPECT_EQ(first.outcome, Outcome::kRun);
  EXPECT_EQ(table.begin("key", 1, 1s).outcome, Outcome::kInProgress);
  EXPECT_TRUE(table.complete("key", first.token, 200, 2s));
  const auto again = table.begin("key", 1, 3s);
  EXPECT_EQ(again.outcome, Outcome::kReplay);
  EXPECT_EQ(again.reply, 200);
}

TEST(IdempotencyTable, RefusesAKeyUsedForAnotherRequest) {
  auto table = table_of_30s();
  table.begin("key", 1, 0s);
  EXPECT_EQ(table.begin("key", 2, 0s).outcome, Outcome::kMismatch);
}

TEST(IdempotencyTable, ADeadServersRequestIsTakenOverWhenItsLeaseEnds) {
  auto table = table_of_30s();
  const auto dead = table.begin("key", 1, 0s);
  EXPECT_EQ(table.begin("key", 1, 30s - 1ns).outcome, Outcome::kInProgress);
  const auto second = table.begin("key", 1, 30s);
  EXPECT_EQ(second.outcome, Outcome::kRun);
  EXPECT_FALSE(table.complete("key", dead.token, 500, 31s));
  EXPECT_FALSE(table.abandon("key", dead.token));
  EXPECT_TRUE(table.complete("key", second.token, 200, 31s));
  EXPECT_FALSE(table.complete("key", second.token, 201, 31s));
  EXPECT_EQ(table.begin("key", 1, 32s).reply, 200);
}

TEST(IdempotencyTable, AnAbandonedKeyIsFree) {
  auto table = table_of_30s();
  const auto first = table.begin("key", 1, 0s);
  EXPECT_TRUE(table.abandon("key", first.token));
  EXPECT_EQ(table.begin("key", 2, 1s).outcome, Outcome::kRun);
}

TEST(IdempotencyTable, ForgetsARepyAfterItsRetention) {
  auto table = table_of_30s();
  table.complete("key", table.begin("key", 1, 0s).token, 200, 10s);
  EXPECT_EQ(table.begin("key", 1, 10s + 1h - 1ns).outcome, Outcome::kReplay);
  EXPECT_EQ(table.begin("key", 1, 10s + 1h).outcome, Outcome::kRun);
  EXPECT_EQ(table.size(), 1U);
}

TEST(IdempotencyTable, ForgetsAKeyThatNobodyCompleted) {
  auto table = table_of_30s();
  const auto dead = table.begin("key", 1, 0s);
  EXPECT_EQ(table.begin("key", 2, 30s + 1h - 1ns).outcome, Outcome::kMismatch);
  EXPECT_EQ(table.begin("other", 2, 30s + 1h).outcome, Outcome::kRun);
  EXPECT_EQ(table.size(), 1U);
  EXPECT_FALSE(table.complete("key", dead.token, 500, 30s + 1h));
}

TEST(IdempotencyTable, ATakenOverKeyIsKeptFromItsNewLeaseOn) {
  auto table = table_of_30s();
  table.begin("key", 1, 0s);
  const auto second = table.begin("key", 1, 1h);
  EXPECT_EQ(table.begin("key", 1, 1h + 30s).outcome, Outcome::kRun);
  EXPECT_FALSE(table.complete("key", second.token, 200, 1h + 31s));
  EXPECT_EQ(table.begin("key", 2, 2h + 60s - 1ns).outcome, Outcome::kMismatch);
}

TEST(IdempotencyTable, AtMostOneReplyIsRecordedPerKeyHoweverServersDie) {
  struct Run {
    std::string key;
    std::uint64_t token;
  };

  Table table({.lease = 50ns, .retention = 10h});
  std::map<std::string, int> recorded;
  std::vector<Run> running;
  std::mt19937_64 random(1);
  Time now{0};
  for (int i = 0; i < 100'000; ++i) {
    now += Time(random() % 3);
    const std::string key = std::to_string(random() % 2000);
    if (random() % 3 > 0) {
      const auto begun = table.begin(key, 7, now);
      if (begun.outcome == Outcome::kRun) {
        ASSERT_EQ(recorded.count(key), 0U);
        running.push_back({key, begun.token});
      } else if (begun.outcome == Outcome::kReplay) {
        ASSERT_EQ(begun.reply, recorded.at(key));
      }
    } else if (!running.empty()) {
      const std::size_t chosen = random() % running.size();
      const Run run = running[chosen];
      running.erase(running.begin() + static_cast<std::ptrdiff_t>(chosen));
      if (random() % 4 != 0 && table.complete(run.key, run.token, i, now)) {
        ASSERT_TRUE(recorded.emplace(run.key, i).second);
      }
    }
  }
  EXPECT_GT(recorded.size(), 1'000U);
}

}  // namespace
}  // namespace napkin::algorithms
