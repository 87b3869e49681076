#include "sim/scenario/address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace napkin {
namespace {

Address address(std::string_view text) {
  const AddressResult result = parse_address(text);
  EXPECT_TRUE(result.address) << result.message;
  return result.address.value_or(Address());
}

class AddressText : public ::testing::TestWithParam<std::string_view> {};

TEST_P(AddressText, IsPrintedAsItWasRead) {
  EXPECT_EQ(address(GetParam()).text(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(All,
                         AddressText,
                         ::testing::Values("api",
                                           "api[2]",
                                           "messages[*]",
                                           "threads.shard[3].primary",
                                           "us-east",
                                           "us-east.zone[1]",
                                           "send_message",
                                           "api[0]"));

class AddressMistake : public ::testing::TestWithParam<std::pair<std::string_view, std::size_t>> {};

TEST_P(AddressMistake, IsFoundAtItsPlace) {
  const AddressResult result = parse_address(GetParam().first);
  EXPECT_FALSE(result.address);
  EXPECT_EQ(result.position, GetParam().second) << result.message;
}

INSTANTIATE_TEST_SUITE_P(All,
                         AddressMistake,
                         ::testing::Values(std::pair{"", 0U},
                                           std::pair{"2api", 0U},
                                           std::pair{"api.", 4U},
                                           std::pair{"a..b", 2U},
                                           std::pair{"api[", 4U},
                                           std::pair{"api[2", 5U},
                                           std::pair{"api[x]", 4U},
                                           std::pair{"api[02]", 4U},
                                           std::pair{"api[-1]", 4U},
                                           std::pair{"api[9999999999]", 4U},
                                           std::pair{"api[2]x", 6U},
                                           std::pair{"api 2", 3U}));

TEST(Address, HasAtMostSixteenSteps) {
  std::string text = "a";
  for (int step = 1; step < 16; ++step) {
    text += ".a";
  }
  EXPECT_TRUE(parse_address(text).address);
  EXPECT_FALSE(parse_address(text + ".a").address);
}

TEST(Address, AnExactPatternNamesOnePart) {
  EXPECT_TRUE(matches(address("api[2]"), address("api[2]")));
  EXPECT_FALSE(matches(address("api[2]"), address("api[3]")));
  EXPECT_FALSE(matches(address("api[2]"), address("web[2]")));
}

TEST(Address, AStarOrNoIndexNamesEveryPart) {
  EXPECT_TRUE(matches(address("api[*]"), address("api[7]")));
  EXPECT_TRUE(matches(address("api"), address("api[7]")));
  EXPECT_TRUE(matches(address("threads.shard[*].primary"), address("threads.shard[3].primary")));
  EXPECT_FALSE(
      matches(address("threads.shard[*].primary"), address("threads.shard[3].replica[0]")));
}

TEST(Address, AShorterPatternNamesEverythingBelow) {
  EXPECT_TRUE(matches(address("threads"), address("threads.shard[3].primary")));
  EXPECT_TRUE(matches(address("threads.shard[3]"), address("threads.shard[3].primary")));
  EXPECT_FALSE(matches(address("threads.shard[3].primary"), address("threads.shard[3]")));
}

TEST(Address, AnIndexOfAPatternNamesNoPartWithoutOne) {
  EXPECT_FALSE(matches(address("api[2]"), address("api")));
}

TEST(Address, SuggestsTheNearest) {
  const std::vector<Address> known = {address("messages[0]"), address("api[0]")};
  EXPECT_EQ(suggest_address("mesages[0]", known), "did you mean \"messages[0]\"?");
}

RC_GTEST_PROP(Address, ReadsAnyTextWithoutFail, (const std::string& text)) {
  const AddressResult read = parse_address(text);
  // In its own parentheses: the macro would evaluate both sides of the ||.
  RC_ASSERT((!read.address || read.address->text() == text));
}

}  // namespace
}  // namespace napkin
