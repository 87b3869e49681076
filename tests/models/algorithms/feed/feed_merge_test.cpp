#include "models/algorithms/feed/feed_merge.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <random>
#include <set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FeedMerge, MergesTheNewestOfAll) {
  EXPECT_THAT(merge_newest({{9, 5, 1}, {8, 2}, {}}, 4), ElementsAre(9, 8, 5, 2));
}

TEST(FeedMerge, ShowsWhatIsInTwoListsOnce) {
  EXPECT_THAT(merge_newest({{9, 5}, {9, 5, 3}, {5}}, 10), ElementsAre(9, 5, 3));
}

TEST(FeedMerge, OfNothingIsNothing) {
  EXPECT_THAT(merge_newest({}, 10), IsEmpty());
  EXPECT_THAT(merge_newest({{3, 2}}, 0), IsEmpty());
}

TEST(FeedMerge, AgreesWithSortingEverything) {
  std::mt19937_64 random(1);
  for (int run = 0; run < 2'000; ++run) {
    std::vector<std::vector<std::uint64_t>> lists(random() % 12);
    std::set<std::uint64_t, std::greater<>> all;
    for (auto& list : lists) {
      std::set<std::uint64_t, std::greater<>> posts;
      for (std::uint64_t i = random() % 30; i > 0; --i) {
        posts.insert(random() % 200);
      }
      list.assign(posts.begin(), posts.end());
      all.insert(posts.begin(), posts.end());
    }
    const std::size_t limit = random() % 60;
    std::vector<std::uint64_t> expected(all.begin(), all.end());
    expected.resize(std::min(expected.size(), limit));
    ASSERT_EQ(merge_newest(lists, limit), expected);
  }
}

}  // namespace
}  // namespace napkin::algorithms
