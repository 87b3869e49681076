#include "models/algorithms/cache/frequency_sketch.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "tests/models/algorithms/random_words.h"

namespace napkin::algorithms {
namespace {

using testing::RandomWords;

TEST(FrequencySketch, CountsToFifteen) {
  FrequencySketch sketch;
  sketch.fit(1000);
  for (std::uint32_t i = 1; i <= 20; ++i) {
    sketch.record(7);
    EXPECT_EQ(sketch.estimate(7), std::min(i, 15U));
  }
  EXPECT_EQ(sketch.estimate(8), 0U);
}

TEST(FrequencySketch, NeverUnderestimatesBeforeItHalves) {
  FrequencySketch sketch;
  sketch.fit(20'000);
  std::map<std::uint64_t, std::uint32_t> truth;
  RandomWords random(1);
  std::uint32_t overestimates = 0;
  for (int i = 0; i < 150'000; ++i) {  // below 10 per object
    const std::uint64_t key = random.below(20'000) * random.below(20'000) / 20'000;
    sketch.record(key);
    truth[key] += 1;
  }
  for (const auto& [key, count] : truth) {
    ASSERT_GE(sketch.estimate(key), std::min(count, 15U));
    overestimates += sketch.estimate(key) > std::min(count, 15U) ? 1 : 0;
  }
  EXPECT_LT(overestimates, truth.size() / 100);
}

TEST(FrequencySketch, HalvesAllCountsAfterTenRecordsPerObject) {
  FrequencySketch sketch;
  sketch.fit(64);
  for (int i = 0; i < 12; ++i) {
    sketch.record(1);
  }
  for (std::uint64_t i = 12; i < 640; ++i) {
    EXPECT_EQ(sketch.estimate(1) >= 12, true);
    sketch.record(1'000 + i % 100);
  }
  EXPECT_EQ(sketch.estimate(1), 6U);
}

TEST(FrequencySketch, GrowingKeepsEveryEstimate) {
  FrequencySketch sketch;
  sketch.fit(100);
  RandomWords random(2);
  for (int i = 0; i < 900; ++i) {
    sketch.record(random.below(200));
  }
  FrequencySketch grown = sketch;
  grown.fit(5000);
  for (std::uint64_t key = 0; key < 1000; ++key) {
    EXPECT_EQ(grown.estimate(key), sketch.estimate(key));
  }
  EXPECT_GT(grown.memory_bytes(), sketch.memory_bytes());
}

}  // namespace
}  // namespace napkin::algorithms
