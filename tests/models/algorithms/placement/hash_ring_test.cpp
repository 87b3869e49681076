#include "models/algorithms/placement/hash_ring.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/placement/moves.h"
#include "tests/models/algorithms/random_words.h"

namespace napkin::algorithms {
namespace {

using testing::RandomWords;

HashRing ring_of(std::uint32_t nodes, std::uint32_t virtual_nodes) {
  HashRing ring({.virtual_nodes = virtual_nodes});
  for (std::uint32_t i = 0; i < nodes; ++i) {
    ring.add({.id = NodeId{i}});
  }
  return ring;
}

/// The ring as one draws it on a board: an ordered map from position to node.
class BoardRing {
 public:
  void add(const Node& node, std::uint32_t virtual_nodes) {
    for (std::uint64_t i = 0; i < std::uint64_t{virtual_nodes} * node.weight; ++i) {
      points_[HashRing::position(0, node.id, i)] = node.id;
    }
  }

  void remove(NodeId id) {
    std::erase_if(points_, [id](const auto& point) { return point.second == id; });
  }

  NodeId owner(std::uint64_t hash) const {
    const auto point = points_.lower_bound(hash);
    return point == points_.end() ? points_.begin()->second : point->second;
  }

  std::vector<NodeId> owners(std::uint64_t hash, std::size_t count) const {
    std::vector<NodeId> chosen;
    auto point = points_.lower_bound(hash);
    for (std::size_t i = 0; i < points_.size() && chosen.size() < count; ++i) {
      point = point == points_.end() ? points_.begin() : point;
      if (std::ranges::find(chosen, point->second) == chosen.end()) {
        chosen.push_back(point->second);
      }
      ++point;
    }
    return chosen;
  }

