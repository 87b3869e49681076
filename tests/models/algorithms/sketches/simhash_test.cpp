#include "models/algorithms/sketches/simhash.h"

#include <cmath>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/hash/mix.h"
#include "models/algorithms/hash/xxhash.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<Feature> shingles(const std::string& text) {
  std::vector<Feature> features;
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    features.push_back({.hash = xxh64(text.substr(i, 4))});
  }
  return features;
}

TEST(Simhash, OfOneFeatureIsItsHash) {
  const std::vector<Feature> one = {{.hash = 0x123456789abcdef0}};
  EXPECT_EQ(simhash(one), 0x123456789abcdef0U);
  EXPECT_EQ(simhash({}), 0U);
}

TEST(Simhash, LetsTheHeavierFeatureDecide) {
  const std::vector<Feature> features = {{.hash = 0xff00, .weight = 3},
                                         {.hash = 0x0ff0, .weight = 2}};
  EXPECT_EQ(simhash(features), 0xff00U);
  const std::vector<Feature> against = {{.hash = 0xff00, .weight = 2},
                                        {.hash = 0x0f00, .weight = -3}};
  EXPECT_EQ(simhash(against),
            ~std::uint64_t{0x0f00});  // +1 for bits in neither, 5 in the first only, -1
}

TEST(Simhash, ChangesLittleWhenTheTextDoes) {
  std::string text;
  std::mt19937_64 random(233);
  for (int word = 0; word < 300; ++word) {
    text += "word" + std::to_string(random() % 1'000) + ' ';
  }
  std::string edited = text;
  edited.replace(100, 5, "other");
  std::string another;
  for (int word = 0; word < 300; ++word) {
    another += "term" + std::to_string(random() % 1'000) + ' ';
  }
  EXPECT_LE(hamming_distance(simhash(shingles(text)), simhash(shingles(edited))), 6);
  EXPECT_GT(hamming_distance(simhash(shingles(text)), simhash(shingles(another))), 12);
}

// Charikar: a bit differs with probability angle / pi. Two documents of n features that share s
// have cosine s / n. Mean over 500 pairs of 64 bits: 4 sigma.
TEST(Simhash, DiffersInAsManyBitsAsTheAngleSays) {
  std::uint64_t next = 0;
  for (const int shared : {50, 150, 190}) {
    constexpr int kFeatures = 200;
    constexpr int kPairs = 500;
    int bits = 0;
    for (int pair = 0; pair < kPairs; ++pair) {
      std::vector<Feature> left;
      std::vector<Feature> right;
      for (int i = 0; i < kFeatures; ++i) {
        left.push_back({.hash = mix64(++next, 0)});
        right.push_back(i < shared ? left.back() : Feature{.hash = mix64(++next, 0)});
      }
      bits += hamming_distance(simhash(left), simhash(right));
    }
    const double rate = std::acos(static_cast<double>(shared) / kFeatures) / std::acos(-1.0);
    const double trials = 64.0 * kPairs;
    EXPECT_NEAR(bits / trials, rate, 4 * std::sqrt(rate * (1 - rate) / trials) + 0.01) << shared;
  }
}

TEST(SimhashIndex, FindsWhatIsWithinItsDistanceInOrder) {
  SimhashIndex index(3);
  EXPECT_THAT(index.find_all_near(0), IsEmpty());
  EXPECT_EQ(index.add(0b1111), 0U);
  EXPECT_EQ(index.add(0b0111), 1U);
  EXPECT_EQ(index.add(0), 2U);
  EXPECT_THAT(index.find_all_near(0), ElementsAre(1, 2));
  EXPECT_EQ(index.find_near(0), 1U);
  EXPECT_EQ(index.find_near(~0ULL), std::nullopt);
}

TEST(SimhashIndex, OfDistanceZeroFindsEqualsOnly) {
  SimhashIndex index(0);
  index.add(5);
  EXPECT_EQ(index.find_near(5), 0U);
  EXPECT_EQ(index.find_near(4), std::nullopt);
}

TEST(SimhashIndex, RefusesDistancesThatMakeNoSense) {
  EXPECT_THROW(SimhashIndex(-1), std::invalid_argument);
  EXPECT_THROW(SimhashIndex(16), std::invalid_argument);
}

// 20,000 look-ups for each distance, against looking at every fingerprint.
void expect_what_a_scan_finds(int distance, std::mt19937_64& random) {
  SimhashIndex index(distance);
  std::vector<std::uint64_t> fingerprints;
  for (int i = 0; i < 500; ++i) {
    // Half of them near an earlier one, or the distance would never be tried.
    std::uint64_t fingerprint = random();
    if (i > 0 && random() % 2 == 0) {
      fingerprint = fingerprints[random() % fingerprints.size()];
      for (auto flips = random() % 20; flips > 0; --flips) {
        fingerprint ^= std::uint64_t{1} << (random() % 64);
      }
    }
    std::vector<std::uint32_t> expected;
    for (std::uint32_t number = 0; number < fingerprints.size(); ++number) {
      if (hamming_distance(fingerprints[number], fingerprint) <= distance) {
        expected.push_back(number);
      }
    }
    ASSERT_EQ(index.find_all_near(fingerprint), expected);
    index.add(fingerprint);
    fingerprints.push_back(fingerprint);
  }
}

TEST(SimhashIndex, FindsWhatAScanFinds) {
  std::mt19937_64 random(239);
  for (const int distance : {0, 1, 3, 6, 15}) {
    for (int round = 0; round < 40; ++round) {
      ASSERT_NO_FATAL_FAILURE(expect_what_a_scan_finds(distance, random));
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
