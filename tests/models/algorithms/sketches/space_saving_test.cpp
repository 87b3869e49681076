#include "models/algorithms/sketches/space_saving.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/models/algorithms/sketches/zipf_stream.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using Counter = SpaceSaving::Counter;

// The paper's figure 2: two counters, the stream X Y Y Z. Z takes over X's counter and its count.
TEST(SpaceSaving, FollowsThePapersExample) {
  SpaceSaving sketch(2);
  for (const char key : {'X', 'Y', 'Y', 'Z'}) {
    sketch.add(static_cast<std::uint64_t>(key));
  }
  EXPECT_THAT(sketch.top(5), ElementsAre(Counter{'Y', 2, 0}, Counter{'Z', 2, 1}));
  EXPECT_EQ(sketch.estimate('X'), (Counter{'X', 0, 0}));
  EXPECT_EQ(sketch.least_count(), 2U);
}

TEST(SpaceSaving, IsExactWhileCountersAreFree) {
  SpaceSaving sketch(10);
  sketch.add(1, 5);
  sketch.add(2, 9);
  sketch.add(1);
  EXPECT_THAT(sketch.top(1), ElementsAre(Counter{2, 9, 0}));
  EXPECT_EQ(sketch.estimate(1), (Counter{1, 6, 0}));
  EXPECT_EQ(sketch.least_count(), 0U);
}

TEST(SpaceSaving, WithOneCounterKnowsTheTotal) {
  SpaceSaving sketch(1);
  for (std::uint64_t key = 0; key < 100; ++key) {
    sketch.add(key);
  }
  EXPECT_THAT(sketch.top(1), ElementsAre(Counter{99, 100, 99}));
}

TEST(SpaceSaving, RefusesNoCounters) {
  EXPECT_THROW(SpaceSaving(0), std::invalid_argument);
}

// The paper's lemmas 3 to 5 and theorem 2, on a skewed and on a flat stream.
TEST(SpaceSaving, KeepsItsBounds) {
  for (const double exponent : {1.2, 0.0}) {
    SpaceSaving sketch(100);
    std::map<std::uint64_t, std::uint64_t> truth;
    std::uint64_t total = 0;
    std::mt19937_64 random(197);
    for (const std::uint64_t key : zipf_stream(100'000, 10'000, exponent, 199)) {
      const std::uint64_t times = random() % 4;
      sketch.add(key, times);
      truth[key] += times;
      total += times;
      ASSERT_EQ(sketch.total(), total);
    }
    std::uint64_t sum = 0;
    std::set<std::uint64_t> held;
    for (const Counter& counter : sketch.top(1'000)) {
      ASSERT_GE(counter.count, truth[counter.key]);
      ASSERT_LE(counter.count - counter.error, truth[counter.key]);
      ASSERT_LE(counter.error, sketch.least_count());
      held.insert(counter.key);
      sum += counter.count;
    }
    EXPECT_EQ(held.size(), 100U);
    EXPECT_EQ(sum, total);
    EXPECT_LE(sketch.least_count(), total / 100);
    for (const auto& [key, count] : truth) {
      ASSERT_TRUE(count <= total / 100 || held.contains(key));
    }
  }
}

TEST(SpaceSaving, FindsTheHottestKeysOfASkewedStream) {
  SpaceSaving sketch(200);
  std::map<std::uint64_t, std::uint64_t> truth;
  for (const std::uint64_t key : zipf_stream(100'000, 100'000, 1.1, 211)) {
    sketch.add(key);
    ++truth[key];
  }
  const auto top = sketch.top(10);
  for (std::uint64_t key = 0; key < 5; ++key) {
    EXPECT_TRUE(std::ranges::any_of(top, [&](const Counter& counter) {
      return counter.key == key;
    })) << key;
  }
}

// The table as an obvious list: the least of all counters is looked for each time.
TEST(SpaceSaving, KeepsTheSameMultisetOfCountsAsAList) {
  SpaceSaving sketch(20);
  std::map<std::uint64_t, std::uint64_t> counts;
  std::mt19937_64 random(223);
  for (int step = 0; step < 100'000; ++step) {
    // Each key comes once or is among the lasting few, so that which of equal counters goes does
    // not matter to the counts.
    const std::uint64_t key =
        random() % 3 == 0 ? random() % 5 : 1'000 + static_cast<std::uint64_t>(step);
    sketch.add(key);
    if (!counts.contains(key) && counts.size() == 20) {
      const auto least =
          std::ranges::min_element(counts, {}, [](const auto& entry) { return entry.second; });
      counts[key] = least->second;
      counts.erase(least);
    }
    ++counts[key];
    const auto least =
        std::ranges::min_element(counts, {}, [](const auto& entry) { return entry.second; });
    ASSERT_EQ(sketch.least_count(), counts.size() < 20 ? 0 : least->second);
  }
  std::multiset<std::uint64_t> expected;
  for (const auto& [key, count] : counts) {
    expected.insert(count);
  }
  std::multiset<std::uint64_t> actual;
  for (const Counter& counter : sketch.top(20)) {
    actual.insert(counter.count);
  }
  EXPECT_EQ(actual, expected);
}

}  // namespace
}  // namespace napkin::algorithms
