#include "models/algorithms/counters/sharded_counter.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(ShardedCounter, RefusesToHaveNoShards) {
  EXPECT_THROW(ShardedCounter(0), std::invalid_argument);
}

TEST(ShardedCounter, AddsUpItsShards) {
  ShardedCounter counter(4);
  EXPECT_EQ(counter.add(5, 0), 0U);
  EXPECT_EQ(counter.add(-2, ~0ULL), 3U);
  EXPECT_EQ(counter.total(), 3);
  EXPECT_EQ(counter.shard(3), -2);
}

TEST(ShardedCounter, KeepsItsTotalWhenItGrows) {
  ShardedCounter counter(1);
  counter.add(7, 123);
  counter.grow(8);
  counter.grow(2);
  EXPECT_EQ(counter.shard_count(), 8U);
  EXPECT_EQ(counter.total(), 7);
}

TEST(ShardedCounter, SpreadsWritesEvenly) {
  ShardedCounter counter(16);
  std::mt19937_64 random(1);
  std::int64_t total = 0;
  for (int i = 0; i < 160'000; ++i) {
    counter.add(1, random());
    ++total;
  }
  EXPECT_EQ(counter.total(), total);
  for (std::size_t shard = 0; shard < 16; ++shard) {
    EXPECT_NEAR(static_cast<double>(counter.shard(shard)), 10'000.0, 400.0);  // 4 sigma: 388
  }
}

TEST(ReplicatedCounter, RefusesAReplicaBeyondTheLast) {
  EXPECT_THROW(ReplicatedCounter(3, 3), std::invalid_argument);
}

TEST(ReplicatedCounter, CountsTheSmallestNumberThereIs) {
  ReplicatedCounter counter(0, 1);
  counter.add(std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(counter.total(), std::numeric_limits<std::int64_t>::min());
}

TEST(ReplicatedCounter, ReplicasAgreeOnceTheyHaveHeardOfEachOther) {
  constexpr std::size_t kReplicas = 5;
  std::vector<ReplicatedCounter> replicas;
  for (std::size_t i = 0; i < kReplicas; ++i) {
    replicas.emplace_back(i, kReplicas);
  }
  std::int64_t total = 0;
  std::mt19937_64 random(2);
  for (int i = 0; i < 100'000; ++i) {
    auto& replica = replicas[random() % kReplicas];
    if (random() % 4 == 0) {
      replica.merge(replicas[random() % kReplicas]);
    } else {
      const auto delta = static_cast<std::int64_t>(random() % 201) - 100;
      replica.add(delta);
      total += delta;
    }
  }
  for (int round = 0; round < 2; ++round) {  // repeated news counts once
    for (std::size_t i = 0; i < kReplicas; ++i) {
      for (std::size_t j = 0; j < kReplicas; ++j) {
        replicas[j].merge(replicas[i]);
      }
    }
  }
  for (const auto& replica : replicas) {
    EXPECT_EQ(replica.total(), total);
  }
}

}  // namespace
}  // namespace napkin::algorithms
