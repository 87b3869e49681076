#include "models/algorithms/payments/reconciliation.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Item = ReconciliationItem;

BookedPayment booked(std::uint64_t reference, std::int64_t amount) {
  return {.reference = reference, .amount = amount, .currency = 978, .status = 1};
}

std::vector<Item> items_of(std::vector<BookedPayment> here, std::vector<BookedPayment> there) {
  return reconcile(std::move(here), std::move(there), {.grace = 24h}, 48h).items;
}

TEST(Reconciliation, FindsNothingInEqualBooks) {
  const auto report =
      reconcile({booked(2, 5), booked(1, 7)}, {booked(1, 7), booked(2, 5)}, {}, 48h);
  EXPECT_THAT(report.items, IsEmpty());
  EXPECT_EQ(report.matched_count, 2U);
  EXPECT_THAT(items_of({}, {}), IsEmpty());
}

TEST(Reconciliation, FindsWhatIsMissingOnEitherSide) {
  EXPECT_THAT(items_of({booked(1, 7)}, {booked(2, 5)}),
              ElementsAre(Item{Discrepancy::kMissingThere, 1, 7, 0},
                          Item{Discrepancy::kMissingHere, 2, 0, 5}));
}

TEST(Reconciliation, FindsDifferentAmountsCurrenciesAndStates) {
  auto other_currency = booked(2, 5);
  other_currency.currency = 840;
  auto other_status = booked(3, 5);
  other_status.status = 2;
  EXPECT_THAT(items_of({booked(1, 5), booked(2, 5), booked(3, 5)},
                       {booked(1, 6), other_currency, other_status}),
              ElementsAre(Item{Discrepancy::kAmount, 1, 5, 6},
                          Item{Discrepancy::kAmount, 2, 5, 5},
                          Item{Discrepancy::kStatus, 3, 5, 5}));
}

TEST(Reconciliation, FindsADoubleCharge) {
  EXPECT_THAT(items_of({booked(1, 5)}, {booked(1, 5), booked(1, 5)}),
              ElementsAre(Item{Discrepancy::kBookedTwiceThere, 1, 5, 10}));
  EXPECT_THAT(items_of({booked(1, 5), booked(1, 5)}, {}),
              ElementsAre(Item{Discrepancy::kBookedTwiceHere, 1, 10, 0},
                          Item{Discrepancy::kMissingThere, 1, 10, 0}));
}

TEST(Reconciliation, WaitsForWhatMayStillBeUnderWay) {
  auto young = booked(1, 5);
  young.booked_at = 24h + 1ns;
  EXPECT_THAT(items_of({young}, {}), ElementsAre(Item{Discrepancy::kPending, 1, 5, 0}));
  young.booked_at = 24h;
  EXPECT_THAT(items_of({}, {young}), ElementsAre(Item{Discrepancy::kMissingHere, 1, 0, 5}));
}

TEST(Reconciliation, AgreesWithLookingUpEachReference) {
  std::mt19937_64 random(1);
  for (int run = 0; run < 50; ++run) {
    std::multimap<std::uint64_t, std::int64_t> here;
    std::multimap<std::uint64_t, std::int64_t> there;
    std::vector<BookedPayment> here_book;
    std::vector<BookedPayment> there_book;
    std::set<std::uint64_t> references;
    for (int i = 0; i < 2'000; ++i) {
      const std::uint64_t reference = random() % 3'000;
      const auto amount = static_cast<std::int64_t>(random() % 2);
      const bool is_here = random() % 2 == 0;
      (is_here ? here : there).emplace(reference, amount);
      (is_here ? here_book : there_book).push_back(booked(reference, amount));
      references.insert(reference);
    }
    std::size_t matched = 0;
    std::map<Discrepancy, std::size_t> expected;
    for (const std::uint64_t reference : references) {
      const std::size_t count_here = here.count(reference);
      const std::size_t count_there = there.count(reference);
      expected[Discrepancy::kBookedTwiceHere] += count_here > 1 ? 1U : 0U;
      expected[Discrepancy::kBookedTwiceThere] += count_there > 1 ? 1U : 0U;
      expected[Discrepancy::kMissingHere] += count_here == 0 ? 1U : 0U;
      expected[Discrepancy::kMissingThere] += count_there == 0 ? 1U : 0U;
      if (count_here == 1 && count_there == 1) {
        const bool agrees = here.find(reference)->second == there.find(reference)->second;
        matched += agrees ? 1U : 0U;
        expected[Discrepancy::kAmount] += agrees ? 0U : 1U;
      }
    }
    const auto report = reconcile(here_book, there_book, {}, 48h);
    std::map<Discrepancy, std::size_t> found;
    for (const auto& item : report.items) {
      ++found[item.discrepancy];
    }
    for (const auto& [discrepancy, count] : expected) {
      ASSERT_EQ(found[discrepancy], count) << static_cast<int>(discrepancy);
    }
    ASSERT_EQ(report.matched_count, matched);
  }
}

}  // namespace
}  // namespace napkin::algorithms
