#include "models/algorithms/payments/ledger.h"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using Entry = Ledger::Entry;
using Result = Ledger::Result;

constexpr std::uint32_t kEuro = 978;
constexpr std::uint32_t kYen = 392;
constexpr std::uint64_t kBank = 1;
constexpr std::uint64_t kBuyer = 2;
constexpr std::uint64_t kSeller = 3;
constexpr std::uint64_t kFees = 4;

class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() {
    ledger_.open({.account = kBank, .currency = kEuro});
    ledger_.open({.account = kBuyer, .currency = kEuro, .balance_min = 0});
    ledger_.open({.account = kSeller, .currency = kEuro, .balance_min = 0});
    ledger_.open({.account = kFees, .currency = kEuro, .balance_min = 0});
    ledger_.post(1, {{kBank, -5000}, {kBuyer, 5000}});
  }

  Ledger ledger_;
};

TEST_F(LedgerTest, MovesMoneyBetweenAccounts) {
  EXPECT_EQ(ledger_.post(2, {{kBuyer, -1999}, {kSeller, 1899}, {kFees, 100}}), Result::kPosted);
  EXPECT_EQ(ledger_.balance(kBuyer), 3001);
  EXPECT_EQ(ledger_.balance(kSeller), 1899);
  EXPECT_EQ(ledger_.balance(kFees), 100);
  EXPECT_TRUE(ledger_.audit());
}

TEST_F(LedgerTest, RefusesEntriesThatDoNotAddUpToZero) {
  EXPECT_EQ(ledger_.post(2, {{kBuyer, -1999}, {kSeller, 1998}}), Result::kUnbalanced);
  EXPECT_EQ(ledger_.post(2, {}), Result::kUnbalanced);
  EXPECT_EQ(ledger_.post(2, {{kBuyer, 0}, {kSeller, 0}}), Result::kUnbalanced);
  EXPECT_EQ(ledger_.balance(kBuyer), 5000);
  EXPECT_EQ(ledger_.find(2), nullptr);
}

TEST_F(LedgerTest, EachCurrencyBalancesByItself) {
  ledger_.open({.account = 10, .currency = kYen});
  ledger_.open({.account = 11, .currency = kYen});
  EXPECT_EQ(ledger_.post(2, {{kBuyer, -100}, {10, 100}}), Result::kUnbalanced);
  EXPECT_EQ(ledger_.post(2, {{kBuyer, -100}, {kFees, 100}, {10, -160}, {11, 160}}),
            Result::kPosted);
  EXPECT_TRUE(ledger_.audit());
}

TEST_F(LedgerTest, ARepeatedPostingChangesNothing) {
  const std::vector<Entry> entries{{kBuyer, -10}, {kSeller, 10}};
  EXPECT_EQ(ledger_.post(2, entries), Result::kPosted);
  EXPECT_EQ(ledger_.post(2, entries), Result::kAlreadyPosted);
  EXPECT_EQ(ledger_.post(2, {{kBuyer, -11}, {kSeller, 11}}), Result::kIdConflict);
  EXPECT_EQ(ledger_.balance(kSeller), 10);
  EXPECT_EQ(ledger_.journal().size(), 2U);
}

TEST_F(LedgerTest, NobodySpendsWhatTheyDoNotHave) {
  EXPECT_EQ(ledger_.post(2, {{kBuyer, -5001}, {kSeller, 5001}}), Result::kInsufficientFunds);
  EXPECT_EQ(ledger_.post(2, {{kBuyer, -5000}, {kSeller, 5000}}), Result::kPosted);
}

TEST_F(LedgerTest, AnUnknownAccountOrADoubleOpeningIsRefused) {
  EXPECT_EQ(ledger_.post(2, {{kBuyer, -1}, {99, 1}}), Result::kUnknownAccount);
  EXPECT_FALSE(ledger_.open({.account = kBuyer, .currency = kYen}));
  EXPECT_EQ(ledger_.balance(99), std::nullopt);
}

TEST_F(LedgerTest, AReversalUndoesATransaction) {
  ledger_.post(2, {{kBuyer, -1999}, {kSeller, 1899}, {kFees, 100}});
  EXPECT_EQ(ledger_.reverse(3, 2), Result::kPosted);
  EXPECT_EQ(ledger_.reverse(3, 2), Result::kAlreadyPosted);
  EXPECT_EQ(ledger_.balance(kBuyer), 5000);
  EXPECT_EQ(ledger_.journal().size(), 3U);
}

TEST_F(LedgerTest, RefusesAmountsThatOverflow) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(ledger_.post(2, {{kSeller, kMax}, {kFees, kMax}, {kBank, -kMax}, {kBank, -kMax}}),
            Result::kOverflow);
  EXPECT_EQ(ledger_.post(3, {{kBank, -kMax}, {kSeller, kMax}}), Result::kOverflow);  // of the bank
  EXPECT_TRUE(ledger_.audit());
}

TEST(Ledger, SumsToZeroAndAgreesWithItsJournalOverRandomPostings) {
  Ledger ledger;
  ledger.open({.account = 0, .currency = kEuro});
  for (std::uint64_t account = 1; account < 50; ++account) {
    ledger.open({.account = account, .currency = kEuro, .balance_min = 0});
  }
  std::array<std::int64_t, 50> model{};
  std::mt19937_64 random(1);
  std::size_t posted = 0;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const std::uint64_t id = i - random() % 2 * (random() % 10 < 2 ? 1 : 0);  // some ids come twice
    const std::uint64_t from = random() % 10 == 0 ? 0 : random() % 50;
    const std::uint64_t to = random() % 50;
    const auto amount = static_cast<std::int64_t>(random() % 1000);
    const auto fee = static_cast<std::int64_t>(random() % 3);
    const bool is_known = ledger.find(id) != nullptr;
    const Result result = ledger.post(id, {{from, -amount - fee}, {to, amount}, {1, fee}});
    auto after = model;
    after[from] -= amount + fee;
    after[to] += amount;
    after[1] += fee;
    if (is_known) {
      ASSERT_TRUE(result == Result::kAlreadyPosted || result == Result::kIdConflict);
    } else if (amount == 0 || fee == 0) {
      ASSERT_EQ(result, Result::kUnbalanced);
    } else if (from != 0 && after[from] < 0 && after[from] < model[from]) {
      ASSERT_EQ(result, Result::kInsufficientFunds);
    } else {
      ASSERT_EQ(result, Result::kPosted) << i;
      model = after;
      ++posted;
    }
    ASSERT_EQ(ledger.balance(from), model[from]);
  }
  EXPECT_GT(posted, 20'000U);
  EXPECT_EQ(ledger.journal().size(), posted);
  EXPECT_TRUE(ledger.audit());
  std::int64_t sum = 0;
  for (std::uint64_t account = 0; account < model.size(); ++account) {
    EXPECT_EQ(ledger.balance(account), model[account]);
    sum += model[account];
  }
  EXPECT_EQ(sum, 0);
}

}  // namespace
}  // namespace napkin::algorithms
