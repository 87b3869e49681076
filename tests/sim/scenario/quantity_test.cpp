#include "sim/scenario/quantity.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/scenario/decimal.h"
#include "sim/scenario/units.h"

namespace napkin {
namespace {

using ::testing::HasSubstr;

Quantity parse(std::string_view text, QuantityKind kind) {
  const QuantityResult result = parse_quantity(text, kind);
  EXPECT_TRUE(result.quantity) << text << ": " << result.message;
  return result.quantity.value_or(Quantity{});
}

struct Reading {
  std::string_view text;
  QuantityKind kind;
  double value;
};

class QuantityReading : public ::testing::TestWithParam<Reading> {};

TEST_P(QuantityReading, GivesBaseUnits) {
  EXPECT_EQ(parse(GetParam().text, GetParam().kind).value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(All,
                         QuantityReading,
                         ::testing::Values(Reading{"5ms", QuantityKind::kDuration, 5e6},
                                           Reading{"0.1ms", QuantityKind::kDuration, 1e5},
                                           Reading{"4.35us", QuantityKind::kDuration, 4350},
                                           Reading{"3µs", QuantityKind::kDuration, 3000},
                                           Reading{"2min", QuantityKind::kDuration, 120e9},
                                           Reading{"1d", QuantityKind::kDuration, 86'400e9},
                                           Reading{"0s", QuantityKind::kDuration, 0},
                                           Reading{"-5ms", QuantityKind::kDuration, -5e6},
                                           Reading{"1.5e3ms", QuantityKind::kDuration, 1.5e9},
                                           Reading{"100k/s", QuantityKind::kRate, 1e5},
                                           Reading{"6/min", QuantityKind::kRate, 0.1},
                                           Reading{"86.4M/day", QuantityKind::kRate, 1000},
                                           Reading{"2/ms", QuantityKind::kRate, 2000},
                                           Reading{"30B", QuantityKind::kBytes, 30},
                                           Reading{"4MiB", QuantityKind::kBytes, 4'194'304},
                                           Reading{"1.5kB", QuantityKind::kBytes, 1500},
                                           Reading{"10Gbps", QuantityKind::kBandwidth, 1e10},
                                           Reading{"1MB/s", QuantityKind::kBandwidth, 8e6},
                                           Reading{"20%", QuantityKind::kRatio, 0.2},
                                           Reading{"0.1%", QuantityKind::kRatio, 0.001},
                                           Reading{"7%", QuantityKind::kRatio, 0.07},
                                           Reading{"50ppm", QuantityKind::kRatio, 5e-5},
                                           Reading{"100M", QuantityKind::kCount, 1e8},
                                           Reading{"1.5k", QuantityKind::kCount, 1500},
                                           Reading{"2.5", QuantityKind::kNumber, 2.5},
                                           Reading{"1e-3", QuantityKind::kNumber, 1e-3},
                                           Reading{"$0.02", QuantityKind::kMoney, 0.02},
                                           Reading{"$150k", QuantityKind::kMoney, 150'000},
                                           Reading{"-$3", QuantityKind::kMoney, -3}));

TEST(Quantity, NegativeZeroIsZero) {
  EXPECT_FALSE(std::signbit(parse("-0", QuantityKind::kNumber).value));
  EXPECT_FALSE(std::signbit(parse("-0.0%", QuantityKind::kRatio).value));
}

TEST(Quantity, IsExactToTheLastNanosecond) {
  EXPECT_EQ(parse("123456789.123456789s", QuantityKind::kDuration).whole, 123'456'789'123'456'789);
}

TEST(Quantity, HoldsTheLongestDuration) {
  EXPECT_EQ(parse("292y", QuantityKind::kDuration).whole, 292LL * 365 * 86'400 * 1'000'000'000);
  EXPECT_THAT(parse_quantity("293y", QuantityKind::kDuration).message, HasSubstr("too large"));
}

struct Refusal {
  std::string_view text;
  QuantityKind kind;
  std::string_view explained;
};

class QuantityRefusal : public ::testing::TestWithParam<Refusal> {};

TEST_P(QuantityRefusal, SaysWhyAndHowToMendIt) {
  const QuantityResult result = parse_quantity(GetParam().text, GetParam().kind);
  EXPECT_FALSE(result.quantity);
  EXPECT_THAT(result.message + " | " + result.hint, HasSubstr(std::string(GetParam().explained)));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    QuantityRefusal,
    ::testing::Values(Refusal{"", QuantityKind::kNumber, "empty"},
                      Refusal{"fast", QuantityKind::kDuration, "expected a duration such as 5ms"},
                      Refusal{"60", QuantityKind::kDuration, "write 60s or 60ms"},
                      Refusal{"60", QuantityKind::kRate, "write 60/s or 60k/s"},
                      Refusal{"60", QuantityKind::kBytes, "write 60B or 60KiB"},
                      Refusal{"60", QuantityKind::kBandwidth, "write 60Mbps or 60Gbps"},
                      Refusal{"60", QuantityKind::kRatio, "write 60%"},
                      Refusal{"0.2", QuantityKind::kRatio, "write 20%"},
                      Refusal{"60", QuantityKind::kMoney, "write $60"},
                      Refusal{"010", QuantityKind::kCount, "no leading zeros"},
                      Refusal{"00", QuantityKind::kCount, "no leading zeros"},
                      Refusal{"0x10", QuantityKind::kCount, "only decimal"},
                      Refusal{"1_000", QuantityKind::kCount, "write 1000"},
                      Refusal{"1,000", QuantityKind::kCount, "write 1000"},
                      Refusal{"+5", QuantityKind::kCount, "leave out the +"},
                      Refusal{".5", QuantityKind::kNumber, "0.5"},
                      Refusal{"5.", QuantityKind::kNumber, "a digit must follow"},
                      Refusal{"inf", QuantityKind::kNumber, "is not a number"},
                      Refusal{".nan", QuantityKind::kNumber, "is not a number"},
                      Refusal{"1e400", QuantityKind::kNumber, "out of range"},
                      Refusal{"1e-400", QuantityKind::kNumber, "out of range"},
                      Refusal{"1234567890123456789", QuantityKind::kCount, "more than 18 digits"},
                      Refusal{"1e19", QuantityKind::kCount, "too large"},
                      Refusal{"1.5", QuantityKind::kCount, "not a whole number"},
                      Refusal{"0.5B", QuantityKind::kBytes, "whole number of bytes"},
                      Refusal{"0.5ns", QuantityKind::kDuration, "finer than a nanosecond"},
                      Refusal{"5 ms", QuantityKind::kDuration, "write 5ms"},
                      Refusal{"5sec", QuantityKind::kDuration, "did you mean 5s?"},
                      Refusal{"5m", QuantityKind::kDuration, "did you mean 5min?"},
                      Refusal{"5mss", QuantityKind::kDuration, "did you mean 5ms?"},
                      Refusal{"5MS", QuantityKind::kDuration, "did you mean 5ms?"},
                      Refusal{"5rps", QuantityKind::kRate, "did you mean 5/s?"},
                      Refusal{"5k", QuantityKind::kRate, "did you mean 5k/s?"},
                      Refusal{"5KB", QuantityKind::kBytes, "did you mean 5kB?"},
                      Refusal{"5Gb/s", QuantityKind::kBandwidth, "did you mean 5Gbps?"},
                      Refusal{"1B", QuantityKind::kCount, "did you mean 1G?"},
                      Refusal{"5MiB", QuantityKind::kDuration, "is a size, not a duration"},
                      Refusal{"20%", QuantityKind::kCount, "is a ratio, not a count"},
                      Refusal{"5ms5", QuantityKind::kDuration, "unknown unit"}));

TEST(Quantity, FindsTheKindByTheUnit) {
  EXPECT_EQ(parse_any_quantity("5ms").quantity->kind, QuantityKind::kDuration);
  EXPECT_EQ(parse_any_quantity("5k/s").quantity->kind, QuantityKind::kRate);
  EXPECT_EQ(parse_any_quantity("5MB/s").quantity->kind, QuantityKind::kBandwidth);
  EXPECT_EQ(parse_any_quantity("5k").quantity->kind, QuantityKind::kNumber);
  EXPECT_EQ(parse_any_quantity("$5").quantity->kind, QuantityKind::kMoney);
  EXPECT_THAT(parse_any_quantity("5furlong").message, HasSubstr("unknown unit"));
}

std::string formatted(std::string_view text, QuantityKind kind) {
  return format_quantity(parse(text, kind));
}

TEST(Quantity, IsFormattedInTheUsualUnit) {
  EXPECT_EQ(formatted("1500us", QuantityKind::kDuration), "1.5ms");
  EXPECT_EQ(formatted("0.5s", QuantityKind::kDuration), "500ms");
  EXPECT_EQ(formatted("60s", QuantityKind::kDuration), "60s");
  EXPECT_EQ(formatted("3600s", QuantityKind::kDuration), "1h");
  EXPECT_EQ(formatted("0ms", QuantityKind::kDuration), "0s");
  EXPECT_EQ(formatted("-1000us", QuantityKind::kDuration), "-1ms");
  EXPECT_EQ(formatted("100000/s", QuantityKind::kRate), "100k/s");
  EXPECT_EQ(formatted("5/min", QuantityKind::kRate), "5/min");
  EXPECT_EQ(formatted("4096KiB", QuantityKind::kBytes), "4MiB");
  EXPECT_EQ(formatted("4000kB", QuantityKind::kBytes), "4MB");
  EXPECT_EQ(formatted("10000Mbps", QuantityKind::kBandwidth), "10Gbps");
  EXPECT_EQ(formatted("20%", QuantityKind::kRatio), "20%");
  EXPECT_EQ(formatted("0.07%", QuantityKind::kRatio), "0.07%");
  EXPECT_EQ(formatted("100000000", QuantityKind::kCount), "100M");
  EXPECT_EQ(formatted("1234567", QuantityKind::kCount), "1234567");
  EXPECT_EQ(formatted("$0.02", QuantityKind::kMoney), "$0.02");
  EXPECT_EQ(formatted("-$150000", QuantityKind::kMoney), "-$150k");
}

RC_GTEST_PROP(Quantity, WholeKindsReadBackWhatTheyPrint, ()) {
  const auto kind =
      *rc::gen::element(QuantityKind::kDuration, QuantityKind::kBytes, QuantityKind::kCount);
  // Above 10^18 a count without round thousands has more digits than are read.
  const auto whole =
      *rc::gen::inRange<std::int64_t>(-999'999'999'999'999'999, 999'999'999'999'999'999);
  const Quantity quantity{kind, static_cast<double>(whole), whole};
  const QuantityResult read = parse_quantity(format_quantity(quantity), kind);
  RC_ASSERT(read.quantity.has_value());
  RC_ASSERT(read.quantity->whole == whole);
}

RC_GTEST_PROP(Quantity, RealKindsReadBackWhatTheyPrint, ()) {
  const auto kind = *rc::gen::element(QuantityKind::kNumber,
                                      QuantityKind::kRatio,
                                      QuantityKind::kRate,
                                      QuantityKind::kBandwidth,
                                      QuantityKind::kMoney);
  const auto digits = *rc::gen::inRange<std::int64_t>(-999'999'999'999, 999'999'999'999);
  const auto divisor = *rc::gen::element(1.0, 10.0, 1e3, 1e6, 7.0, 3.0, 60.0);
  const double value = static_cast<double>(digits) / divisor;
  const QuantityResult read = parse_quantity(format_quantity({kind, value, 0}), kind);
  RC_ASSERT(read.quantity.has_value());
  // The printed form is exact where 18 digits can be; else off by a rounding of the unit.
  RC_ASSERT(std::abs(read.quantity->value - value) <=
            std::abs(value) * 4 * std::numeric_limits<double>::epsilon());
}

RC_GTEST_PROP(Quantity, ReadsAnyTextWithoutFail, (const std::string& text)) {
  for (int kind = 0; kind <= static_cast<int>(QuantityKind::kMoney); ++kind) {
    const QuantityResult read = parse_quantity(text, static_cast<QuantityKind>(kind));
    RC_ASSERT(read.quantity.has_value() == read.message.empty());
  }
}

TEST(Quantity, EveryShownUnitIsReadAndMatchesItsPattern) {
  for (int index = 0; index <= static_cast<int>(QuantityKind::kMoney); ++index) {
    const auto kind = static_cast<QuantityKind>(index);
    for (const Unit& unit : units_of(kind)) {
      const std::string text = (kind == QuantityKind::kMoney ? "$3" : "3") + unit.suffix;
      EXPECT_TRUE(parse_quantity(text, kind).quantity) << text;
      EXPECT_THAT(text, ::testing::ContainsRegex(std::string(pattern_of(kind)))) << name_of(kind);
    }
  }
}

}  // namespace
}  // namespace napkin
