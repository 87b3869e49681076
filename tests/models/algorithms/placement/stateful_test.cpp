#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/hash/mix.h"
#include "models/algorithms/placement/bounded_loads.h"
#include "models/algorithms/placement/directory.h"
#include "models/algorithms/placement/moves.h"
#include "models/algorithms/placement/range_map.h"
#include "models/algorithms/placement/range_placement.h"
#include "tests/models/algorithms/random_words.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::RandomWords;

TEST(RangeMap, SplitsAndMergesRangesOfAnyOrderedKey) {
  RangeMap<std::string> regions(NodeId{0});
  EXPECT_EQ(regions.owner("anything"), NodeId{0});
  EXPECT_TRUE(regions.split("m", NodeId{1}));
  EXPECT_FALSE(regions.split("m", NodeId{2}));
  EXPECT_EQ(regions.owner("lzzz"), NodeId{0});
  EXPECT_EQ(regions.owner("m"), NodeId{1});
  regions.assign("a", NodeId{5});
  EXPECT_EQ(regions.owner(""), NodeId{5});
  EXPECT_TRUE(regions.merge("m"));
  EXPECT_FALSE(regions.merge("m"));
  EXPECT_EQ(regions.owner("z"), NodeId{5});
}

TEST(RangeMap, VisitsTheRangesThatAQueryMeets) {
  RangeMap<int> ranges(NodeId{0});
  ranges.split(10, NodeId{1});
  ranges.split(20, NodeId{2});
  const auto met = [&](int from, int to) {
    std::vector<std::uint32_t> owners;
    ranges.visit(from, to, [&](const int*, NodeId owner) { owners.push_back(number_of(owner)); });
    return owners;
  };
  EXPECT_THAT(met(0, 10), ElementsAre(0));
  EXPECT_THAT(met(0, 11), ElementsAre(0, 1));
  EXPECT_THAT(met(10, 20), ElementsAre(1));
  EXPECT_THAT(met(5, 99), ElementsAre(0, 1, 2));
}

TEST(RangeMap, KnowsWhereTheNextRangeBegins) {
  RangeMap<int> ranges(NodeId{0});
  ranges.split(10, NodeId{1});
  ASSERT_NE(ranges.next_first(9), nullptr);
  EXPECT_EQ(*ranges.next_first(9), 10);
  EXPECT_EQ(ranges.next_first(10), nullptr);
}

TEST(RangeMap, AgreesWithAnArrayOverRandomOperations) {
  constexpr std::size_t kKeys = 300;
  RangeMap<std::size_t> ranges(NodeId{0});
  std::vector<std::uint32_t> owners(kKeys, 0);
  std::set<std::size_t> firsts = {0};
  RandomWords random(1);
  const auto range_end = [&](std::size_t key) {
    const auto next = firsts.upper_bound(key);
    return next == firsts.end() ? kKeys : *next;
  };
  const auto paint = [&](std::size_t from, std::uint32_t owner) {
    for (std::size_t key = from; key < range_end(from); ++key) {
      owners[key] = owner;
    }
  };
  for (int i = 0; i < 100'000; ++i) {
    const std::size_t key = 1 + random.below(kKeys - 1);
    const auto owner = static_cast<std::uint32_t>(random.below(10));
    switch (random.below(3)) {
      case 0:
        ASSERT_EQ(ranges.split(key, NodeId{owner}), !firsts.contains(key));
        if (firsts.insert(key).second) {
          paint(key, owner);
        }
        break;
      case 1:
        ASSERT_EQ(ranges.merge(key), firsts.contains(key));
        if (firsts.contains(key)) {
          paint(key, owners[key - 1]);
          firsts.erase(key);
        }
        break;
      default:
        ranges.assign(key, NodeId{owner});
        paint(*std::prev(firsts.upper_bound(key)), owner);
    }
    ASSERT_EQ(ranges.size(), firsts.size());
    const std::size_t probe = random.below(kKeys);
    ASSERT_EQ(ranges.owner(probe), NodeId{owners[probe]});
  }
}

