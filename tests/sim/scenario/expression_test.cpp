#include "sim/scenario/expression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace napkin {
namespace {

using ::testing::HasSubstr;

std::optional<Quantity> lookup(std::string_view name) {
  if (name == "peak") {
    return Quantity{QuantityKind::kNumber, 5, 0};
  }
  if (name == "send_message.peak") {
    return Quantity{QuantityKind::kRate, 1000, 0};
  }
  return std::nullopt;
}

std::string value(std::string_view text) {
  const ExpressionResult result = evaluate(text, lookup);
  return result.quantity ? format_quantity(*result.quantity) : "error: " + result.message;
}

TEST(Expression, FollowsTheUsualOrder) {
  EXPECT_EQ(value("1 + 2 * 3"), "7");
  EXPECT_EQ(value("(1 + 2) * 3"), "9");
  EXPECT_EQ(value("8 / 4 / 2"), "1");
  EXPECT_EQ(value("10 - 2 - 3"), "5");
  EXPECT_EQ(value("-2 * -3"), "6");
  EXPECT_EQ(value("2*peak"), "10");
}

TEST(Expression, CarriesUnits) {
  EXPECT_EQ(value("peak * 100/s"), "500/s");
  EXPECT_EQ(value("send_message.peak / 2"), "500/s");
  EXPECT_EQ(value("send_message.peak * 125B"), "1Mbps");
  EXPECT_EQ(value("100M * 20 / 1d"), "2G/d");
  EXPECT_EQ(value("2ms + 500us"), "2.5ms");
  EXPECT_EQ(value("1 / 4/s"), "250ms");
  EXPECT_EQ(value("10MB / 1Mbps"), "80s");
  EXPECT_EQ(value("6ms / 2ms"), "3");
  EXPECT_EQ(value("$0.02 * 50"), "$1");
  EXPECT_EQ(value("20% * 100"), "20");
}

struct Case {
  std::string_view text;
  std::string_view expected;
};

class ExpressionMistake : public ::testing::TestWithParam<Case> {};

TEST_P(ExpressionMistake, IsExplained) {
  EXPECT_THAT(value(GetParam().text), HasSubstr("error: " + std::string(GetParam().expected)));
}

INSTANTIATE_TEST_SUITE_P(All,
                         ExpressionMistake,
                         ::testing::Values(Case{"", "the expression ends"},
                                           Case{"1 +", "the expression ends"},
                                           Case{"1 2", "\"2\" is out of place"},
                                           Case{"(1", "a ) is missing"},
                                           Case{"1)", "\")\" is out of place"},
                                           Case{"peek", "unknown name \"peek\""},
                                           Case{"1 / 0", "a division by zero"},
                                           Case{"1ms + 1", "only quantities of one kind"},
                                           Case{"1ms + 1B", "only quantities of one kind"},
                                           Case{"1ms * 1ms", "the result has no usual unit"},
                                           Case{"200y * 200", "the result is out of range"},
                                           Case{"5furlong", "unknown unit"},
                                           Case{"peak/s", "unknown name \"s\""},
                                           Case{"*", "\"*\" is not a number"}));

TEST(Expression, BoundsItsDepth) {
  EXPECT_THAT(value(std::string(10'000, '(') + "1"), HasSubstr("more than 32 levels"));
  EXPECT_THAT(value(std::string(10'000, '-') + "1"), HasSubstr("more than 32 levels"));
}

RC_GTEST_PROP(Expression, ReadsAnyTextWithoutFail, ()) {
  const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "1", "5ms", "/s", "*", "/", "+", "-", "(", ")", " ", "peak", "x", "%", "$", "e9", "."));
  std::string text;
  for (const std::string& part : parts) {
    text += part;
  }
  const ExpressionResult result = evaluate(text, lookup);
  RC_ASSERT(result.quantity.has_value() == result.message.empty());
}

}  // namespace
}  // namespace napkin
