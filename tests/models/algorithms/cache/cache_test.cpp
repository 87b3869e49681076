#include "models/algorithms/cache/cache.h"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/models/algorithms/random_words.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using testing::RandomWords;

Cache<std::string> lru_of(std::uint64_t capacity) {
  return Cache<std::string>(make_cache_policy("lru", capacity));
}

TEST(Cache, GivesBackWhatWasPut) {
  auto cache = lru_of(2);
  EXPECT_TRUE(cache.put(1, "one"));
  ASSERT_NE(cache.get(1), nullptr);
  EXPECT_EQ(*cache.get(1), "one");
  EXPECT_EQ(cache.get(2), nullptr);
}

TEST(Cache, OverwritesAndCountsAsUse) {
  auto cache = lru_of(2);
  cache.put(1, "one");
  cache.put(2, "two");
  cache.put(1, "uno");
  cache.put(3, "three");  // evicts 2: the write to 1 was a use
  EXPECT_EQ(cache.get(2), nullptr);
  EXPECT_EQ(*cache.get(1), "uno");
}

TEST(Cache, ServesAValueUntilItsTimeToLiveEnds) {
  auto cache = lru_of(2);
  cache.put(1, "one", {.expires_at = 10s});
  EXPECT_NE(cache.get(1, 10s - 1ns), nullptr);
  EXPECT_EQ(cache.get(1, 10s), nullptr);
  EXPECT_EQ(cache.size(), 0U);
  EXPECT_EQ(cache.get(1, 5s), nullptr) << "an expired value came back when the clock went back";
}

TEST(Cache, AnOverwrittenValueGetsTheNewTimeToLive) {
  auto cache = lru_of(2);
  cache.put(1, "one", {.expires_at = 10s});
  cache.put(1, "uno", {.expires_at = 20s});
  EXPECT_NE(cache.get(1, 15s), nullptr);
}

TEST(Cache, RemovesExpiredValuesThatNobodyAsksFor) {
  auto cache = lru_of(100);
  for (CacheKey key = 0; key < 100; ++key) {
    cache.put(key, "value", {.expires_at = key < 30 ? 1s : 9s});
  }
  EXPECT_EQ(cache.remove_expired(2s, 50) + cache.remove_expired(2s, 50), 30U);
  EXPECT_EQ(cache.size(), 70U);
  EXPECT_EQ(cache.remove_expired(2s, 1000), 0U);
}

TEST(Cache, RemovingExpiredValuesOfAnEmptyCacheDoesNothing) {
  auto cache = lru_of(0);
  EXPECT_EQ(cache.remove_expired(2s, 50), 0U);
}

TEST(Cache, HoldsABudgetOfBytes) {
  auto cache = lru_of(100);
  cache.put(1, "a", {.size = 60});
  cache.put(2, "b", {.size = 40});
  cache.put(3, "c", {.size = 30});  // evicts 1
  EXPECT_EQ(cache.get(1), nullptr);
  EXPECT_EQ(cache.policy().used(), 70U);
  cache.put(2, "bb", {.size = 80});  // grows, and evicts 3
  EXPECT_EQ(cache.get(3), nullptr);
  EXPECT_EQ(*cache.get(2), "bb");
  EXPECT_EQ(cache.policy().used(), 80U);
}

TEST(Cache, RefusesAnObjectLargerThanItself) {
  auto cache = lru_of(100);
  cache.put(1, "small");
  EXPECT_FALSE(cache.put(1, "huge", {.size = 101}));
  EXPECT_EQ(cache.get(1), nullptr) << "the old value would now be stale";
  auto none = lru_of(0);
  EXPECT_FALSE(none.put(1, "one"));
  EXPECT_EQ(none.get(1), nullptr);
}

TEST(Cache, HandsEvictedValuesToItsListener) {
  std::vector<std::pair<CacheKey, std::string>> evicted;
  Cache<std::string> cache(make_cache_policy("lru", 1), [&](CacheKey key, std::string&& value) {
    evicted.emplace_back(key, std::move(value));
  });
  cache.put(1, "one");
  cache.put(2, "two");
  cache.erase(2);
  cache.put(3, "three");
  cache.put(3, "drei");
  cache.put(4, "four");
  EXPECT_THAT(evicted, ElementsAre(Pair(1, "one"), Pair(3, "drei")));
}

TEST(MakeCachePolicy, RefusesAnUnknownNameAndListsTheKnown) {
  try {
    (void)make_cache_policy("mru", 10);
    FAIL() << "no exception";
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("\"mru\""));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("lru"));
  }
}

class EveryPolicy : public ::testing::TestWithParam<std::string_view> {};

// A cache may forget, but must never answer with another value than the last one put.
TEST_P(EveryPolicy, NeverServesAWrongStaleOrExpiredValue) {
  struct Truth {
    std::string value;
    Time expires_at{};
  };

  std::size_t evictions = 0;
  std::map<CacheKey, Truth> truth;
  Cache<std::string> cache(make_cache_policy(GetParam(), 500),
                           [&](CacheKey key, std::string&& value) {
                             ++evictions;
                             ASSERT_EQ(truth.at(key).value, value);
                           });
  RandomWords random(3);
  std::size_t hits = 0;
  for (int i = 0; i < 100'000; ++i) {
    const Time now = std::chrono::milliseconds(i);
    const double u = random.uniform();
    const auto key = static_cast<CacheKey>(1000 * u * u * u);
    switch (random.below(10)) {
      case 0:
        cache.erase(key);
        truth.erase(key);
        break;
      case 1:
      case 2: {
        const Truth next{std::to_string(i), now + std::chrono::milliseconds(random.below(20'000))};
        const std::uint64_t size = 1 + random.below(8);
        truth[key] = next;
        cache.put(key, next.value, {.size = size, .expires_at = next.expires_at});
        break;
      }
      default:
        if (const std::string* value = cache.get(key, now)) {
          ++hits;
          ASSERT_EQ(*value, truth.at(key).value);
          ASSERT_LT(now, truth.at(key).expires_at);
        }
    }
    ASSERT_LE(cache.policy().used(), 500U);
  }
  EXPECT_GT(hits, 10'000U);
  EXPECT_GT(evictions, 1'000U);
}

INSTANTIATE_TEST_SUITE_P(ByName,
                         EveryPolicy,
                         ::testing::ValuesIn(cache_policy_names().begin(),
                                             cache_policy_names().end()),
                         [](const auto& info) { return "policy_" + std::string(info.param); });

}  // namespace
}  // namespace napkin::algorithms
