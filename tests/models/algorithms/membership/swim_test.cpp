#include "models/algorithms/membership/swim.h"

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = SwimMessage::Kind;

constexpr NodeId kA{0};
constexpr NodeId kB{1};
constexpr NodeId kC{2};

SwimMessage ping(NodeId from, NodeId to, std::vector<MemberUpdate> updates = {}) {
  return {Kind::kPing, from, to, to, 7, std::move(updates)};
}

TEST(Swim, AnswersAPing) {
  Swim node(kA, {}, 1);
  const auto answers = node.receive(ping(kB, kA), 0s);
  ASSERT_THAT(answers, SizeIs(1));
  EXPECT_EQ(answers[0].kind, Kind::kAck);
  EXPECT_EQ(answers[0].sequence, 7U);
  EXPECT_TRUE(node.members().is_member(kB)) << "who writes is alive";
}

TEST(Swim, AloneHasNobodyToPing) {
  Swim node(kA, {}, 1);
  EXPECT_THAT(node.tick(0s), IsEmpty());
  EXPECT_EQ(node.next_deadline(), 1s);
  EXPECT_THAT(node.tick(1s), IsEmpty());
}

TEST(Swim, AsksHelpersWhenThePingIsNotAnswered) {
  Swim node(kA, {.helpers = 1}, 1);
  node.add_member(kB);
  node.add_member(kC);
  const auto pings = node.tick(0s);
  ASSERT_THAT(pings, SizeIs(1));
  EXPECT_EQ(node.next_deadline(), 300ms);
  const auto requests = node.tick(300ms);
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].kind, Kind::kPingRequest);
  EXPECT_EQ(requests[0].subject, pings[0].to);
  EXPECT_NE(requests[0].to, pings[0].to);
}

