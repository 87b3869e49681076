#include "models/algorithms/payments/payment.h"

#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using Kind = Payment::Kind;
using Result = Payment::Result;
using State = Payment::State;

Payment payment_at(State state) {
  Payment payment(100);
  std::uint64_t id = 1000;
  const auto apply = [&](Kind kind) { payment.apply({id++, kind, 100}); };
  if (state == State::kStarted) {
    return payment;
  }
  apply(Kind::kAuthorize);
  if (state != State::kAuthorized) {
    apply(Kind::kCapture);
  }
  if (state != State::kAuthorized && state != State::kCaptured) {
    apply(Kind::kClear);
  }
  if (state == State::kFunded) {
    apply(Kind::kFund);
  }
  return payment;
}

TEST(Payment, RefusesAnAmountThatIsNotPositive) {
  EXPECT_THROW(Payment(0), std::invalid_argument);
  EXPECT_THROW(Payment(-5), std::invalid_argument);
}

TEST(Payment, GoesFromTheStartToTheSellersAccount) {
  Payment payment(1999);
  EXPECT_EQ(payment.apply({1, Kind::kAuthorize, 1999}), Result::kApplied);
  EXPECT_EQ(payment.apply({2, Kind::kCapture, 1500}), Result::kApplied);
  EXPECT_EQ(payment.apply({3, Kind::kClear}), Result::kApplied);
  EXPECT_EQ(payment.apply({4, Kind::kFund}), Result::kApplied);
  EXPECT_EQ(payment.state(), State::kFunded);
  EXPECT_EQ(payment.captured(), 1500);
  EXPECT_EQ(payment.history().size(), 4U);
  EXPECT_EQ(payment.history()[1].state_after, State::kCaptured);
}

TEST(Payment, ARepeatedEventChangesNothing) {
  auto payment = payment_at(State::kFunded);
  EXPECT_EQ(payment.apply({7, Kind::kRefund, 30}), Result::kApplied);
  EXPECT_EQ(payment.apply({7, Kind::kRefund, 30}), Result::kRepeated);
  EXPECT_EQ(payment.refunded(), 30);
}

TEST(Payment, AnEventThatOvertookAnotherIsTriedAgain) {
  auto payment = payment_at(State::kStarted);
  const Payment::Event capture{2, Kind::kCapture, 100};
  EXPECT_EQ(payment.apply(capture), Result::kTooEarly);
  payment.apply({1, Kind::kAuthorize, 100});
  EXPECT_EQ(payment.apply(capture), Result::kApplied);
}

TEST(Payment, ClearedMoneyCanOnlyBeRefunded) {
  EXPECT_EQ(payment_at(State::kAuthorized).apply({1, Kind::kVoid}), Result::kApplied);
  EXPECT_EQ(payment_at(State::kCaptured).apply({1, Kind::kVoid}), Result::kApplied);
  EXPECT_EQ(payment_at(State::kCleared).apply({1, Kind::kVoid}), Result::kNeverValid);
  EXPECT_EQ(payment_at(State::kCleared).apply({1, Kind::kFail}), Result::kNeverValid);
  EXPECT_EQ(payment_at(State::kCaptured).apply({1, Kind::kRefund, 100}), Result::kTooEarly);
}

TEST(Payment, RefundsNoMoreThanWasCaptured) {
  auto payment = payment_at(State::kFunded);
  EXPECT_EQ(payment.apply({1, Kind::kRefund, 60}), Result::kApplied);
  EXPECT_EQ(payment.state(), State::kPartlyRefunded);
  EXPECT_EQ(payment.apply({2, Kind::kRefund, 41}), Result::kNeverValid);
  EXPECT_EQ(payment.apply({3, Kind::kRefund, 40}), Result::kApplied);
  EXPECT_EQ(payment.state(), State::kRefunded);
  EXPECT_TRUE(payment.is_final());
}

TEST(Payment, TheSellerIsFundedOnce) {
  auto payment = payment_at(State::kCleared);
  payment.apply({1, Kind::kRefund, 10});
  EXPECT_FALSE(payment.is_funded());
  EXPECT_EQ(payment.apply({2, Kind::kFund}), Result::kApplied);
  EXPECT_EQ(payment.apply({3, Kind::kFund}), Result::kNeverValid);
  EXPECT_EQ(payment_at(State::kFunded).apply({3, Kind::kFund}), Result::kNeverValid);
}

TEST(Payment, RefusesAmountsOutOfRange) {
  Payment payment(100);
  EXPECT_EQ(payment.apply({1, Kind::kAuthorize, 101}), Result::kNeverValid);
  EXPECT_EQ(payment.apply({1, Kind::kAuthorize, 0}), Result::kNeverValid);
  EXPECT_EQ(payment.apply({1, Kind::kAuthorize, 80}), Result::kApplied);
  EXPECT_EQ(payment.apply({2, Kind::kCapture, 81}), Result::kNeverValid);
  EXPECT_EQ(payment.state(), State::kAuthorized);
}

TEST(Payment, KeepsItsPromisesUnderRandomEvents) {
  std::mt19937_64 random(1);
  std::set<State> seen;
  for (int run = 0; run < 10'000; ++run) {
    Payment payment(100);
    for (int i = 0; i < 20; ++i) {
      const State before = payment.state();
      const std::size_t changes = payment.history().size();
      const bool was_final = payment.is_final();
      const auto kind = static_cast<Kind>(random() % 7);
      const Result result =
          payment.apply({random() % 15, kind, static_cast<std::int64_t>(random() % 120)});
      ASSERT_EQ(payment.history().size(), changes + (result == Result::kApplied ? 1U : 0U));
      if (result == Result::kApplied) {
        ASSERT_TRUE(Payment::next(before, kind).has_value());
        ASSERT_FALSE(was_final);
      } else {
        ASSERT_EQ(payment.state(), before);
      }
      ASSERT_LE(payment.refunded(), payment.captured());
      ASSERT_LE(payment.captured(), payment.authorized());
      ASSERT_LE(payment.authorized(), payment.amount());
      seen.insert(payment.state());
    }
  }
  EXPECT_EQ(seen.size(), 9U);
}

}  // namespace
}  // namespace napkin::algorithms