 private:
  std::map<std::uint64_t, NodeId> points_;
};

TEST(HashRing, OneNodeOwnsEverything) {
  const HashRing ring = ring_of(1, 1);
  for (const std::uint64_t hash : {0ULL, 1ULL, 1ULL << 63, ~0ULL}) {
    EXPECT_EQ(ring.owner(hash), NodeId{0});
  }
}

TEST(HashRing, WithoutNodesThereAreNoOwners) {
  HashRing ring = ring_of(1, 4);
  EXPECT_TRUE(ring.remove(NodeId{0}));
  EXPECT_FALSE(ring.remove(NodeId{0}));
  std::array<NodeId, 3> owners{};
  EXPECT_EQ(ring.owners(42, owners), 0U);
  EXPECT_TRUE(ring.segments()->list.empty());
}

TEST(HashRing, RefusesATakenIdAndAWeightOfZero) {
  HashRing ring = ring_of(1, 4);
  EXPECT_THROW(ring.add({.id = NodeId{0}}), std::invalid_argument);
  EXPECT_THROW(ring.add({.id = NodeId{1}, .weight = 0}), std::invalid_argument);
  EXPECT_THROW(HashRing({.virtual_nodes = 0}), std::invalid_argument);
}

TEST(HashRing, AgreesWithAnOrderedMapWhileNodesComeAndGo) {
  HashRing ring({.virtual_nodes = 10});
  BoardRing board;
  RandomWords random(4);
  for (int round = 0; round < 500; ++round) {
    const Node node{.id = NodeId{static_cast<std::uint32_t>(random.below(30))},
                    .weight = static_cast<std::uint32_t>(1 + random.below(5))};
    if (ring.find(node.id) == nullptr) {
      ring.add(node);
      board.add(node, 10);
    } else if (ring.size() > 1) {
      ring.remove(node.id);
      board.remove(node.id);
    }
    for (int i = 0; i < 200; ++i) {
      const std::uint64_t hash = random.next();
      ASSERT_EQ(ring.owner(hash), board.owner(hash));
    }
    std::vector<NodeId> owners(3);
    const std::uint64_t hash = random.next();
    owners.resize(ring.owners(hash, owners));
    ASSERT_EQ(owners, board.owners(hash, 3));
  }
}

TEST(HashRing, APointOwnsItsOwnPosition) {
  const HashRing ring = ring_of(50, 20);
  for (std::uint32_t node = 0; node < 50; ++node) {
    EXPECT_EQ(ring.owner(HashRing::position(0, NodeId{node}, 7)), NodeId{node});
  }
}

TEST(HashRing, SegmentsAgreeWithTheOwnersAtTheirEdges) {
  const HashRing ring = ring_of(20, 50);
  const auto segments = ring.segments();
  ASSERT_TRUE(segments.has_value());
  ASSERT_EQ(segments->list.front().first, 0U);
  for (std::size_t i = 0; i < segments->list.size(); ++i) {
    const Segment& segment = segments->list[i];
    EXPECT_EQ(ring.owner(segment.first), segment.owner);
    if (i > 0) {
      EXPECT_EQ(ring.owner(segment.first - 1), segments->list[i - 1].owner);
    }
  }
}

double share_of(const HashRing& ring, NodeId id) {
  RandomWords random(5);
  int count = 0;
  for (int i = 0; i < 100'000; ++i) {
    count += ring.owner(random.next()) == id ? 1 : 0;
  }
  return count / 100'000.0;
}

TEST(HashRing, AWeightOfThreeOwnsThreeTimesAsMuch) {
  HashRing ring({.virtual_nodes = 1000});
  ring.add({.id = NodeId{0}, .weight = 1});
  ring.add({.id = NodeId{1}, .weight = 3});
  // 4,000 points: the share's standard deviation is about sqrt(0.25 * 0.75 / 4000) = 0.007.
  EXPECT_NEAR(share_of(ring, NodeId{1}), 0.75, 0.03);
}

// Karger 1997: a join moves only keys that the newcomer takes, 1/(n+1) of all in expectation.
TEST(HashRing, AJoinMovesOnlyWhatTheNewNodeTakes) {
  const HashRing ring = ring_of(9, 1000);
  const MoveReport report = moves_on_join(ring, {.id = NodeId{9}});
  EXPECT_TRUE(report.exact);
  EXPECT_NEAR(report.moved, 0.1, 0.02);
  EXPECT_NEAR(report.least, 0.1, 1e-12);
  EXPECT_EQ(report.flows.size(), 9U) << "every old node should give a part";
  for (const auto& flow : report.flows) {
    EXPECT_EQ(flow.to, NodeId{9});
  }
}

TEST(HashRing, AJoinFollowedByTheSameLeaveRestoresEveryOwner) {
  const HashRing before = ring_of(7, 100);
  HashRing after = before;
  after.add({.id = NodeId{99}, .weight = 2});
  after.remove(NodeId{99});
  EXPECT_EQ(moves_between(before, after).moved, 0.0);
}

// The cascade: without virtual nodes one neighbour inherits the whole load.
TEST(HashRing, WithoutVirtualNodesOneNeighbourInheritsEverything) {
  const auto heirs = [](std::uint32_t virtual_nodes) {
    return moves_on_leave(ring_of(10, virtual_nodes), NodeId{3}).flows.size();
  };
  EXPECT_EQ(heirs(1), 1U);
  EXPECT_EQ(heirs(1000), 9U);
}

TEST(HashRing, MovedRangesAreExactlyTheKeysThatChangeOwner) {
  const HashRing before = ring_of(5, 20);
  HashRing after = before;
  after.remove(NodeId{2});
  const MoveReport report = moves_between(before, after);
  RandomWords random(6);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t hash = random.next();
    const auto range = std::ranges::find_if(
        report.ranges, [&](const auto& r) { return r.first <= hash && hash <= r.last; });
    if (before.owner(hash) == after.owner(hash)) {
      ASSERT_EQ(range, report.ranges.end());
    } else {
      ASSERT_NE(range, report.ranges.end());
      ASSERT_EQ(range->from, before.owner(hash));
      ASSERT_EQ(range->to, after.owner(hash));
    }
  }
}

HashRing racked_ring(std::uint32_t zones, std::uint32_t racks, std::uint32_t nodes_per_rack) {
  HashRing ring({.virtual_nodes = 20});
  std::uint32_t id = 0;
  for (std::uint32_t zone = 0; zone < zones; ++zone) {
    for (std::uint32_t rack = 0; rack < racks; ++rack) {
      for (std::uint32_t i = 0; i < nodes_per_rack; ++i) {
        ring.add({.id = NodeId{id++}, .zone = zone, .rack = rack});
      }
    }
  }
  return ring;
}

TEST(HashRing, ReplicasSpreadOverZonesThenRacks) {
  const HashRing ring = racked_ring(3, 2, 4);
  RandomWords random(7);
  for (int i = 0; i < 2000; ++i) {
    std::array<NodeId, 6> owners{};
    ASSERT_EQ(ring.owners(random.next(), owners), 6U);
    std::set<std::uint32_t> first_zones;
    std::set<std::pair<std::uint32_t, std::uint32_t>> racks;
    for (std::size_t k = 0; k < owners.size(); ++k) {
      const Node& node = *ring.find(owners[k]);
      racks.insert({node.zone, node.rack});
      if (k < 3) {
        first_zones.insert(node.zone);
      }
    }
    ASSERT_EQ(first_zones.size(), 3U);
    ASSERT_EQ(racks.size(), 6U);
  }
}

TEST(HashRing, AUsedUpZoneLeavesItsTurnToTheOthers) {
  HashRing ring({.virtual_nodes = 20});
  ring.add({.id = NodeId{0}, .zone = 0});
  for (std::uint32_t id = 1; id <= 3; ++id) {
    ring.add({.id = NodeId{id}, .zone = 1});
  }
  std::array<NodeId, 8> owners{};
  EXPECT_EQ(ring.owners(12345, owners), 4U);
  EXPECT_EQ(std::set<NodeId>(owners.begin(), owners.begin() + 4).size(), 4U);
}

TEST(HashRing, TheFirstOfTheOwnersIsTheOwner) {
  const HashRing ring = racked_ring(2, 2, 2);
  RandomWords random(8);
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t hash = random.next();
    std::array<NodeId, 3> owners{};
    ring.owners(hash, owners);
    ASSERT_EQ(owners[0], ring.owner(hash));
  }
}

}  // namespace
}  // namespace napkin::algorithms