TEST(Swim, SuspectsThenBuriesWhoNeverAnswers) {
  Swim node(kA, {.suspicion_multiplier = 2}, 1);
  node.add_member(kB);
  node.tick(0s);
  node.tick(1s);
  EXPECT_EQ(node.members().find(kB)->state, MemberState::kSuspect);
  node.tick(4'999ms);  // two periods x log2 of two members
  EXPECT_EQ(node.members().find(kB)->state, MemberState::kSuspect);
  node.tick(5s);
  EXPECT_EQ(node.members().find(kB)->state, MemberState::kDead);
  EXPECT_THAT(node.take_changes(),
              ElementsAre(MemberUpdate{kB, MemberState::kAlive, 0},
                          MemberUpdate{kB, MemberState::kSuspect, 0},
                          MemberUpdate{kB, MemberState::kDead, 0}));
}

TEST(Swim, IsSatisfiedByAnAnswerThroughAHelper) {
  Swim node(kA, {}, 1);
  node.add_member(kB);
  const auto pings = node.tick(0s);
  node.tick(300ms);
  node.receive({Kind::kAck, kC, kA, kB, pings[0].sequence, {}}, 900ms);
  node.tick(1s);
  EXPECT_EQ(node.members().find(kB)->state, MemberState::kAlive);
}

TEST(Swim, HelpsAndPassesTheAnswerOn) {
  Swim helper(kC, {}, 1);
  const auto pings = helper.receive({Kind::kPingRequest, kA, kC, kB, 42, {}}, 0s);
  ASSERT_THAT(pings, SizeIs(1));
  EXPECT_EQ(pings[0].to, kB);
  const auto answers = helper.receive({Kind::kAck, kB, kC, kB, pings[0].sequence, {}}, 100ms);
  ASSERT_THAT(answers, SizeIs(1));
  EXPECT_EQ(answers[0].to, kA);
  EXPECT_EQ(answers[0].subject, kB);
  EXPECT_EQ(answers[0].sequence, 42U);
}

TEST(Swim, RefutesThatItIsSuspectByAHigherIncarnation) {
  Swim node(kA, {}, 1);
  const auto answers = node.receive(ping(kB, kA, {{kA, MemberState::kSuspect, 3}}), 0s);
  EXPECT_EQ(node.incarnation(), 4U);
  EXPECT_THAT(answers[0].updates, ::testing::Contains(MemberUpdate{kA, MemberState::kAlive, 4}));
}

TEST(Swim, DoesNotRefuteWhatItHasAlreadyRefuted) {
  Swim node(kA, {}, 1);
  node.receive(ping(kB, kA, {{kA, MemberState::kSuspect, 3}}), 0s);
  node.receive(ping(kB, kA, {{kA, MemberState::kDead, 3}}), 0s);
  EXPECT_EQ(node.incarnation(), 4U);
}

TEST(Swim, TellsASuspectWhatIsRumoredOfIt) {
  Swim node(kA, {}, 1);
  node.receive(ping(kC, kA, {{kB, MemberState::kSuspect, 0}}), 0s);
  const auto answers = node.receive(ping(kB, kA), 0s);
  EXPECT_THAT(answers[0].updates, ::testing::Contains(MemberUpdate{kB, MemberState::kSuspect, 0}));
}

TEST(Swim, SuspectsNobodyForItsOwnSleep) {
  Swim node(kA, {}, 1);
  node.add_member(kB);
  node.tick(0s);
  node.tick(60s);
  EXPECT_EQ(node.members().find(kB)->state, MemberState::kAlive);
}

TEST(Swim, BearsAClockThatGoesBack) {
  Swim node(kA, {}, 1);
  node.add_member(kB);
  node.tick(10s);
  EXPECT_THAT(node.tick(3s), IsEmpty());
  EXPECT_EQ(node.next_deadline(), 10s + 300ms);
}

TEST(Swim, RefusesOptionsThatCannotWork) {
  EXPECT_THROW(Swim(kA, {.probe_timeout = 1s}, 1), std::invalid_argument);
  EXPECT_THROW(Swim(kA, {.probe_timeout = 0s}, 1), std::invalid_argument);
  EXPECT_THROW(Swim(kA, {.suspicion_multiplier = 0}, 1), std::invalid_argument);
  EXPECT_THROW(Swim(kA, {.retransmit_multiplier = 0}, 1), std::invalid_argument);
}

// A cluster over a network that delays 1 to 20 ms and loses a share of the messages.
class Cluster {
 public:
  Cluster(std::uint32_t nodes, double loss, std::uint64_t seed) : loss_(loss), random_(seed) {
    for (std::uint32_t node = 0; node < nodes; ++node) {
      boot(NodeId{node});
    }
  }

  /// Starts (or restarts, knowing nothing) a node that joins by node 0, or by node 1 if it is 0.
  void boot(NodeId node) {
    down_.erase(node);
    nodes_[node] = std::make_unique<Swim>(node, SwimOptions{}, random_());
    if (nodes_.size() > 1) {
      ask_to_join(node);
    }
    arm(node);
  }

  void kill(NodeId node) { down_.insert(node); }

  void cut(std::function<bool(NodeId, NodeId)> is_cut) { is_cut_ = std::move(is_cut); }

  /// From now on nothing is lost and nobody is cut off.
  void heal() {
    is_cut_ = {};
    loss_ = 0;
  }

  void run_until(Time end) {
    while (!events_.empty() && std::get<0>(events_.begin()->first) <= end) {
      auto event = events_.extract(events_.begin());
      now_ = std::get<0>(event.key());
      event.mapped()();
    }
    now_ = end;
  }

  [[nodiscard]] Time now() const { return now_; }

  [[nodiscard]] std::size_t messages_sent() const { return messages_sent_; }

  [[nodiscard]] Swim& node(NodeId node) { return *nodes_.at(node); }

  /// How many of the living believe this of a node.
  [[nodiscard]] std::size_t believers(NodeId about, MemberState state) const {
    std::size_t count = 0;
    for (const auto& [node, swim] : nodes_) {
      const auto belief = swim->members().find(about);
      count += !down_.contains(node) && node != about && belief && belief->state == state ? 1U : 0U;
    }
    return count;
  }

 private:
  void ask_to_join(NodeId node) {
    if (nodes_[node]->members().members_count() == 0) {  // nobody has answered yet
      send(nodes_[node]->join(node == kA ? kB : kA, now_));
      schedule(now_ + 1s, [this, node] { ask_to_join(node); });
    }
  }

  void arm(NodeId node) {
    const Time at = std::max(nodes_[node]->next_deadline(), now_);
    schedule(at, [this, node, swim = nodes_[node].get()] {
      if (nodes_[node].get() == swim && !down_.contains(node)) {
        send(swim->tick(now_));
        arm(node);
      }
    });
  }

  void send(const Swim::Messages& messages) {
    for (const SwimMessage& message : messages) {
      ++messages_sent_;
      const bool is_lost = static_cast<double>(random_() % 10'000) < loss_ * 10'000;
      if (!is_lost) {
        schedule(now_ + 1ms * (1 + random_() % 20), [this, message] { deliver(message); });
      }
    }
  }

  void deliver(const SwimMessage& message) {
    const bool is_cut = is_cut_ && is_cut_(message.from, message.to);
    if (!is_cut && !down_.contains(message.to) && nodes_.contains(message.to)) {
      send(nodes_[message.to]->receive(message, now_));
    }
  }

  void schedule(Time at, std::function<void()> event) {
    events_.emplace(std::pair(at, ++sequence_), std::move(event));
  }

  double loss_;
  std::mt19937_64 random_;
  Time now_{0};
  std::map<NodeId, std::unique_ptr<Swim>> nodes_;
  std::set<NodeId> down_;
  std::function<bool(NodeId, NodeId)> is_cut_;
  std::map<std::pair<Time, std::uint64_t>, std::function<void()>> events_;
  std::uint64_t sequence_ = 0;
  std::size_t messages_sent_ = 0;
};

TEST(SwimCluster, EverybodyLearnsOfEverybodyWhoJoins) {
  Cluster cluster(20, 0.0, 1);
  cluster.run_until(30s);
  for (std::uint32_t node = 0; node < 20; ++node) {
    EXPECT_EQ(cluster.believers(NodeId{node}, MemberState::kAlive), 19U);
  }
}

// Not a single death in ten minutes in which a tenth of the messages is lost.
TEST(SwimCluster, BuriesNobodyAliveThoughMessagesAreLost) {
  Cluster cluster(12, 0.1, 2);
  cluster.run_until(600s);
  std::size_t suspicions = 0;
  for (std::uint32_t node = 0; node < 12; ++node) {
    for (const MemberUpdate& change : cluster.node(NodeId{node}).take_changes()) {
      EXPECT_NE(change.state, MemberState::kDead) << node << " about " << number_of(change.node);
      suspicions += change.state == MemberState::kSuspect ? 1U : 0U;
    }
  }
  EXPECT_GT(suspicions, 0U) << "the suspicion mechanism was at work";
}

// Suspicion within 2n - 1 periods, the time-out of 3 x log2(n) periods, and the spreading.
TEST(SwimCluster, EverybodyLearnsOfADeathInBoundedTime) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Cluster cluster(15, 0.02, seed);
    cluster.run_until(30s);
    cluster.kill(kC);
    cluster.run_until(30s + 29s + 12s + 8s);
    EXPECT_EQ(cluster.believers(kC, MemberState::kDead), 14U);
  }
}

