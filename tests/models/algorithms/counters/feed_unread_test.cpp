#include "models/algorithms/counters/feed_unread.h"

#include <array>
#include <cstdint>
#include <optional>
#include <random>

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
  constexpr std::uint64_t kUsers = 20;
  constexpr std::uint64_t kAuthors = 25;
  FeedUnread unread;
  std::array<std::array<std::optional<std::uint64_t>, kAuthors>, kUsers> model;  // if followed
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t user = random() % kUsers;
    const std::uint64_t author = random() % kAuthors;
    auto& followed = model[user];
    switch (random() % 8) {
      case 0:
        ASSERT_EQ(unread.follow(user, author), !followed[author].has_value());
        followed[author] = followed[author].value_or(0);
        break;
      case 1:
        ASSERT_EQ(unread.unfollow(user, author), followed[author].has_value());
        followed[author].reset();
        break;
      case 2:
        unread.look(user);
        for (auto& count : followed) {
          count = count ? std::optional<std::uint64_t>(0) : std::nullopt;
        }
        break;
      default:
        unread.post(author);
        for (auto& each : model) {
          if (each[author]) {
            ++*each[author];
          }
        }
    }
    std::uint64_t expected = 0;
    for (const auto& count : followed) {
      expected += count.value_or(0);
    }
    ASSERT_EQ(unread.unread_count(user), expected);
  }
}

}  // namespace
}  // namespace napkin::algorithms
