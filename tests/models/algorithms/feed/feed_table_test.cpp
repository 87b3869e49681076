#include "models/algorithms/feed/feed_table.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint64_t kAnn = 1;

TEST(FeedTable, ShowsTheNewestFirstPageByPage) {
  FeedTable feeds({.posts_max = 10});
  for (std::uint64_t post = 1; post <= 5; ++post) {
    EXPECT_TRUE(feeds.push(kAnn, post));
  }
  EXPECT_THAT(feeds.newest(kAnn, FeedTable::kNewest, 2), ElementsAre(5, 4));
  EXPECT_THAT(feeds.newest(kAnn, 4, 2), ElementsAre(3, 2));
  EXPECT_THAT(feeds.newest(kAnn, 2, 2), ElementsAre(1));
  EXPECT_THAT(feeds.newest(99, FeedTable::kNewest, 2), IsEmpty());
}

TEST(FeedTable, KeepsTheNewestWhenFull) {
  FeedTable feeds({.posts_max = 3});
  for (std::uint64_t post = 1; post <= 100; ++post) {
    feeds.push(kAnn, post);
    EXPECT_LE(feeds.size(kAnn), 3U);
  }
  EXPECT_THAT(feeds.newest(kAnn, FeedTable::kNewest, 10), ElementsAre(100, 99, 98));
  EXPECT_FALSE(feeds.push(kAnn, 97));
}

TEST(FeedTable, WithoutRoomKeepsNothing) {
  FeedTable feeds({.posts_max = 0});
  EXPECT_FALSE(feeds.push(kAnn, 1));
  EXPECT_EQ(feeds.size(kAnn), 0U);
  EXPECT_THROW(FeedTable({.posts_max = 200'000'000}), std::invalid_argument);
}

TEST(FeedTable, APostIsListedOnceAndCanBeRemoved) {
  FeedTable feeds({});
  EXPECT_TRUE(feeds.push(kAnn, 7));
  EXPECT_FALSE(feeds.push(kAnn, 7));
  EXPECT_TRUE(feeds.remove(kAnn, 7));
  EXPECT_FALSE(feeds.remove(kAnn, 7));
  EXPECT_THAT(feeds.newest(kAnn, FeedTable::kNewest, 10), IsEmpty());
}

class FeedTableModel : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(FeedTableModel, AgreesWithSetsOverRandomOperations) {
  const std::uint32_t posts_max = GetParam();
  FeedTable feeds({.posts_max = posts_max});
  std::map<std::uint64_t, std::set<std::uint64_t>> all;
  std::mt19937_64 random(posts_max);
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const std::uint64_t owner = random() % 10;
    auto& model = all[owner];
    const std::uint64_t post = i + 100 - random() % 30;
    if (random() % 10 < 7) {
      const bool is_too_old = model.size() == posts_max && post < *model.begin();
      const bool is_added = !is_too_old && model.insert(post).second;
      ASSERT_EQ(feeds.push(owner, post), is_added);
      if (model.size() > posts_max) {
        model.erase(model.begin());
      }
    } else {
      const std::size_t limit = random() % 10;
      std::vector<std::uint64_t> expected(model.begin(), model.lower_bound(post));
      std::reverse(expected.begin(), expected.end());
      expected.resize(std::min(expected.size(), limit));
      ASSERT_EQ(feeds.newest(owner, post, limit), expected);
    }
    ASSERT_EQ(feeds.size(owner), model.size());
  }
}

INSTANTIATE_TEST_SUITE_P(Bounds, FeedTableModel, ::testing::Values(1U, 3U, 50U));

TEST(FeedTable, ARemovalFromAFullListMakesRoomForOneThatWasHidden) {
  // The list may hold more than it shows; what it shows is the newest in any case.
  FeedTable feeds({.posts_max = 4});
  for (std::uint64_t post = 1; post <= 5; ++post) {
    feeds.push(kAnn, post);
  }
  feeds.remove(kAnn, 4);
  const auto page = feeds.newest(kAnn, FeedTable::kNewest, 3);
  EXPECT_THAT(page, ElementsAre(5, 3, 2));
}

}  // namespace
}  // namespace napkin::algorithms