// Section 3.2: with everybody pinging at random, the first suspicion comes after e/(e-1) = 1.58
// periods on average. The end of the period in which the ping is missed adds up to one period.
TEST(SwimCluster, DetectsADeathAfterTwoPeriodsOnAverage) {
  double seconds = 0;
  constexpr int kRounds = 40;
  for (std::uint64_t seed = 0; seed < kRounds; ++seed) {
    Cluster cluster(12, 0.0, seed);
    cluster.run_until(20s + 37ms * seed);
    const Time killed = cluster.now();
    cluster.kill(kC);
    while (cluster.believers(kC, MemberState::kSuspect) == 0) {
      ASSERT_LT(cluster.now(), killed + 30s);
      cluster.run_until(cluster.now() + 10ms);
    }
    seconds += std::chrono::duration<double>(cluster.now() - killed).count();
  }
  EXPECT_GT(seconds / kRounds, 1.0);
  EXPECT_LT(seconds / kRounds, 2.6);
}

// The load per member: a ping and an ack per period (and what loss adds), whatever the size.
TEST(SwimCluster, SendsTwoMessagesPerMemberAndPeriod) {
  for (const std::uint32_t nodes : {5U, 40U}) {
    Cluster cluster(nodes, 0.0, 3);
    cluster.run_until(20s);
    const std::size_t before = cluster.messages_sent();
    cluster.run_until(120s);
    const double per_member = static_cast<double>(cluster.messages_sent() - before) / nodes / 100;
    EXPECT_NEAR(per_member, 2.0, 0.05);
  }
}