TEST(RangePlacement, JoinsHalveTheWidestRangeAndLeavesFallToTheNeighbourBelow) {
  RangePlacement shards;
  for (std::uint32_t id = 0; id < 4; ++id) {
    shards.add({.id = NodeId{id}});
  }
  constexpr std::uint64_t kQuarter = std::uint64_t{1} << 62;
  EXPECT_EQ(shards.owner(0), NodeId{0});
  EXPECT_EQ(shards.owner(kQuarter - 1), NodeId{0});
  EXPECT_EQ(shards.owner(kQuarter), NodeId{2});
  EXPECT_EQ(shards.owner(2 * kQuarter), NodeId{1});
  EXPECT_EQ(shards.owner(std::numeric_limits<std::uint64_t>::max()), NodeId{3});
  shards.remove(NodeId{1});
  EXPECT_EQ(shards.owner(2 * kQuarter), NodeId{2});
  shards.remove(NodeId{0});
  EXPECT_EQ(shards.owner(0), NodeId{2}) << "nothing lies below the lowest range";
  EXPECT_EQ(shards.ranges(), 2U);
}

TEST(RangePlacement, KeepsWhatWasSplitAndAssignedByHand) {
  RangePlacement shards;
  shards.add({.id = NodeId{0}});
  shards.add({.id = NodeId{1}});
  EXPECT_TRUE(shards.split(1000, NodeId{1}));
  EXPECT_FALSE(shards.split(0, NodeId{1})) << "the lowest range begins at 0";
  EXPECT_EQ(shards.owner(999), NodeId{0});
  EXPECT_EQ(shards.owner(1000), NodeId{1});
  shards.assign(0, NodeId{1});
  EXPECT_EQ(shards.owner(0), NodeId{1});
  shards.remove(NodeId{1});  // node 0 owns nothing, but is there
  EXPECT_EQ(shards.owner(0), NodeId{0});
  EXPECT_EQ(shards.owner(~0ULL), NodeId{0});
}

Directory directory_of(std::uint32_t nodes) {
  Directory directory;
  for (std::uint32_t id = 0; id < nodes; ++id) {
    directory.add({.id = NodeId{id}});
  }
  return directory;
}

TEST(Directory, KnowsOnlyWhatWasPlaced) {
  Directory directory = directory_of(2);
  EXPECT_FALSE(directory.find(7).has_value());
  const NodeId owner = directory.place(7);
  EXPECT_EQ(directory.find(7), owner);
  EXPECT_EQ(directory.place(7), owner);
  EXPECT_TRUE(directory.erase(7));
  EXPECT_FALSE(directory.erase(7));
  EXPECT_EQ(directory.load(owner), 0U);
  EXPECT_EQ(directory.load(NodeId{99}), 0U);
}

TEST(Directory, AJoinMovesNothingUntilAskedTo) {
  Directory directory = directory_of(2);
  for (std::uint64_t key = 0; key < 600; ++key) {
    directory.place(key);
  }
  directory.add({.id = NodeId{2}});
  EXPECT_EQ(directory.load(NodeId{2}), 0U);
  EXPECT_EQ(directory.place(600), NodeId{2}) << "new keys go where there is room";
  EXPECT_EQ(directory.rebalance(10).size(), 10U);
  directory.rebalance(1'000'000);
  for (std::uint32_t id = 0; id < 3; ++id) {
    EXPECT_NEAR(static_cast<double>(directory.load(NodeId{id})), 601 / 3.0, 1.0);
  }
  EXPECT_THAT(directory.rebalance(1'000'000), IsEmpty());
}

TEST(Directory, AWeightOfThreeHoldsThreeTimesAsMany) {
  Directory directory;
  directory.add({.id = NodeId{0}, .weight = 1});
  directory.add({.id = NodeId{1}, .weight = 3});
  for (std::uint64_t key = 0; key < 4000; ++key) {
    directory.place(mix64(key));
  }
  EXPECT_EQ(directory.load(NodeId{0}), 1000U);
  EXPECT_EQ(directory.load(NodeId{1}), 3000U);
}

TEST(Directory, ALeaverHandsItsKeysToTheOthers) {
  Directory directory = directory_of(3);
  for (std::uint64_t key = 0; key < 300; ++key) {
    directory.place(key);
  }
  const auto moves = directory.remove(NodeId{1});
  EXPECT_EQ(moves.size(), 100U);
  for (const auto& move : moves) {
    EXPECT_EQ(move.from, NodeId{1});
    EXPECT_EQ(directory.find(move.key), move.to);
  }
  EXPECT_EQ(directory.load(NodeId{0}), 150U);
  EXPECT_THAT(directory.remove(NodeId{1}), IsEmpty());
  directory.remove(NodeId{0});
  EXPECT_THROW(directory.remove(NodeId{2}), std::invalid_argument);
}

