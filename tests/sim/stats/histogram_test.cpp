#include "sim/stats/histogram.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace napkin {
namespace {

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

Histogram histogram_of(const std::vector<std::int64_t>& values, int precision_digits = 3) {
  Histogram histogram(precision_digits);
  for (const std::int64_t value : values) {
    histogram.record(value);
  }
  return histogram;
}

// Any magnitude from one to 63 bits is equally likely, for the errors hide at the powers of two.
std::vector<std::int64_t> values_of_all_magnitudes() {
  return *rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::apply([](std::int64_t bits, int shift) { return (bits & kLargest) >> shift; },
                     rc::gen::arbitrary<std::int64_t>(),
                     rc::gen::inRange(0, 63)));
}

TEST(Histogram, IsEmptyAtFirst) {
  const Histogram histogram;
  EXPECT_TRUE(histogram.empty());
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_EQ(histogram.max(), 0);
  EXPECT_EQ(histogram.mean(), 0.0);
  EXPECT_EQ(histogram.value_at_quantile(0.99), 0);
  EXPECT_TRUE(histogram.buckets().empty());
}

TEST(Histogram, KeepsSmallValuesExactly) {
  const Histogram histogram = histogram_of({0, 1, 2047, 2047});
  EXPECT_THAT(histogram.buckets(),
              testing::ElementsAre(Histogram::Bucket{0, 0, 1},
                                   Histogram::Bucket{1, 1, 1},
                                   Histogram::Bucket{2047, 2047, 2}));
}

TEST(Histogram, WidensItsBucketsAtEachPowerOfTwo) {
  EXPECT_THAT(histogram_of({2048}).buckets(),
              testing::ElementsAre(Histogram::Bucket{2048, 2049, 1}));
  EXPECT_THAT(histogram_of({4097}).buckets(),
              testing::ElementsAre(Histogram::Bucket{4096, 4099, 1}));
  EXPECT_THAT(histogram_of({256}, 2).buckets(),
              testing::ElementsAre(Histogram::Bucket{256, 257, 1}));
}

TEST(Histogram, CountsTheLargestInteger) {
  const Histogram histogram = histogram_of({kLargest, kLargest, 0});
  EXPECT_EQ(histogram.max(), kLargest);
  EXPECT_EQ(histogram.value_at_quantile(1.0), kLargest);
  EXPECT_EQ(histogram.sum(), static_cast<Int128>(kLargest) * 2);
  EXPECT_EQ(histogram.highest_equivalent(kLargest), kLargest);
}

TEST(Histogram, RefusesOtherPrecisions) {
  EXPECT_THROW(Histogram(1), std::invalid_argument);
  EXPECT_THROW(Histogram(4), std::invalid_argument);
}

TEST(HistogramDeathTest, CountsNothingNegative) {
  Histogram histogram = histogram_of({0, kLargest});
  EXPECT_DEATH(histogram.record(-1), "value >= 0");
  EXPECT_DEATH(histogram.record(std::numeric_limits<std::int64_t>::min()), "value >= 0");
  EXPECT_DEATH(histogram.record(1, -1), "count >= 0");
}

TEST(Histogram, IgnoresACountOfZero) {
  Histogram histogram;
  histogram.record(5, 0);
  EXPECT_EQ(histogram, Histogram());
}

// The values that HdrHistogram's own tests expect: 10000 samples of 1000 and one of 100000000.
TEST(Histogram, AnswersQuantilesAsHdrHistogramDoes) {
  Histogram histogram;
  histogram.record(1000, 10000);
  histogram.record(100'000'000);
  EXPECT_EQ(histogram.value_at_quantile(0.30), 1000);
  EXPECT_EQ(histogram.value_at_quantile(0.9999), 1000);
  EXPECT_EQ(histogram.value_at_quantile(0.99999), 100'000'000);
  EXPECT_EQ(histogram.value_at_quantile(1.0), 100'000'000);
}

TEST(Histogram, DoesNotRoundARankUp) {
  Histogram histogram;
  histogram.record(1, 7);
  histogram.record(2, 93);
  EXPECT_EQ(histogram.value_at_quantile(0.07), 1);  // 0.07 * 100 is 7.000000000000001
  EXPECT_EQ(histogram.value_at_quantile(0.08), 2);
}

TEST(Histogram, ClampsQuantiles) {
  const Histogram histogram = histogram_of({10, 20, 30});
  EXPECT_EQ(histogram.value_at_quantile(-1.0), 10);
  EXPECT_EQ(histogram.value_at_quantile(0.0), 10);
  EXPECT_EQ(histogram.value_at_quantile(7.0), 30);
}

