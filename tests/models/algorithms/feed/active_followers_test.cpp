#include "models/algorithms/feed/active_followers.h"

#include <algorithm>
#include <cstdint>
#include <list>
#include <random>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::uint64_t> list_of(const ActiveFollowers& followers) {
  std::vector<std::uint64_t> ids;
  followers.for_each([&](std::uint64_t follower) { ids.push_back(follower); });
  return ids;
}

TEST(ActiveFollowers, StandInTheOrderOfTheirLastSignOfLife) {
  ActiveFollowers followers({});
  followers.touch(1, 10);
  followers.touch(2, 11);
  followers.touch(3, 12);
  followers.touch(1, 13);
  EXPECT_THAT(list_of(followers), ElementsAre(1, 3, 2));
}

TEST(ActiveFollowers, TheMostSilentMakesRoom) {
  ActiveFollowers followers({.followers_max = 2});
  followers.touch(1, 10);
  followers.touch(2, 11);
  followers.touch(1, 12);
  followers.touch(3, 13);
  EXPECT_THAT(list_of(followers), ElementsAre(3, 1));
}

TEST(ActiveFollowers, WithoutRoomHoldsNobody) {
  ActiveFollowers followers({.followers_max = 0});
  followers.touch(1, 10);
  EXPECT_THAT(list_of(followers), IsEmpty());
}

TEST(ActiveFollowers, DropsTheSilentAfterTheirTime) {
  ActiveFollowers followers({.active_for_ticks = 5});
  followers.touch(1, 10);
  followers.touch(2, 12);
  EXPECT_EQ(followers.drop_silent(15), 0U);
  EXPECT_EQ(followers.drop_silent(16), 1U);
  EXPECT_THAT(list_of(followers), ElementsAre(2));
  followers.touch(3, 1);  // the clock went back
  EXPECT_EQ(followers.drop_silent(21), 1U);
  EXPECT_THAT(list_of(followers), ElementsAre(3));
}

TEST(ActiveFollowers, AgreesWithAListOverRandomOperations) {
  using Entry = std::pair<std::uint64_t, std::uint64_t>;  // follower, tick
  ActiveFollowers followers({.followers_max = 30, .active_for_ticks = 200});
  std::list<Entry> model;
  std::mt19937_64 random(1);
  for (std::uint64_t now = 0; now < 100'000; ++now) {
    const std::uint64_t follower = random() % 50;
    const auto is_follower = [&](const Entry& entry) { return entry.first == follower; };
    const std::uint64_t choice = random() % 20;
    if (choice < 12) {
      followers.touch(follower, now);
      model.remove_if(is_follower);
      model.emplace_front(follower, now);
      if (model.size() > 30) {
        model.pop_back();
      }
    } else if (choice < 19) {
      ASSERT_EQ(followers.remove(follower), model.remove_if(is_follower) == 1);
    } else {
      ASSERT_EQ(followers.drop_silent(now),
                model.remove_if([&](const Entry& entry) { return now - entry.second > 200; }));
    }
    std::vector<std::uint64_t> expected;
    for (const Entry& entry : model) {
      expected.push_back(entry.first);
    }
    ASSERT_EQ(list_of(followers), expected);
  }
}

}  // namespace
}  // namespace napkin::algorithms