// Whatever befell it, a cluster that is left in peace comes to believe what is true: 100,000
// messages between crashes, restarts and partitions.
TEST(SwimCluster, AgreesOnTheTruthAfterAnyFaults) {
  constexpr std::uint32_t kNodes = 8;
  std::size_t messages = 0;
  for (std::uint64_t seed = 0; messages < 100'000; ++seed) {
    std::mt19937_64 random(seed);
    Cluster cluster(kNodes, 0.05, seed);
    std::set<NodeId> dead;
    for (int act = 0; act < 60; ++act) {
      const NodeId node{static_cast<std::uint32_t>(random() % kNodes)};
      const std::uint64_t sides = random();
      if (random() % 3 == 0 && dead.size() < 4 && dead.insert(node).second) {
        cluster.kill(node);
      } else if (dead.erase(node) > 0) {
        cluster.boot(node);
      } else {
        cluster.cut([=](NodeId left, NodeId right) {
          return sides % 2 == 0 &&
                 (sides >> number_of(left) & 2) != (sides >> number_of(right) & 2);
        });
      }
      cluster.run_until(cluster.now() + 1ms * (random() % 15'000));
    }
    cluster.heal();
    cluster.run_until(cluster.now() + 200s);
    for (std::uint32_t node = 0; node < kNodes; ++node) {
      const bool is_dead = dead.contains(NodeId{node});
      const std::size_t expected = is_dead ? 0 : kNodes - dead.size() - 1;
      ASSERT_EQ(cluster.believers(NodeId{node}, MemberState::kAlive), expected) << seed;
      ASSERT_EQ(cluster.believers(NodeId{node}, MemberState::kSuspect), 0U) << seed;
    }
    messages += cluster.messages_sent();
  }
}

TEST(SwimCluster, TakesARestartedNodeBack) {
  Cluster cluster(10, 0.0, 4);
  cluster.run_until(20s);
  cluster.kill(kC);
  cluster.run_until(80s);
  ASSERT_EQ(cluster.believers(kC, MemberState::kDead), 9U);
  cluster.boot(kC);  // with incarnation 0, though the others remember it dead
  cluster.run_until(100s);
  EXPECT_EQ(cluster.believers(kC, MemberState::kAlive), 9U);
  EXPECT_GT(cluster.node(kC).incarnation(), 0U);
}

TEST(SwimCluster, LearnsOfAGoodbyeWithoutSuspicion) {
  Cluster cluster(10, 0.0, 5);
  cluster.run_until(20s);
  for (std::uint32_t node = 0; node < 10; ++node) {
    cluster.node(NodeId{node}).take_changes();
  }
  cluster.node(kC).leave();
  cluster.run_until(30s);
  EXPECT_EQ(cluster.believers(kC, MemberState::kDead), 9U);
  for (const MemberUpdate& change : cluster.node(kA).take_changes()) {
    EXPECT_NE(change.state, MemberState::kSuspect);
  }
}

TEST(SwimCluster, GrowsTogetherAgainAfterAPartition) {
  Cluster cluster(10, 0.0, 6);
  cluster.run_until(20s);
  cluster.cut(
      [](NodeId left, NodeId right) { return number_of(left) / 5 != number_of(right) / 5; });
  cluster.run_until(120s);
  EXPECT_EQ(cluster.believers(NodeId{7}, MemberState::kDead), 5U);
  EXPECT_EQ(cluster.believers(NodeId{7}, MemberState::kAlive), 4U);
  cluster.cut({});
  cluster.run_until(240s);
  for (std::uint32_t node = 0; node < 10; ++node) {
    EXPECT_EQ(cluster.believers(NodeId{node}, MemberState::kAlive), 9U) << node;
  }
}

}  // namespace
}  // namespace napkin::algorithms