TEST(Histogram, RanksValues) {
  const Histogram histogram = histogram_of({10, 20, 30, 40});
  EXPECT_EQ(histogram.quantile_rank(-5), 0.0);
  EXPECT_EQ(histogram.quantile_rank(9), 0.0);
  EXPECT_EQ(histogram.quantile_rank(20), 0.5);
  EXPECT_EQ(histogram.quantile_rank(kLargest), 1.0);
}

TEST(Histogram, KnowsItsMeanAndDeviation) {
  const Histogram histogram = histogram_of({2, 4, 4, 4, 5, 5, 7, 9});
  EXPECT_EQ(histogram.mean(), 5.0);
  EXPECT_EQ(histogram.standard_deviation(), 2.0);
}

TEST(Histogram, StartsAgainAfterTheWarmUp) {
  Histogram histogram = histogram_of({1, 1'000'000});
  histogram.clear();
  EXPECT_EQ(histogram, Histogram());
  histogram.record(7);
  EXPECT_EQ(histogram, histogram_of({7}));
}

TEST(Histogram, WithoutItsEarlierStateIsWhatWasRecordedSince) {
  Histogram histogram = histogram_of({5, 70, 70});
  const Histogram earlier = histogram;
  for (const std::int64_t value : {70, 900, 40}) {
    histogram.record(value);
  }
  histogram.subtract(earlier);
  EXPECT_EQ(histogram, histogram_of({40, 70, 900}));
  histogram.subtract(histogram);
  EXPECT_EQ(histogram, Histogram());
}

TEST(Histogram, CannotBecomeFinerByMerging) {
  Histogram fine(3);
  EXPECT_THROW(fine.merge(histogram_of({5}, 2)), std::invalid_argument);
}

RC_GTEST_PROP(Histogram, BoundsTheRelativeErrorOfEveryValue, ()) {
  for (const std::int64_t value : values_of_all_magnitudes()) {
    const Histogram histogram;
    const std::int64_t lowest = histogram.lowest_equivalent(value);
    const std::int64_t highest = histogram.highest_equivalent(value);
    RC_ASSERT(lowest <= value);
    RC_ASSERT(value <= highest);
    RC_ASSERT((highest - lowest) <= value / 1000);
    RC_ASSERT(histogram.index_of(lowest) == histogram.index_of(highest));
    if (highest < kLargest) {
      RC_ASSERT(histogram.index_of(highest + 1) == histogram.index_of(highest) + 1);
    }
  }
}

RC_GTEST_PROP(Histogram, AgreesWithTheSortedValues, ()) {
  std::vector<std::int64_t> values = values_of_all_magnitudes();
  RC_PRE(!values.empty());
  const Histogram histogram = histogram_of(values);
  std::sort(values.begin(), values.end());
  RC_ASSERT(histogram.min() == values.front());
  RC_ASSERT(histogram.max() == values.back());
  RC_ASSERT(histogram.count() == static_cast<std::int64_t>(values.size()));
  for (const double quantile : {0.25, 0.5, 0.75, 0.875}) {
    const auto rank =
        static_cast<std::size_t>(std::ceil(quantile * static_cast<double>(values.size())));
    const std::int64_t exact = values[std::max<std::size_t>(rank, 1) - 1];
    RC_ASSERT(histogram.value_at_quantile(quantile) ==
              std::min(histogram.highest_equivalent(exact), values.back()));
  }
}

RC_GTEST_PROP(Histogram, MergesInAnyOrderAndGrouping, ()) {
  const std::vector<std::int64_t> first = values_of_all_magnitudes();
  const std::vector<std::int64_t> second = values_of_all_magnitudes();
  const std::vector<std::int64_t> third = values_of_all_magnitudes();
  Histogram left = histogram_of(first);
  left.merge(histogram_of(second));
  left.merge(histogram_of(third));
  Histogram right = histogram_of(third);
  Histogram inner = histogram_of(second);
  inner.merge(histogram_of(first));
  right.merge(inner);
  std::vector<std::int64_t> all = first;
  all.insert(all.end(), second.begin(), second.end());
  all.insert(all.end(), third.begin(), third.end());
  RC_ASSERT(left == right);
  RC_ASSERT(left == histogram_of(all));
}

RC_GTEST_PROP(Histogram, MergesIntoACoarserOneAsIfRecordedThere, ()) {
  const std::vector<std::int64_t> values = values_of_all_magnitudes();
  Histogram coarse(2);
  coarse.merge(histogram_of(values, 3));
  RC_ASSERT(coarse == histogram_of(values, 2));
}

}  // namespace
}  // namespace napkin
