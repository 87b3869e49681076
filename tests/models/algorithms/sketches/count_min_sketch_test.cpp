#include "models/algorithms/sketches/count_min_sketch.h"

#include <map>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/models/algorithms/sketches/zipf_stream.h"

namespace napkin::algorithms {
namespace {

TEST(CountMinSketch, TakesTheSizeOfThePaper) {
  const CountMinSketch sketch({.error = 0.01, .failure = 0.01});
  EXPECT_EQ(sketch.width(), 272U);  // ceil(e / 0.01)
  EXPECT_EQ(sketch.depth(), 5U);    // ceil(ln 100)
  EXPECT_EQ(sketch.estimate(7), 0U);
}

TEST(CountMinSketch, IsExactForOneItem) {
  CountMinSketch sketch({});
  sketch.add(7, 3);
  sketch.add(7);
  EXPECT_EQ(sketch.estimate(7), 4U);
  EXPECT_EQ(sketch.total(), 4U);
}

class CountMinOnAStream : public ::testing::TestWithParam<bool> {};

// The paper's theorem 1: never below the truth; above it by more than error x total for at most a
// share `failure` of the items.
TEST_P(CountMinOnAStream, KeepsItsBounds) {
  const auto stream = zipf_stream(100'000, 20'000, 1.0, 181);
  for (const double error : {0.01, 0.001}) {
    CountMinSketch sketch({.error = error, .failure = 0.05, .conservative = GetParam()});
    std::map<std::uint64_t, std::uint64_t> truth;
    for (const std::uint64_t key : stream) {
      sketch.add(key);
      ++truth[key];
    }
    int beyond = 0;
    for (std::uint64_t key = 0; key < 20'000; ++key) {
      const std::uint64_t estimate = sketch.estimate(key);
      ASSERT_GE(estimate, truth[key]);
      beyond += static_cast<double>(estimate - truth[key]) > error * 100'000 ? 1 : 0;
    }
    EXPECT_LE(beyond, 0.05 * 20'000);
    EXPECT_EQ(sketch.total(), 100'000U);
  }
}

INSTANTIATE_TEST_SUITE_P(PlainAndConservative, CountMinOnAStream, ::testing::Bool());

TEST(CountMinSketch, ConservativeUpdateErrsLess) {
  CountMinSketch plain({.error = 0.01});
  CountMinSketch conservative({.error = 0.01, .conservative = true});
  for (const std::uint64_t key : zipf_stream(100'000, 20'000, 1.0, 191)) {
    plain.add(key);
    conservative.add(key);
  }
  std::uint64_t plain_sum = 0;
  std::uint64_t conservative_sum = 0;
  for (std::uint64_t key = 0; key < 20'000; ++key) {
    ASSERT_LE(conservative.estimate(key), plain.estimate(key));
    plain_sum += plain.estimate(key);
    conservative_sum += conservative.estimate(key);
  }
  EXPECT_LT(conservative_sum, plain_sum * 8 / 10);
}

TEST(CountMinSketch, MergesIntoTheSketchOfBothStreams) {
  CountMinSketch left({});
  CountMinSketch right({});
  CountMinSketch both({});
  for (const std::uint64_t key : zipf_stream(10'000, 1'000, 1.0, 193)) {
    (key % 3 == 0 ? left : right).add(key);
    both.add(key);
  }
  left.merge(right);
  EXPECT_EQ(left.total(), both.total());
  for (std::uint64_t key = 0; key < 1'000; ++key) {
    ASSERT_EQ(left.estimate(key), both.estimate(key));
  }
}

TEST(CountMinSketch, RefusesOptionsThatMakeNoSense) {
  using Options = CountMinSketch::Options;
  EXPECT_THROW(CountMinSketch(Options{.error = 0.0}), std::invalid_argument);
  EXPECT_THROW(CountMinSketch(Options{.error = 1.0}), std::invalid_argument);
  EXPECT_THROW(CountMinSketch(Options{.failure = 0.0}), std::invalid_argument);
  EXPECT_THROW(CountMinSketch(Options{.failure = 1.0}), std::invalid_argument);
}

}  // namespace
}  // namespace napkin::algorithms
