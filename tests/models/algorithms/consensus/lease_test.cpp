#include "models/algorithms/consensus/lease.h"

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

constexpr NodeId kA{1};
constexpr NodeId kB{2};

TEST(LeaseGrantor, GrantsToOneAtATime) {
  LeaseGrantor grantor(10s);
  const auto lease = grantor.acquire(kA, 0s);
  EXPECT_EQ(lease, (Lease{kA, 1, 10s}));
  EXPECT_EQ(grantor.acquire(kB, 9s), std::nullopt);
}

TEST(LeaseGrantor, PassesOnWhatHasRunOut) {
  LeaseGrantor grantor(10s);
  const auto lost = grantor.acquire(kA, 0s);
  EXPECT_EQ(grantor.acquire(kB, 10s), (Lease{kB, 2, 20s}));
  EXPECT_EQ(grantor.renew(*lost, 11s), std::nullopt);
  EXPECT_FALSE(grantor.release(*lost, 11s));
}

TEST(LeaseGrantor, ProlongsUnderTheSameToken) {
  LeaseGrantor grantor(10s);
  const auto lease = grantor.acquire(kA, 0s);
  EXPECT_EQ(grantor.renew(*lease, 8s), (Lease{kA, 1, 18s}));
  EXPECT_EQ(grantor.acquire(kA, 9s), (Lease{kA, 1, 19s}));
}

TEST(LeaseGrantor, IsFreeAtOnceAfterARelease) {
  LeaseGrantor grantor(10s);
  const auto lease = grantor.acquire(kA, 0s);
  EXPECT_TRUE(grantor.release(*lease, 1s));
  EXPECT_EQ(grantor.current(1s), std::nullopt);
  EXPECT_EQ(grantor.acquire(kB, 1s)->token, 2U);
}

TEST(LeaseGrantor, DoesNotReviveALeaseWhenItsClockGoesBack) {
  LeaseGrantor grantor(10s);
  const auto lease = grantor.acquire(kA, 0s);
  EXPECT_EQ(grantor.current(10s), std::nullopt);
  EXPECT_EQ(grantor.renew(*lease, 5s), std::nullopt);
}

TEST(LeaseGrantor, DoesNotCutALeaseShortWhenItsClockGoesBack) {
  LeaseGrantor grantor(10s);
  const auto lease = grantor.acquire(kA, 50s);
  EXPECT_EQ(grantor.renew(*lease, 45s), (Lease{kA, 1, 60s}));
}

TEST(LeaseGrantor, RefusesAnEmptyDuration) {
  EXPECT_THROW(LeaseGrantor(0s), std::invalid_argument);
}

TEST(LeaseHolder, CountsFromTheRequestAndLeavesAMargin) {
  LeaseHolder holder(0.01);
  EXPECT_FALSE(holder.may_act(0s));
  holder.on_granted(1, 10s, 5s);
  EXPECT_TRUE(holder.may_act(14'899ms));
  EXPECT_FALSE(holder.may_act(14'900ms));
}

TEST(LeaseHolder, IgnoresAGrantThatArrivesLate) {
  LeaseHolder holder(0.0);
  holder.on_granted(2, 10s, 20s);
  holder.on_granted(2, 10s, 15s);
  holder.on_granted(1, 10s, 90s);
  EXPECT_EQ(holder.token(), 2U);
  EXPECT_TRUE(holder.may_act(29s));
  EXPECT_FALSE(holder.may_act(30s));
}

TEST(LeaseHolder, RefusesAnImpossibleDrift) {
  EXPECT_THROW(LeaseHolder(-0.1), std::invalid_argument);
  EXPECT_THROW(LeaseHolder(1.1), std::invalid_argument);
}

TEST(FencingGuard, RefusesWhoseLeaseWasReplaced) {
  FencingGuard guard;
  EXPECT_TRUE(guard.admit(1));
  EXPECT_TRUE(guard.admit(1));
  EXPECT_TRUE(guard.admit(2));
  EXPECT_FALSE(guard.admit(1));
}

// Nodes whose clocks run up to 1 % fast or slow and start anywhere ask, renew, crash and forget;
// answers are late. At no moment do two believe that they may act.
TEST(Lease, IsHeldByOneWhateverTheClocks) {
  std::mt19937_64 random(16);
  for (int round = 0; round < 500; ++round) {
    LeaseGrantor grantor(1000ns);

    struct Node {
      LeaseHolder holder{0.02};
      double rate = 1.0;
      Duration offset{0};
    };

    std::array<Node, 3> nodes;
    for (Node& node : nodes) {
      node.rate = 0.99 + static_cast<double>(random() % 200) / 10'000;
      node.offset = Duration(static_cast<std::int64_t>(random() % 5'000));
    }
    const auto clock_of = [&](const Node& node, Time time) {
      return node.offset +
             Duration(static_cast<std::int64_t>(static_cast<double>(time.count()) * node.rate));
    };
    int acted = 0;
    for (Time time{0}; time < 10'000ns; time += Duration(random() % 100)) {
      const std::size_t index = random() % nodes.size();
      Node& node = nodes[index];
      const Time asked = std::max(0ns, time - Duration(random() % 300));
      if (const auto lease = grantor.acquire(NodeId{static_cast<std::uint32_t>(index)}, time)) {
        node.holder.on_granted(lease->token, 1000ns, clock_of(node, asked));
      }
      const auto believers = std::count_if(nodes.begin(), nodes.end(), [&](const Node& each) {
        return each.holder.may_act(clock_of(each, time));
      });
      ASSERT_LE(believers, 1);
      acted += static_cast<int>(believers);
    }
    ASSERT_GT(acted, 10);
  }
}

}  // namespace
}  // namespace napkin::algorithms
