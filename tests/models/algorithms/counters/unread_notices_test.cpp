#include "models/algorithms/counters/unread_notices.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(UnreadNotices, SomebodyNewHasNothingUnread) {
  UnreadNotices notices;
  notices.publish(1);
  EXPECT_EQ(notices.unread_count(7), 0U);
}

TEST(UnreadNotices, CountsWhatCameAfterTheLastLook) {
  UnreadNotices notices;
  notices.open(7);
  notices.publish(10);
  notices.publish(20);
  EXPECT_EQ(notices.unread_count(7), 2U);
  notices.open(7);
  EXPECT_EQ(notices.unread_count(7), 0U);
  notices.publish(21);
  EXPECT_EQ(notices.unread_count(7), 1U);
}

TEST(UnreadNotices, AForgottenUserIsNewAgain) {
  UnreadNotices notices;
  notices.open(7);
  notices.publish(10);
  notices.forget(7);
  EXPECT_EQ(notices.unread_count(7), 0U);
  EXPECT_EQ(notices.user_count(), 0U);
}

TEST(UnreadNotices, AgreesWithACountPerUser) {
  UnreadNotices notices;
  std::map<std::uint64_t, std::size_t> unread;
  std::mt19937_64 random(1);
  std::uint64_t notice = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t user = random() % 100;
    switch (random() % 8) {
      case 0:
        notice += 1 + random() % 5;
        notices.publish(notice);
        for (auto& [each, count] : unread) {
          ++count;
        }
        break;
      case 1:
        notices.open(user);
        unread[user] = 0;
        break;
      case 2:
        notices.forget(user);
        unread.erase(user);
        break;
      default:
        const auto found = unread.find(user);
        ASSERT_EQ(notices.unread_count(user), found == unread.end() ? 0 : found->second);
    }
  }
}

TEST(RedDot, IsShownUntilClicked) {
  RedDot dot;
  EXPECT_FALSE(dot.is_shown(7));
  dot.put_up(100);
  EXPECT_TRUE(dot.is_shown(7));
  dot.click(7, 100);
  EXPECT_FALSE(dot.is_shown(7));
  EXPECT_TRUE(dot.is_shown(8));
  dot.put_up(101);
  EXPECT_TRUE(dot.is_shown(7));
}

TEST(RedDot, HoldsTimeWhenTheClockGoesBack) {
  RedDot dot;
  dot.click(7, -50);
  dot.put_up(-40);
  EXPECT_TRUE(dot.is_shown(7));
  dot.put_up(-60);
  dot.click(7, -45);
  EXPECT_TRUE(dot.is_shown(7));
  dot.click(7, -40);
  dot.click(7, -100);
  EXPECT_FALSE(dot.is_shown(7));
}

}  // namespace
}  // namespace napkin::algorithms
