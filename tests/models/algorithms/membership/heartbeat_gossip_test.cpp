#include "models/algorithms/membership/heartbeat_gossip.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;

constexpr NodeId kA{0};
constexpr NodeId kB{1};
constexpr NodeId kC{2};

TEST(HeartbeatGossip, BelievesAMemberUpWhileItsCounterRises) {
  HeartbeatGossip gossip(kA, 10s);
  gossip.receive({{kB, 5}}, 0s);
  gossip.receive({{kB, 6}}, 8s);
  EXPECT_TRUE(gossip.is_up(kB, 17s));
  EXPECT_FALSE(gossip.is_up(kB, 18s));
}

TEST(HeartbeatGossip, IsNotImpressedByACounterThatStands) {
  HeartbeatGossip gossip(kA, 10s);
  gossip.receive({{kB, 5}}, 0s);
  gossip.receive({{kB, 5}}, 9s);
  gossip.receive({{kB, 4}}, 9s);
  EXPECT_FALSE(gossip.is_up(kB, 10s));
}

TEST(HeartbeatGossip, KnowsNothingOfStrangers) {
  const HeartbeatGossip gossip(kA, 10s);
  EXPECT_FALSE(gossip.is_up(kB, 0s));
  EXPECT_TRUE(gossip.table(0s).empty());
}

TEST(HeartbeatGossip, ForgetsTheDeadInWhatItTells) {
  HeartbeatGossip gossip(kA, 10s);
  gossip.beat(0s);
  gossip.receive({{kB, 5}}, 0s);
  EXPECT_THAT(gossip.table(19s), ElementsAre(Heartbeat{kA, 1}, Heartbeat{kB, 5}));
  EXPECT_THAT(gossip.table(20s), ElementsAre(Heartbeat{kA, 1}));
}

TEST(HeartbeatGossip, ContinuesItsOldCounterAfterARestart) {
  HeartbeatGossip reborn(kA, 10s);
  reborn.beat(100s);
  reborn.receive({{kA, 70}}, 101s);
  reborn.beat(102s);
  EXPECT_THAT(reborn.table(102s), ElementsAre(Heartbeat{kA, 71}));
}

TEST(HeartbeatGossip, CountsAMemberKnownBeforehandUntilItIsMissed) {
  HeartbeatGossip gossip(kA, 10s);
  gossip.add_member(kC, 0s);
  EXPECT_THAT(gossip.up(9s), ElementsAre(kC));
  EXPECT_THAT(gossip.up(10s), ElementsAre());
}

TEST(HeartbeatGossip, RefusesAnEmptySpan) {
  EXPECT_THROW(HeartbeatGossip(kA, 0s), std::invalid_argument);
}

// Against a list of when each counter rose, over any tables in any order.
TEST(HeartbeatGossip, AgreesWithAListOfWhenCountersRose) {
  std::mt19937_64 random(32);
  HeartbeatGossip gossip(kA, 10s);
  std::map<NodeId, std::pair<std::uint64_t, Time>> model;
  Time now = 0s;
  for (std::uint64_t step = 0; step < 100'000; ++step) {
    now += 1ms * (random() % 300);
    const NodeId node{static_cast<std::uint32_t>(random() % 40)};
    if (random() % 8 == 0) {
      gossip.beat(now);
      auto& [counter, rose_at] = model[kA];
      ++counter;
      rose_at = now;
    } else if (node != kA) {
      const std::uint64_t told = random() % 400 == 0 ? 0 : step / 20 + random() % 10;
      gossip.receive({{node, told}}, now);
      const auto known = model.find(node);
      if (known == model.end() || told > known->second.first) {
        model[node] = {told, now};
      }
    }
    const auto asked = model.find(node);
    ASSERT_EQ(gossip.is_up(node, now), asked != model.end() && now - asked->second.second < 10s);
    if (step % 100 == 0) {
      std::vector<Heartbeat> told;
      for (const auto& [member, beat] : model) {
        if (member == kA || now - beat.second < 20s) {
          told.push_back({member, beat.first});
        }
      }
      ASSERT_EQ(gossip.table(now), told);
    }
  }
}

// Thirty nodes, fan-out two, a period of one second. Nobody alive is taken for dead, and the death
// of five is known to all after down_after plus the few rounds that the last counter travels.
TEST(HeartbeatGossip, SpreadsLifeAndDeathThroughTheCluster) {
  constexpr std::uint32_t kNodes = 30;
  std::mt19937_64 random(31);
  std::map<NodeId, HeartbeatGossip> nodes;
  for (std::uint32_t node = 0; node < kNodes; ++node) {
    auto& gossip = nodes.emplace(NodeId{node}, HeartbeatGossip(NodeId{node}, 15s)).first->second;
    for (std::uint32_t other = 0; other < kNodes; ++other) {
      gossip.add_member(NodeId{other}, 0s);
    }
  }
  std::set<NodeId> dead;
  for (Time now = 1s; now <= 120s; now += 1s) {
    if (now == 60s) {
      dead = {NodeId{1}, NodeId{7}, NodeId{8}, NodeId{20}, NodeId{29}};
    }
    for (auto& [node, gossip] : nodes) {
      if (dead.contains(node)) {
        continue;
      }
      gossip.beat(now);
      for (int copy = 0; copy < 2; ++copy) {
        nodes.at(NodeId{static_cast<std::uint32_t>(random() % kNodes)})
            .receive(gossip.table(now), now);
      }
    }
    const std::size_t expected = now < 60s ? kNodes : kNodes - dead.size();
    for (const auto& [node, gossip] : nodes) {
      if (!dead.contains(node) && (now < 60s || now > 60s + 15s + 10s)) {
        ASSERT_EQ(gossip.up(now).size(), expected) << now.count();
      }
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
