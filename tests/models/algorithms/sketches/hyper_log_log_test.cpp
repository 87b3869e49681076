#include "models/algorithms/sketches/hyper_log_log.h"

#include <cmath>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {
namespace {

TEST(HyperLogLog, KnowsThatNothingCame) {
  EXPECT_EQ(HyperLogLog(14).estimate(), 0.0);
}

TEST(HyperLogLog, CountsTheSameItemOnce) {
  HyperLogLog sketch(14);
  for (int i = 0; i < 1'000; ++i) {
    sketch.add(mix64(42));
  }
  EXPECT_NEAR(sketch.estimate(), 1.0, 0.01);
}

TEST(HyperLogLog, TakesTwelveKibibytesAtPrecision14) {
  EXPECT_LE(HyperLogLog(14).memory_bytes(), 12U * 1024U + 16U);
}

TEST(HyperLogLog, SurvivesTheExtremeHashes) {
  for (const int precision : {4, 18}) {
    HyperLogLog sketch(precision);
    sketch.add(0);  // the longest run of zeros
    sketch.add(~0ULL);
    EXPECT_GT(sketch.estimate(), 0.0);
    EXPECT_TRUE(std::isfinite(sketch.estimate()));
  }
}

TEST(HyperLogLog, RefusesPrecisionsThatMakeNoSense) {
  EXPECT_THROW(HyperLogLog(3), std::invalid_argument);
  EXPECT_THROW(HyperLogLog(19), std::invalid_argument);
}

// 1.04 / sqrt(m) for one estimate; over 40 independent ones the mean must lie within 4 standard
// errors of the truth (no bias), and their spread near the theory.
TEST(HyperLogLog, IsUnbiasedWithThePublishedErrorFromFewToMany) {
  constexpr int kPrecision = 10;
  constexpr int kRounds = 40;
  const double standard_error = 1.04 / std::sqrt(1 << kPrecision);
  for (const int items : {1, 10, 100, 1'000, 3'000, 10'000, 100'000}) {
    double sum = 0;
    double squares = 0;
    for (int round = 0; round < kRounds; ++round) {
      HyperLogLog sketch(kPrecision);
      for (int item = 0; item < items; ++item) {
        sketch.add(mix64(static_cast<std::uint64_t>(round), static_cast<std::uint64_t>(item)));
      }
      const double error = sketch.estimate() / items - 1;
      sum += error;
      squares += error * error;
    }
    EXPECT_NEAR(sum / kRounds, 0.0, 4 * standard_error / std::sqrt(kRounds)) << items;
    EXPECT_LT(std::sqrt(squares / kRounds), 1.5 * standard_error) << items;
  }
}

TEST(HyperLogLog, MergesIntoTheSketchOfTheUnion) {
  HyperLogLog left(12);
  HyperLogLog right(12);
  HyperLogLog both(12);
  std::mt19937_64 random(227);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t hash = random();
    if (hash % 3 != 0) {
      left.add(hash);
    }
    if (hash % 3 != 1) {
      right.add(hash);
    }
    both.add(hash);
  }
  left.merge(right);
  EXPECT_EQ(left.estimate(), both.estimate());
}

}  // namespace
}  // namespace napkin::algorithms
