#include "models/algorithms/geo/geohash.h"

#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/models/algorithms/reference_csv.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;

TEST(Geohash, FollowsThePublishedExamples) {
  EXPECT_EQ(geohash_encode({57.64911, 10.40744}, 11), "u4pruydqqvj");  // geohash.org
  EXPECT_EQ(geohash_encode({42.605, -5.603}, 5), "ezs42");             // the worked example
  EXPECT_EQ(geohash_encode({-25.382708, -49.265506}, 8), "6gkzwgjz");
  EXPECT_EQ(geohash_encode({0, 0}, 3), "s00");
}

TEST(Geohash, GivesTheReferenceValues) {
  const auto rows = napkin::algorithms::testing::rows_of(
      napkin::algorithms::testing::read_reference_csv("hash_vectors.csv"), "geohash");
  ASSERT_EQ(rows.size(), 3U);
  for (const auto& row : rows) {
    const std::string& place = row.at(1);
    const double latitude = std::stod(place);
    const double longitude = std::stod(place.substr(place.find(',') + 1));
    const std::string& hash = row.at(3);
    EXPECT_EQ(row.at(2), "len=" + std::to_string(hash.size()));
    EXPECT_EQ(geohash_encode({latitude, longitude}, hash.size()), hash);
  }
}

TEST(Geohash, NamesTheCornersOfTheWorld) {
  EXPECT_EQ(geohash_encode({-90, -180}, 12), "000000000000");
  EXPECT_EQ(geohash_encode({90, 180}, 12), "zzzzzzzzzzzz");
}

TEST(Geohash, DecodesACell) {
  const auto box = geohash_decode("EZS42");
  ASSERT_TRUE(box.has_value());
  EXPECT_DOUBLE_EQ(box->south, 42.5830078125);
  EXPECT_DOUBLE_EQ(box->north, 42.626953125);
  EXPECT_DOUBLE_EQ(box->west, -5.625);
  EXPECT_DOUBLE_EQ(box->east, -5.5810546875);
}

TEST(Geohash, RefusesWhatIsNone) {
  EXPECT_EQ(geohash_decode(""), std::nullopt);
  EXPECT_EQ(geohash_decode("ezs42a"), std::nullopt);  // there is no a
  EXPECT_EQ(geohash_decode("0123456789012"), std::nullopt);
  EXPECT_THROW(static_cast<void>(geohash_encode({91, 0}, 5)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(geohash_encode({0, 0}, 0)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(geohash_encode({0, 0}, 13)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(geohash_neighbors("!")), std::invalid_argument);
}

TEST(Geohash, KnowsTheCellsAround) {
  EXPECT_THAT(geohash_neighbors("ezzz"),
              ElementsAre("gbpb", "u000", "spbp", "spbn", "ezzy", "ezzw", "ezzx", "gbp8"));
  EXPECT_EQ(geohash_neighbors("dqcjq")[0], "dqcjw");
}

TEST(Geohash, TheWorldGoesOnAtTheDateLineButNotBeyondThePoles) {
  EXPECT_EQ(geohash_neighbors("z")[0], "");
  EXPECT_EQ(geohash_neighbors("z")[2], "b");
  EXPECT_EQ(geohash_neighbors("0")[6], "p");
  EXPECT_EQ(geohash_neighbors("0")[4], "");
}

TEST(Geohash, ACellHoldsWhatItNamesAndItsPrefixesHoldIt) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const GeoPoint point{static_cast<double>(random() % 180'000'001) / 1e6 - 90,
                         static_cast<double>(random() % 360'000'001) / 1e6 - 180};
    const std::size_t letters = 1 + random() % 12;
    const std::string hash = geohash_encode(point, letters);
    const auto box = geohash_decode(hash);
    ASSERT_TRUE(box && box->contains(point)) << hash;
    ASSERT_EQ(geohash_encode(box->center(), letters), hash);
    ASSERT_TRUE(geohash_encode(point, 12).starts_with(hash));
  }
}

TEST(Geohash, NeighborsTouchAndAreMutual) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 3'000; ++i) {
    const GeoPoint point{static_cast<double>(random() % 170) - 85,
                         static_cast<double>(random() % 360) - 180};
    const std::string hash = geohash_encode(point, 3 + random() % 5);
    const auto neighbors = geohash_neighbors(hash);
    EXPECT_EQ(std::set<std::string>(neighbors.begin(), neighbors.end()).size(), 8U);
    for (std::size_t side = 0; side < 8; ++side) {
      ASSERT_EQ(geohash_neighbors(neighbors[side])[(side + 4) % 8], hash);
    }
  }
}

TEST(Geohash, ACoverHoldsEveryPointOfItsBoxAndNothingFarOff) {
  std::mt19937_64 random(3);
  const GeoBox box{.south = 48.8, .north = 48.95, .west = 2.2, .east = 2.5};
  const auto cells = geohash_cover(box, 5);
  const std::set<std::string> cover(cells.begin(), cells.end());
  EXPECT_EQ(cover.size(), cells.size());
  std::set<std::string> seen;
  for (int i = 0; i < 20'000; ++i) {
    const GeoPoint point{48.8 + 0.15 * static_cast<double>(random() % 1000) / 1000,
                         2.2 + 0.3 * static_cast<double>(random() % 1000) / 1000};
    seen.insert(geohash_encode(point, 5));
  }
  EXPECT_EQ(seen, cover);
}

TEST(Geohash, ACoverOfTooManyCellsIsRefused) {
  const GeoBox world{.south = -90, .north = 90, .west = -180, .east = 180};
  EXPECT_EQ(geohash_cover(world, 1).size(), 32U);
  EXPECT_THROW(static_cast<void>(geohash_cover(world, 12)), std::invalid_argument);
  EXPECT_EQ(geohash_cover({.south = 10, .north = 10, .west = 10, .east = 10}, 6).size(), 1U);
}

}  // namespace
}  // namespace napkin::algorithms
