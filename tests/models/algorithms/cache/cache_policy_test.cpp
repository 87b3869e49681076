#include "models/algorithms/cache/cache_policy.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "models/algorithms/cache/arc.h"
#include "models/algorithms/cache/belady.h"
#include "models/algorithms/cache/clock.h"
#include "models/algorithms/cache/s3_fifo.h"
#include "models/algorithms/cache/slru.h"
#include "models/algorithms/cache/two_queue.h"
#include "tests/models/algorithms/cache/adaptive_policy_models.h"
#include "tests/models/algorithms/cache/policy_models.h"
#include "tests/models/algorithms/random_words.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using testing::RandomWords;

/// 100,000 requests and invalidations, skewed, with phases: the same hits, one by one.
template <class Model>
void expect_agreement(std::string_view name, std::size_t capacity) {
  const auto policy = make_cache_policy(name, capacity);
  Model model{capacity};
  RandomWords random(capacity);
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const double u = random.uniform();
    const std::uint64_t phase = i / 10'000 * 37;
    const CacheKey key = phase + static_cast<CacheKey>(4.0 * static_cast<double>(capacity) * u * u);
    if (random.below(50) == 0) {
      policy->erase(key);
      model.erase(key);
    } else {
      ASSERT_EQ(policy->access(key), model.access(key))
          << name << " of " << capacity << ", request " << i;
    }
  }
}

template <class Model>
void expect_agreement(std::string_view name) {
  for (const std::size_t capacity : {1U, 2U, 3U, 40U}) {
    expect_agreement<Model>(name, capacity);
  }
}

TEST(CachePolicy, FifoAgreesWithItsModel) {
  expect_agreement<testing::FifoModel>("fifo");
}

TEST(CachePolicy, LruAgreesWithItsModel) {
  expect_agreement<testing::LruModel>("lru");
}

TEST(CachePolicy, ClockAgreesWithItsModel) {
  expect_agreement<testing::ClockModel>("clock");
}

TEST(CachePolicy, SieveAgreesWithItsModel) {
  expect_agreement<testing::SieveModel>("sieve");
}

TEST(CachePolicy, LfuAgreesWithItsModel) {
  expect_agreement<testing::LfuModel>("lfu");
}

TEST(CachePolicy, PerfectLfuAgreesWithItsModel) {
  expect_agreement<testing::PerfectLfuModel>("perfect_lfu");
}

TEST(CachePolicy, PerfectLfuComesToHoldTheMostPopular) {
  const auto policy = make_cache_policy("perfect_lfu", 10);
  RandomWords random(5);
  for (int request = 0; request < 100'000; ++request) {
    policy->access(std::min(random.below(100), random.below(100)));
  }
  for (CacheKey key = 0; key < 10; ++key) {
    EXPECT_TRUE(policy->contains(key)) << key;
  }
}

TEST(CachePolicy, SlruAgreesWithItsModel) {
  expect_agreement<testing::SlruModel>("slru");
}

TEST(CachePolicy, ArcAgreesWithItsModel) {
  expect_agreement<testing::ArcModel>("arc");
}

TEST(CachePolicy, S3FifoAgreesWithItsModel) {
  expect_agreement<testing::S3FifoModel>("s3_fifo");
}

TEST(CachePolicy, QdLpFifoAgreesWithItsModel) {
  expect_agreement<testing::QdLpFifoModel>("qd_lp_fifo");
}

TEST(CachePolicy, LirsAgreesWithItsModel) {
  expect_agreement<testing::LirsModel>("lirs");
}

// Below four objects the shares round to nothing, where ours keeps at least one.
TEST(CachePolicy, TwoQueueAgreesWithItsModel) {
  expect_agreement<testing::TwoQueueModel>("2q", 4);
  expect_agreement<testing::TwoQueueModel>("2q", 40);
}

TEST(CachePolicy, WTinyLfuAgreesWithItsModel) {
  expect_agreement<testing::WTinyLfuModel>("w_tiny_lfu");
  expect_agreement<testing::WTinyLfuModel>("w_tiny_lfu", 120);
}

