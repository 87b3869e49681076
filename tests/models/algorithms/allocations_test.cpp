// What is done again and again (a hit, a look-up, a decision) takes no memory.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "models/algorithms/balancing/balancer_registry.h"
#include "models/algorithms/base/id_slots.h"
#include "models/algorithms/cache/cache.h"
#include "models/algorithms/hash/mix.h"
#include "models/algorithms/identifiers/snowflake.h"
#include "models/algorithms/limiters/limiter_registry.h"
#include "models/algorithms/placement/placement.h"
#include "models/algorithms/presence/presence_table.h"
#include "models/algorithms/resilience/adaptive_throttle.h"
#include "models/algorithms/resilience/circuit_breaker.h"
#include "models/algorithms/resilience/retry_budget.h"
#include "models/algorithms/sketches/bloom_filter.h"
#include "models/algorithms/sketches/count_min_sketch.h"
#include "models/algorithms/sketches/cuckoo_filter.h"
#include "models/algorithms/sketches/hyper_log_log.h"

namespace {

std::atomic<std::size_t> allocations{0};

void* allocate(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) {
    return memory;
  }
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}

void* operator new[](std::size_t size) {
  return allocate(size);
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete[](void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace napkin::algorithms {
namespace {

constexpr std::uint64_t kRepetitions = 1'000;

/// Allocations of a thousand runs of `action`, which is given the number of its run.
template <class Action>
std::size_t allocations_of(Action action) {
  const std::size_t before = allocations;
  for (std::uint64_t i = 0; i < kRepetitions; ++i) {
    action(i);
  }
  return allocations - before;
}

TEST(Allocations, AreCounted) {
  EXPECT_EQ(allocations_of([](std::uint64_t) { ::operator delete(::operator new(8)); }),
            kRepetitions);
}

TEST(Allocations, ACacheHitTakesNoneUnderAnyPolicy) {
  for (const std::string_view name : cache_policy_names()) {
    const auto policy = make_cache_policy(name, kRepetitions);
    for (int round = 0; round < 3; ++round) {
      for (CacheKey key = 0; key < kRepetitions; ++key) {
        policy->access(key);
      }
    }
    std::size_t hits = 0;
    for (int round = 0; round < 20; ++round) {  // also those that move objects between queues
      EXPECT_EQ(allocations_of([&](std::uint64_t i) {
                  hits += policy->find(mix64(i) % kRepetitions) != kNoSlot ? 1U : 0U;
                }),
                0U)
          << name;
    }
    EXPECT_GT(hits, 10 * kRepetitions) << name;
  }
}

TEST(Allocations, GettingAValueTakesNone) {
  Cache<std::uint64_t> cache(make_cache_policy("lru", kRepetitions));
  for (CacheKey key = 0; key < kRepetitions; ++key) {
    cache.put(key, key, {.expires_at = 10s});
  }
  EXPECT_EQ(allocations_of([&](CacheKey key) { EXPECT_NE(cache.get(key, 1s), nullptr); }), 0U);
}

TEST(Allocations, FindingTheOwnerOfAKeyTakesNone) {
  for (const std::string_view name : placement_names()) {
    const auto placement = make_placement(name);
    std::vector<Node> nodes;
    for (std::uint32_t id = 0; id < 20; ++id) {
      nodes.push_back({.id = NodeId{id}});
    }
    placement->add_all(nodes);
    std::uint64_t sum = 0;
    EXPECT_EQ(
        allocations_of([&](std::uint64_t i) { sum += number_of(placement->owner(mix64(i))); }), 0U)
        << name;
    EXPECT_GT(sum, 0U) << name;
  }
}

TEST(Allocations, ADecisionOfALimiterTakesNone) {
  for (const std::string_view name : limiter_names()) {
    const auto limiter = make_limiter(name, {.rate = {100, 1s}});
    for (int i = 0; i < 100; ++i) {
      static_cast<void>(limiter->take(1ms * i));  // a log of calls has its full length now
    }
    EXPECT_EQ(
        allocations_of([&](std::uint64_t i) { static_cast<void>(limiter->take(200ms + 5ms * i)); }),
        0U)
        << name;
  }
}

TEST(Allocations, ChoosingAServerTakesNone) {
  std::vector<Backend> servers(50);
  for (const std::string_view name : balancer_names()) {
    const auto balancer = make_balancer(name);
    EXPECT_EQ(
        allocations_of([&](std::uint64_t i) {
          Backend& server =
              servers[*balancer->pick(servers, {.random = mix64(i), .hash = i, .now = 1ms * i})];
          balancer->on_start(server);
          balancer->on_finish(server, 1ms * (i + 1), 1ms);
        }),
        0U)
        << name;
  }
}

TEST(Allocations, GuardsTakeNone) {
  CircuitBreaker breaker({});
  RetryBudget budget({});
  AdaptiveThrottle throttle({});
  EXPECT_EQ(allocations_of([&](std::uint64_t i) {
              const Time now = 10ms * i;
              if (const auto permit = breaker.admit(now)) {
                i % 3 == 0 ? breaker.on_failure(*permit, now) : breaker.on_success(*permit, now);
              }
              budget.on_request(now);
              static_cast<void>(budget.try_retry(now));
              static_cast<void>(throttle.admit(now, 0.5));
              throttle.on_accepted(now);
            }),
            0U);
}

TEST(Allocations, SketchesTakeNone) {
  BloomFilter bloom(BloomSize::for_items(kRepetitions, 0.01));
  CountMinSketch counts({});
  CuckooFilter cuckoo({.items = 2 * kRepetitions});
  HyperLogLog distinct(10);
  EXPECT_EQ(allocations_of([&](std::uint64_t i) {
              const std::uint64_t hash = mix64(i);
              bloom.add(hash);
              counts.add(hash);
              distinct.add(hash);
              EXPECT_TRUE(bloom.may_contain(hash));
              EXPECT_GE(counts.estimate(hash), 1U);
              EXPECT_FALSE(cuckoo.may_contain(hash));
            }),
            0U);
}

TEST(Allocations, AnIdOrASignOfLifeTakesNone) {
  Snowflake ids({});
  PresenceTable presence({});
  IdSlots slots;
  for (std::uint32_t user = 0; user < kRepetitions; ++user) {
    presence.heart_beat(user, 1);
    slots.insert(user);
  }
  const Time epoch = SnowflakeLayout::kTwitterEpoch;
  EXPECT_EQ(allocations_of([&](std::uint64_t i) {
              EXPECT_EQ(ids.next(epoch + 1ms * i).status, Snowflake::Status::kIssued);
              const auto user = static_cast<std::uint32_t>(i);
              presence.heart_beat(user, 2);
              EXPECT_TRUE(presence.is_online(user, 2));
              EXPECT_EQ(slots.find(user), user);
            }),
            0U);
}

}  // namespace
}  // namespace napkin::algorithms
