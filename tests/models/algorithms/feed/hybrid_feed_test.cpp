#include "models/algorithms/feed/hybrid_feed.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Ids = std::vector<std::uint64_t>;

constexpr std::uint64_t kAuthor = 100;

Ids newest(const HybridFeed& feed, std::uint64_t user, const Ids& followed) {
  return feed.read(user, followed, FeedTable::kNewest, 10);
}

TEST(HybridFeed, PushesToAllFollowersOfAnOrdinaryAuthor) {
  HybridFeed feed({.celebrity_followers_min = 3});
  const auto published = feed.publish(kAuthor, 1, Ids{7, 8});
  EXPECT_EQ(published.pushed_count, 2U);
  EXPECT_FALSE(published.is_pulled);
  EXPECT_EQ(feed.lists_read(Ids{kAuthor}), 1U);
  EXPECT_THAT(newest(feed, 7, {kAuthor}), ElementsAre(1));
}

TEST(HybridFeed, FollowersOfACelebrityPull) {
  HybridFeed feed({.celebrity_followers_min = 3});
  const auto published = feed.publish(kAuthor, 1, Ids{7, 8, 9});
  EXPECT_EQ(published.pushed_count, 0U);
  EXPECT_TRUE(published.is_pulled);
  EXPECT_EQ(feed.lists_read(Ids{kAuthor}), 2U);
  EXPECT_THAT(newest(feed, 7, {kAuthor}), ElementsAre(1));
}

TEST(HybridFeed, AnActiveFollowerOfACelebrityIsPushedToAndSeesThePostOnce) {
  HybridFeed feed({.celebrity_followers_min = 3});
  feed.publish(kAuthor, 1, Ids{7, 8, 9});
  feed.note_active(kAuthor, 8, 0);
  EXPECT_EQ(feed.publish(kAuthor, 2, Ids{7, 8, 9}).pushed_count, 1U);
  EXPECT_THAT(newest(feed, 8, {kAuthor}), ElementsAre(2, 1));
  EXPECT_THAT(newest(feed, 9, {kAuthor}), ElementsAre(2, 1));
}

TEST(HybridFeed, NobodyElseSeesThePost) {
  HybridFeed feed({});
  feed.publish(kAuthor, 1, Ids{7});
  EXPECT_THAT(newest(feed, 8, {}), IsEmpty());
}

/// Whatever is pushed and whatever pulled, a reader sees the newest posts of those followed.
class HybridFeedModel : public ::testing::TestWithParam<std::size_t> {};

TEST_P(HybridFeedModel, AgreesWithSortingAllPostsOfThoseFollowed) {
  constexpr std::uint64_t kUsers = 40;
  constexpr std::uint64_t kAuthors = 15;
  HybridFeed feed({.celebrity_followers_min = GetParam(),
                   .feed_posts_max = 1'000'000,
                   .author_posts_max = 1'000'000,
                   .active = {.followers_max = 3}});
  std::mt19937_64 random(GetParam());
  std::vector<Ids> followers(kAuthors);
  std::vector<Ids> followed(kUsers);
  for (std::uint64_t author = 0; author < kAuthors; ++author) {
    for (std::uint64_t user = 0; user < kUsers; ++user) {
      if (random() % kAuthors < author) {  // from nobody to nearly all
        followers[author].push_back(user);
        followed[user].push_back(author);
      }
    }
  }
  std::vector<Ids> posts(kAuthors);  // oldest first
  for (std::uint64_t post = 1; post <= 12'000; ++post) {
    const std::uint64_t author = random() % kAuthors;
    const std::uint64_t user = random() % kUsers;
    feed.publish(author, post, followers[author]);
    posts[author].push_back(post);
    for (const std::uint64_t each : followed[user]) {
      feed.note_active(each, user, post);
    }
    const std::uint64_t before = 1 + random() % (post + 1);
    Ids expected;
    for (const std::uint64_t each : followed[user]) {
      auto at = std::lower_bound(posts[each].begin(), posts[each].end(), before);
      for (int i = 0; i < 8 && at != posts[each].begin(); ++i) {
        expected.push_back(*--at);
      }
    }
    std::sort(expected.rbegin(), expected.rend());
    expected.resize(std::min<std::size_t>(expected.size(), 8));
    ASSERT_EQ(feed.read(user, followed[user], before, 8), expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Thresholds,
                         HybridFeedModel,
                         ::testing::Values(0U, 20U, HybridFeed::kAlwaysPush));

}  // namespace
}  // namespace napkin::algorithms