std::vector<CacheKey> victims_of(CachePolicy& policy, const std::vector<CacheKey>& requests) {
  std::vector<CacheKey> victims;
  policy.set_eviction_listener([&](CacheSlot, CacheKey key) { victims.push_back(key); });
  for (const CacheKey key : requests) {
    policy.access(key);
  }
  return victims;
}

// The worked example of Belady's anomaly: more room, more misses. Only FIFO shows it.
TEST(CachePolicy, FifoShowsBeladysAnomaly) {
  const std::vector<CacheKey> requests = {1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5};
  const auto misses = [&](std::string_view name, std::uint64_t capacity) {
    const auto policy = make_cache_policy(name, capacity);
    return std::ranges::count_if(requests, [&](CacheKey key) { return !policy->access(key); });
  };
  EXPECT_EQ(misses("fifo", 3), 9);
  EXPECT_EQ(misses("fifo", 4), 10);
  EXPECT_EQ(misses("lru", 3), 10);
  EXPECT_EQ(misses("lru", 4), 8);
  EXPECT_EQ(belady_misses(requests, 3), 7U);
}

TEST(CachePolicy, AScanEmptiesLruButNotTheScanResistant) {
  const auto survivors = [](std::string_view name) {
    const auto policy = make_cache_policy(name, 100);
    for (int round = 0; round < 20; ++round) {
      for (CacheKey key = 0; key < 50; ++key) {
        policy->access(key);
        policy->access(1000 * static_cast<CacheKey>(round) + 500 + key);
      }
    }
    for (CacheKey key = 1'000'000; key < 1'001'000; ++key) {
      policy->access(key);
    }
    int count = 0;
    for (CacheKey key = 0; key < 50; ++key) {
      count += policy->contains(key) ? 1 : 0;
    }
    return count;
  };
  EXPECT_EQ(survivors("lru"), 0);
  for (const std::string_view name :
       {"2q", "arc", "lfu", "lirs", "s3_fifo", "slru", "w_tiny_lfu"}) {
    EXPECT_GT(survivors(name), 25) << name;
  }
}

// "Sieve is simpler than LRU", figure 3: objects A (visited) ... the spared stay in their place.
TEST(CachePolicy, SieveSparesTheVisitedInPlace) {
  const auto sieve = make_cache_policy("sieve", 3);
  EXPECT_THAT(victims_of(*sieve, {1, 2, 3, 1, 4, 5, 6, 7}), ElementsAre(2, 3, 4, 5));
  EXPECT_TRUE(sieve->contains(1)) << "the hand has not come round to it again";
}

TEST(CachePolicy, ClockWithMoreBitsSparesAnObjectAsOftenAsItWasUsed) {
  ClockPolicy clock(2, {.uses_max = 3});
  EXPECT_THAT(victims_of(clock, {1, 1, 1, 2, 3, 4, 5}), ElementsAre(2, 3, 1));
}

TEST(CachePolicy, ArcMovesItsTargetWithTheGhostsAskedFor) {
  ArcPolicy arc(4);
  for (const CacheKey key : {1U, 1U, 2U, 3U, 4U, 5U}) {
    arc.access(key);  // 5 sends 2, seen once, to the ghosts
  }
  EXPECT_EQ(arc.recency_target(), 0.0);
  EXPECT_FALSE(arc.access(2));
  EXPECT_EQ(arc.recency_target(), 1.0);
  EXPECT_TRUE(arc.contains(1));
}

TEST(CachePolicy, RefusesOptionsOutOfRange) {
  EXPECT_THROW(ClockPolicy(10, {.uses_max = 0}), std::invalid_argument);
  EXPECT_THROW(SlruPolicy(10, {.shares = {}}), std::invalid_argument);
  EXPECT_THROW(SlruPolicy(10, {.shares = {0.5, 0.6}}), std::invalid_argument);
  EXPECT_THROW(TwoQueuePolicy(10, {.in_share = -0.1}), std::invalid_argument);
  EXPECT_THROW(S3FifoPolicy(10, {.small_share = 1.1}), std::invalid_argument);
  EXPECT_THROW(S3FifoPolicy(10, {.uses_to_stay = 0}), std::invalid_argument);
}

