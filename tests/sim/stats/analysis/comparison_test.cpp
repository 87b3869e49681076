#include "sim/stats/analysis/comparison.h"

#include <gtest/gtest.h>

namespace napkin {
namespace {

ComparedResult result_of(const std::vector<double>& values, std::uint64_t seed = 1) {
  ComparedResult result{.seed = seed, .replications = {}};
  for (const double value : values) {
    ReplicationResult replication;
    replication.number = static_cast<std::uint32_t>(result.replications.size());
    replication.values.push_back({"p99(send)", value, "ns"});
    result.replications.push_back(replication);
  }
  return result;
}

Change change_between(const ComparedResult& first, const ComparedResult& second) {
  return compare_results(first, second).at(0);
}

TEST(Comparison, EqualVariantsDifferByExactlyZero) {
  const ComparedResult one = result_of({1.1, 2.2, 3.3, 4.4, 5.5});
  const Change change = change_between(one, one);
  EXPECT_EQ(change.verdict, ChangeVerdict::kEqual);
  EXPECT_EQ(change.difference.value, 0);
  EXPECT_EQ(change.difference.lowest, 0);
  EXPECT_EQ(change.difference.highest, 0);
}

TEST(Comparison, SharedNoiseCancelsInPairs) {
  // Noise of +-40 that both share, and a change of 1 with noise of 0.1 of its own.
  const ComparedResult before = result_of({60, 140, 90, 120, 75, 115});
  const ComparedResult after = result_of({61.1, 140.9, 91, 121.1, 75.9, 116});
  const Change paired = change_between(before, after);
  EXPECT_EQ(paired.verdict, ChangeVerdict::kChange);
  EXPECT_NEAR(*paired.difference.value, 1, 1e-9);
  EXPECT_LT(*paired.difference.highest - *paired.difference.lowest, 0.3);

  ComparedResult elsewhere = after;
  elsewhere.seed = 2;
  EXPECT_FALSE(are_paired(before, elsewhere));
  EXPECT_EQ(change_between(before, elsewhere).verdict, ChangeVerdict::kNoise);
}

TEST(Comparison, WelchsIntervalIsThatOfTheTextbook) {
  // Means 10 and 14, squared standard errors 0.5 each, so 8 degrees of freedom: t = 2.3060.
  const Change change =
      change_between(result_of({8, 9, 10, 11, 12}, 1), result_of({12, 13, 14, 15, 16}, 2));
  EXPECT_NEAR(*change.difference.lowest, 4 - 2.3060, 1e-4);
  EXPECT_NEAR(*change.difference.highest, 4 + 2.3060, 1e-4);
  EXPECT_EQ(change.verdict, ChangeVerdict::kChange);
}

TEST(Comparison, IsUndecidedWithFewReplications) {
  const Change change = change_between(result_of({1, 2}), result_of({2, 3.5}));
  EXPECT_EQ(change.verdict, ChangeVerdict::kUndecided);
  EXPECT_EQ(change.difference.value, 1.25);
  EXPECT_EQ(change.difference.withheld, "it takes 5 replications");
}

TEST(Comparison, LeavesOutWhatOnlyOneSideHas) {
  ComparedResult other = result_of({1, 2, 3, 4, 5});
  other.replications[2].values.clear();
  EXPECT_TRUE(compare_results(result_of({1, 2, 3, 4, 5}), other).empty());
}

}  // namespace
}  // namespace napkin