TEST(Directory, RefusesATakenIdAndAWeightOfZero) {
  Directory directory = directory_of(1);
  EXPECT_THROW(directory.add({.id = NodeId{0}}), std::invalid_argument);
  EXPECT_THROW(directory.add({.id = NodeId{1}, .weight = 0}), std::invalid_argument);
}

TEST(Directory, AgreesWithAMapOverRandomOperations) {
  Directory directory = directory_of(5);
  std::map<std::uint64_t, NodeId> model;
  RandomWords random(2);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t key = random.below(2000);
    switch (random.below(4)) {
      case 0:
        ASSERT_EQ(directory.erase(key), model.erase(key) > 0);
        break;
      case 1: {
        const NodeId to{static_cast<std::uint32_t>(random.below(5))};
        directory.move(key, to);
        model[key] = to;
        break;
      }
      default: {
        const auto known = model.find(key);
        const NodeId owner = directory.place(key);
        if (known == model.end()) {
          model[key] = owner;
        } else {
          ASSERT_EQ(owner, known->second);
        }
      }
    }
    ASSERT_EQ(directory.size(), model.size());
  }
  for (std::uint32_t id = 0; id < 5; ++id) {
    EXPECT_EQ(directory.load(NodeId{id}),
              static_cast<std::size_t>(std::ranges::count_if(
                  model, [&](const auto& entry) { return entry.second == NodeId{id}; })));
  }
}

BoundedLoads balancer_of(std::uint32_t nodes, double balance) {
  BoundedLoads balancer(make_placement("ring"), {.balance = balance});
  for (std::uint32_t id = 0; id < nodes; ++id) {
    balancer.add({.id = NodeId{id}});
  }
  return balancer;
}

TEST(BoundedLoads, NeverLoadsANodeAboveItsLimit) {
  BoundedLoads balancer = balancer_of(10, 1.25);
  std::vector<NodeId> held;
  RandomWords random(3);
  for (int i = 0; i < 100'000; ++i) {
    if (!held.empty() && random.below(1000) < held.size()) {
      const std::size_t index = random.below(held.size());
      balancer.release(held[index]);
      held[index] = held.back();
      held.pop_back();
      continue;
    }
    const std::uint64_t skewed = random.below(random.below(50) + 1);  // a few hot keys
    const NodeId node = balancer.acquire(mix64(skewed));
    held.push_back(node);
    // Before it was counted, the total was one less: the limit of that moment.
    ASSERT_LE(balancer.load(node),
              static_cast<std::uint64_t>(1.25 * static_cast<double>(held.size()) / 10 + 1));
    ASSERT_EQ(balancer.total_load(), held.size());
  }
}

TEST(BoundedLoads, GoesToTheOwnerWhileThatHasRoom) {
  BoundedLoads balancer = balancer_of(10, 2.0);
  const NodeId owner = balancer.placement().owner(42);
  EXPECT_EQ(balancer.acquire(42), owner);
  EXPECT_NE(balancer.acquire(42), owner) << "with two in all, nobody may carry both";
  EXPECT_EQ(balancer.limit(owner), 1U);
}

TEST(BoundedLoads, AHotKeySpreadsOverItsReplicasInOrder) {
  BoundedLoads balancer = balancer_of(5, 1.0);
  std::array<NodeId, 5> preference{};
  balancer.placement().owners(7, preference);
  for (int round = 0; round < 3; ++round) {
    for (const NodeId expected : preference) {
      EXPECT_EQ(balancer.acquire(7), expected);
    }
  }
}

TEST(BoundedLoads, ForgetsTheLoadOfANodeThatLeaves) {
  BoundedLoads balancer = balancer_of(2, 1.0);
  const NodeId first = balancer.acquire(1);
  balancer.acquire(1);
  EXPECT_EQ(balancer.remove(first), 1U);
  EXPECT_EQ(balancer.total_load(), 1U);
  balancer.release(first);
  EXPECT_EQ(balancer.total_load(), 1U);
  EXPECT_EQ(balancer.remove(first), 0U);
}

TEST(BoundedLoads, RefusesABalanceBelowOne) {
  EXPECT_THROW(BoundedLoads(make_placement("ring"), {.balance = 0.9}), std::invalid_argument);
  EXPECT_THROW(BoundedLoads(nullptr), std::invalid_argument);
}

}  // namespace
}  // namespace napkin::algorithms