TEST(Belady, HitsNothingWithoutRoomAndEverythingButFirstsWithPlenty) {
  const std::vector<CacheKey> requests = {1, 2, 1, 2, 3};
  EXPECT_EQ(belady_misses(requests, 0), 5U);
  EXPECT_EQ(belady_misses(requests, 10), 3U);
  EXPECT_EQ(belady_misses({}, 10), 0U);
  EXPECT_THAT(belady_hits(requests, 2), ElementsAre(false, false, true, true, false));
}

class EveryCachePolicy : public ::testing::TestWithParam<std::string_view> {};

// What holds for all: sizes are accounted, the budget is kept, what the listener says is true.
TEST_P(EveryCachePolicy, KeepsItsBooksWithObjectsOfAnySize) {
  for (const std::uint64_t capacity : {0U, 1U, 7U, 1000U}) {
    const auto policy = make_cache_policy(GetParam(), capacity);
    std::map<CacheKey, std::uint64_t> residents;
    std::uint64_t used = 0;
    policy->set_eviction_listener([&](CacheSlot slot, CacheKey key) {
      ASSERT_EQ(policy->entry(slot).key, key);
      if (const auto known = residents.find(key); known != residents.end()) {
        used -= known->second;
        residents.erase(known);
      }
    });
    RandomWords random(capacity + 9);
    for (int i = 0; i < 30'000; ++i) {
      const CacheKey key = random.below(300) * random.below(300) / 300;
      if (random.below(20) == 0) {
        ASSERT_EQ(policy->erase(key), residents.contains(key));
        used -= residents.contains(key) ? residents[key] : 0;
        residents.erase(key);
      } else if (policy->find(key) == kNoSlot) {
        ASSERT_FALSE(residents.contains(key));
        const std::uint64_t size = 1 + random.below(random.below(10) == 0 ? 1200 : 30);
        if (const CacheSlot slot = policy->admit(key, size); slot != kNoSlot) {
          ASSERT_EQ(policy->entry(slot).key, key);
          residents[key] = size;
          used += size;
        }
      } else {
        ASSERT_TRUE(residents.contains(key));
      }
      ASSERT_EQ(policy->size(), residents.size());
      ASSERT_EQ(policy->used(), used);
      ASSERT_LE(policy->used(), capacity);
    }
  }
}

TEST_P(EveryCachePolicy, WithoutRoomEveryRequestIsAMiss) {
  const auto policy = make_cache_policy(GetParam(), 0);
  EXPECT_FALSE(policy->access(1));
  EXPECT_FALSE(policy->access(1));
  EXPECT_EQ(policy->size(), 0U);
  EXPECT_FALSE(policy->erase(1));
}

TEST_P(EveryCachePolicy, WithRoomForAllOnlyFirstRequestsMiss) {
  const auto policy = make_cache_policy(GetParam(), 100);
  for (int round = 0; round < 3; ++round) {
    for (CacheKey key = 0; key < 100; ++key) {
      EXPECT_EQ(policy->access(key), round > 0) << key;
    }
  }
}

TEST_P(EveryCachePolicy, RemembersABoundedNumberOfGhosts) {
  const auto policy = make_cache_policy(GetParam(), 100);
  for (CacheKey key = 0; key < 20'000; ++key) {
    policy->access(key % 7 == 0 ? key % 50 : key);
  }
  if (GetParam() == "perfect_lfu") {
    EXPECT_GT(policy->slots(), 17'000U) << "it is perfect because it forgets nobody";
  } else {
    EXPECT_LE(policy->slots(), 201U);
  }
}

RC_GTEST_PROP(CachePolicyProperty, EqualCallsGiveEqualEvictions, ()) {
  const auto requests =
      *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
  const auto capacity = *rc::gen::inRange<std::uint64_t>(0, 20);
  const std::vector<CacheKey> keys(requests.begin(), requests.end());
  for (const std::string_view name : cache_policy_names()) {
    const auto once = make_cache_policy(name, capacity);
    const auto again = make_cache_policy(name, capacity);
    RC_ASSERT(victims_of(*once, keys) == victims_of(*again, keys));
  }
}

INSTANTIATE_TEST_SUITE_P(ByName,
                         EveryCachePolicy,
                         ::testing::ValuesIn(cache_policy_names().begin(),
                                             cache_policy_names().end()),
                         [](const auto& info) { return "policy_" + std::string(info.param); });

}  // namespace
}  // namespace napkin::algorithms
