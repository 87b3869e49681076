#include "models/algorithms/storage/ordered_key.h"

#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace napkin::algorithms {
namespace {

std::string text_key(const std::string& text) {
  return OrderedKey().text(text).bytes();
}

TEST(OrderedKey, SortsTextBeforeItsContinuations) {
  using std::string_literals::operator""s;
  EXPECT_LT(text_key(""), text_key("a"));
  EXPECT_LT(text_key("a"), text_key("a\0"s));
  EXPECT_LT(text_key("a\0"s), text_key("ab"));
  EXPECT_LT(OrderedKey().text("a").number(9).bytes(), OrderedKey().text("ab").number(1).bytes());
}

TEST(OrderedKey, SortsNegativeNumbersFirst) {
  const auto key = [](std::int64_t value) { return OrderedKey().signed_number(value).bytes(); };
  EXPECT_LT(key(std::numeric_limits<std::int64_t>::min()), key(-1));
  EXPECT_LT(key(-1), key(0));
  EXPECT_LT(key(0), key(std::numeric_limits<std::int64_t>::max()));
}

TEST(OrderedKey, SortsTheNewestFirstWhenDescending) {
  const auto key = [](std::int64_t value) { return OrderedKey().descending(value).bytes(); };
  EXPECT_LT(key(std::numeric_limits<std::int64_t>::max()), key(7));
  EXPECT_LT(key(7), key(6));
  EXPECT_LT(key(-1), key(std::numeric_limits<std::int64_t>::min()));
}

TEST(OrderedKeyReader, RefusesWhatIsNotThere) {
  EXPECT_THROW(OrderedKeyReader("1234567").number(), std::invalid_argument);
  EXPECT_THROW(OrderedKeyReader("no end").text(), std::invalid_argument);
  EXPECT_THROW(OrderedKeyReader(std::string("\0\x02", 2)).text(), std::invalid_argument);
}

RC_GTEST_PROP(OrderedKey, SortsAsItsPartsDo, ()) {
  using Parts = std::tuple<std::string, std::int64_t, std::uint64_t>;
  const auto any_parts = rc::gen::tuple(rc::gen::string<std::string>(),
                                        rc::gen::arbitrary<std::int64_t>(),
                                        rc::gen::arbitrary<std::uint64_t>());
  const Parts left = *any_parts;
  Parts right = *any_parts;
  if (*rc::gen::arbitrary<bool>()) {
    std::get<0>(right) = std::get<0>(left);  // so that the later parts decide
  }
  const auto key = [](const Parts& parts) {
    const auto& [text, signed_number, number] = parts;
    return OrderedKey().text(text).signed_number(signed_number).number(number).bytes();
  };
  RC_ASSERT((key(left) < key(right)) == (left < right));
}

RC_GTEST_PROP(OrderedKey,
              IsTakenApartIntoItsParts,
              (const std::string& text, std::int64_t descending, std::int64_t number)) {
  const std::string key =
      OrderedKey().descending(descending).text(text).signed_number(number).bytes();
  OrderedKeyReader reader(key);
  RC_ASSERT(reader.descending() == descending);
  RC_ASSERT(reader.text() == text);
  RC_ASSERT(reader.signed_number() == number);
  RC_ASSERT(reader.at_end());
}

// Short texts over three bytes, zero among them: the pairs that random strings seldom are.
TEST(OrderedKey, SortsShortTextsAsTheTextsSort) {
  std::mt19937_64 random(51);
  const auto short_text = [&] {
    std::string text(random() % 5, 'x');
    for (char& byte : text) {
      byte = "\0\x01\xFF"[random() % 3];
    }
    return text;
  };
  for (int round = 0; round < 100'000; ++round) {
    const std::string left = short_text();
    const std::string right = short_text();
    ASSERT_EQ(text_key(left) < text_key(right), left < right);
  }
}

}  // namespace
}  // namespace napkin::algorithms
