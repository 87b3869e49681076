#include "models/algorithms/counters/feed_unread.h"

#include <cstdint>
#include <map>
#include <random>
#include <utility>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(FeedUnread, CountsPostsOfThoseFollowedSinceTheLastLook) {
  FeedUnread unread;
  unread.post(100, 50);
  EXPECT_TRUE(unread.follow(1, 100));
  EXPECT_FALSE(unread.follow(1, 100));
  EXPECT_EQ(unread.unread_count(1), 0U);
  unread.post(100);
  unread.post(200);
  EXPECT_EQ(unread.unread_count(1), 1U);
  unread.look(1);
  EXPECT_EQ(unread.unread_count(1), 0U);
}

TEST(FeedUnread, UnfollowingTakesAwayOnlyThatAuthorsPosts) {
  FeedUnread unread;
  unread.follow(1, 100);
  unread.follow(1, 200);
  unread.post(100, 3);
  unread.post(200, 5);
  EXPECT_TRUE(unread.unfollow(1, 100));
  EXPECT_FALSE(unread.unfollow(1, 100));
  EXPECT_EQ(unread.unread_count(1), 5U);
  EXPECT_EQ(unread.followed_count(1), 1U);
}

TEST(FeedUnread, AnUnknownUserHasNothing) {
  FeedUnread unread;
  unread.look(1);
  EXPECT_EQ(unread.unread_count(1), 0U);
  EXPECT_EQ(unread.followed_count(1), 0U);
}

TEST(FeedUnread, AgreesWithACountPerPairOverRandomOperations) {
  FeedUnread unread;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> model;  // (user, author): unread
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t user = random() % 20;
    const std::uint64_t author = random() % 25;
    switch (random() % 8) {
      case 0:
        ASSERT_EQ(unread.follow(user, author), model.try_emplace({user, author}, 0).second);
        break;
      case 1:
        ASSERT_EQ(unread.unfollow(user, author), model.erase({user, author}) == 1);
        break;
      case 2:
        unread.look(user);
        for (std::uint64_t each = 0; each < 25; ++each) {
          if (model.count({user, each}) == 1) {
            model[{user, each}] = 0;
          }
        }
        break;
      default:
        unread.post(author);
        for (std::uint64_t each = 0; each < 20; ++each) {
          if (model.count({each, author}) == 1) {
            ++model[{each, author}];
          }
        }
    }
    std::uint64_t expected = 0;
    for (auto each = model.lower_bound({user, 0}); each != model.end() && each->first.first == user;
         ++each) {
      expected += each->second;
    }
    ASSERT_EQ(unread.unread_count(user), expected);
  }
}

}  // namespace
}  // namespace napkin::algorithms
