#include "models/algorithms/identifiers/short_code.h"

#include <cmath>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/algorithms/hash/xxhash.h"

namespace napkin::algorithms {
namespace {

std::uint64_t hash(std::string_view text) {
  return xxh64(text, 0);
}

TEST(ShortCode, IsTheHashInBase62) {
  const auto nobody = [](const std::string&) { return false; };
  const auto code =
      make_short_code("https://example.org/", [](std::string_view) { return 11'157U; }, nobody);
  EXPECT_EQ(code->code, "00002TX");
  EXPECT_EQ(code->collisions, 0);
}

TEST(ShortCode, AppendsTheSuffixAfterEachCollision) {
  std::vector<std::string> hashed;
  const auto record = [&](std::string_view text) {
    hashed.emplace_back(text);
    return std::uint64_t{hashed.size()};
  };
  const auto taken = [](const std::string& code) { return code < "3"; };
  const auto code = make_short_code("url", record, taken, {.length = 1, .suffix = "!"});
  EXPECT_EQ(code->code, "3");
  EXPECT_EQ(code->collisions, 2);
  EXPECT_EQ(hashed, (std::vector<std::string>{"url", "url!", "url!!"}));
}

TEST(ShortCode, GivesUpWhenEveryAttemptIsTaken) {
  const auto all = [](const std::string&) { return true; };
  EXPECT_FALSE(make_short_code("url", hash, all, {.attempts_max = 5}).has_value());
}

TEST(ShortCode, RefusesOptionsThatMakeNoSense) {
  const auto nobody = [](const std::string&) { return false; };
  EXPECT_THROW((void)make_short_code("", hash, nobody, {.length = 0}), std::invalid_argument);
  EXPECT_THROW((void)make_short_code("", hash, nobody, {.length = 11}), std::invalid_argument);
  EXPECT_THROW((void)make_short_code("", hash, nobody, {.suffix = ""}), std::invalid_argument);
  EXPECT_THROW((void)make_short_code("", hash, nobody, {.attempts_max = 0}), std::invalid_argument);
}

// With m of N codes in use an attempt collides with probability m / N, so a code costs N / (N - m)
// - 1 collisions on average: summed over the first n codes, about n^2 / 2N + n^3 / 3N^2. Here N =
// 62^3.
TEST(ShortCode, CollidesAsOftenAsTheBirthdayBoundSays) {
  std::set<std::string> codes;
  constexpr int kUrls = 100'000;
  constexpr double kCodes = 62.0 * 62.0 * 62.0;
  double expected = 0;
  double variance = 0;
  int collisions = 0;
  for (int i = 0; i < kUrls; ++i) {
    const double taken = i / kCodes;
    expected += taken / (1 - taken);
    variance += taken / (1 - taken) / (1 - taken);
    const auto code = make_short_code("https://example.org/" + std::to_string(i),
                                      hash,
                                      [&](const std::string& c) { return codes.contains(c); },
                                      {.length = 3});
    ASSERT_TRUE(code.has_value());
    ASSERT_TRUE(codes.insert(code->code).second);
    collisions += code->collisions;
  }
  EXPECT_NEAR(collisions, expected, 4 * std::sqrt(variance));
}

}  // namespace
}  // namespace napkin::algorithms
