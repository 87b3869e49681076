#include "models/algorithms/identifiers/stride_sequence.h"

#include <algorithm>
#include <limits>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(StrideSequence, CountsInStepsOfThePrimaries) {
  StrideSequence second = StrideSequence::of_primary(2, 3);
  EXPECT_EQ(second.next(), 2);
  EXPECT_EQ(second.next(), 5);
  EXPECT_EQ(second.next(), 8);
}

TEST(StrideSequence, EndsInsteadOfWrapping) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  StrideSequence ids(kMost - 1, 2);
  EXPECT_EQ(ids.next(), kMost - 1);
  EXPECT_EQ(ids.next(), std::nullopt);
  StrideSequence restarted(1, 2);
  restarted.restart_above(kMost);
  EXPECT_EQ(restarted.next(), std::nullopt);
}

TEST(StrideSequence, NeverGoesBackOnARestart) {
  StrideSequence ids(1, 3);
  ids.restart_above(10);
  EXPECT_EQ(ids.next(), 13);
  ids.restart_above(4);
  EXPECT_EQ(ids.next(), 16);
}

TEST(StrideSequence, RefusesOptionsThatMakeNoSense) {
  EXPECT_THROW(StrideSequence(1, 0), std::invalid_argument);
  EXPECT_THROW(StrideSequence(-1, 1), std::invalid_argument);
  EXPECT_THROW((void)StrideSequence::of_primary(0, 3), std::invalid_argument);
  EXPECT_THROW((void)StrideSequence::of_primary(4, 3), std::invalid_argument);
}

// The weakness: a third primary that joins two without a stop repeats their ids.
TEST(StrideSequence, RepeatsItselfWhenAPrimaryJoinsWithoutARestart) {
  StrideSequence old_first = StrideSequence::of_primary(1, 2);
  StrideSequence third = StrideSequence::of_primary(3, 3);
  std::set<std::int64_t> ids;
  int repeated = 0;
  for (int i = 0; i < 100; ++i) {
    repeated += ids.insert(*old_first.next()).second ? 0 : 1;
    repeated += ids.insert(*third.next()).second ? 0 : 1;
  }
  EXPECT_GT(repeated, 0);
}

TEST(StrideSequence, IsUniqueOverPrimariesThatComeAndGoWithRestarts) {
  std::mt19937_64 random(113);
  std::set<std::int64_t> ids;
  std::int64_t highest = 0;
  for (int era = 0; era < 100; ++era) {
    const auto count = static_cast<std::int64_t>(1 + random() % 9);
    std::vector<StrideSequence> primaries;
    for (std::int64_t number = 1; number <= count; ++number) {
      primaries.push_back(StrideSequence::of_primary(number, count));
      primaries.back().restart_above(highest);
    }
    for (int i = 0; i < 1'000; ++i) {
      const auto id = primaries[random() % primaries.size()].next();
      ASSERT_TRUE(ids.insert(*id).second);
      highest = std::max(highest, *id);
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
