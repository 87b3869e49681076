#include "models/algorithms/replication/hybrid_logical_clock.h"

#include <array>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(HybridLogicalClock, ShowsTheWallClockWhileItMoves) {
  HybridLogicalClock clock;
  EXPECT_EQ(clock.now(10ns), (HybridTime{10ns, 0}));
  EXPECT_EQ(clock.now(11ns), (HybridTime{11ns, 0}));
}

TEST(HybridLogicalClock, CountsWhileTheWallClockStandsOrGoesBack) {
  HybridLogicalClock clock;
  clock.now(10ns);
  EXPECT_EQ(clock.now(10ns), (HybridTime{10ns, 1}));
  EXPECT_EQ(clock.now(3ns), (HybridTime{10ns, 2}));
  EXPECT_EQ(clock.now(12ns), (HybridTime{12ns, 0}));
}

// As in Kulkarni et al., section 3: node 0 is 10 ahead of the others, which start at 0; their
// stamps follow its reading and count on in the logical part.
TEST(HybridLogicalClock, FollowsTheFastestNodeThatItHasHeardOf) {
  std::array<HybridLogicalClock, 4> nodes;
  const HybridTime sent_by_0 = nodes[0].now(10ns);
  EXPECT_EQ(sent_by_0, (HybridTime{10ns, 0}));
  nodes[1].now(0ns);
  const auto at_1 = nodes[1].receive(sent_by_0, 1ns);
  EXPECT_EQ(at_1, (HybridTime{10ns, 1}));
  const HybridTime sent_by_1 = nodes[1].now(2ns);
  EXPECT_EQ(sent_by_1, (HybridTime{10ns, 2}));
  EXPECT_EQ(nodes[2].now(0ns), (HybridTime{0ns, 0}));
  EXPECT_EQ(nodes[2].receive(sent_by_1, 2ns), (HybridTime{10ns, 3}));
  EXPECT_EQ(nodes[2].now(3ns), (HybridTime{10ns, 4}));
}

TEST(HybridLogicalClock, RefusesAStampTooFarAheadAndStaysAsItWas) {
  HybridLogicalClock clock(5ns);
  clock.now(10ns);
  EXPECT_TRUE(clock.receive({15ns, 0}, 10ns).has_value());
  const HybridTime before = clock.latest();
  EXPECT_EQ(clock.receive({16ns, 0}, 10ns), std::nullopt);
  EXPECT_EQ(clock.latest(), before);
}

TEST(HybridLogicalClock, BearsTheEndsOfTime) {
  HybridLogicalClock clock(Duration::max() - 1ns);
  EXPECT_TRUE(clock.receive({Time::max(), 0}, 5ns).has_value());
  EXPECT_THROW(HybridLogicalClock(-1ns), std::invalid_argument);
}

TEST(HybridLogicalClock, CarriesAFullLogicalPartIntoThePhysicalOne) {
  HybridLogicalClock clock;
  const auto full = std::numeric_limits<std::uint32_t>::max();
  EXPECT_EQ(clock.receive({10ns, full}, 0ns), (HybridTime{11ns, 0}));
}

// Nodes with skewed clocks that step back now and then exchange messages. Lamport's condition, and
// the paper's theorems 2 and 3: the physical part is a reading that somebody's clock has shown, not
// behind the node's own.
TEST(HybridLogicalClock, OrdersCauseBeforeEffectAndStaysCloseToTime) {
  std::mt19937_64 random(14);
  constexpr std::size_t kNodes = 5;
  std::array<HybridLogicalClock, kNodes> clocks;
  std::array<HybridTime, kNodes> previous;
  previous.fill({Time::min(), 0});
  std::vector<HybridTime> messages;
  Time fastest_reading{0};
  for (int step = 0; step < 100'000; ++step) {
    const std::size_t node = random() % kNodes;
    const Time wall{step / 3 + static_cast<int>(node) * 20 - static_cast<int>(random() % 30)};
    fastest_reading = std::max(fastest_reading, wall);
    HybridTime stamp;
    if (random() % 2 == 0 || messages.empty()) {
      stamp = clocks[node].now(wall);
      messages.push_back(stamp);
    } else {
      const HybridTime message = messages[random() % messages.size()];
      stamp = *clocks[node].receive(message, wall);
      ASSERT_LT(message, stamp);
    }
    ASSERT_LT(previous[node], stamp);
    ASSERT_GE(stamp.physical, wall);
    ASSERT_LE(stamp.physical, fastest_reading);
    previous[node] = stamp;
  }
}

}  // namespace
}  // namespace napkin::algorithms
