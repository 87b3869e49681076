#include "models/algorithms/replication/quorum.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <random>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct LargerWins {
  int operator()(int left, int right) const { return std::max(left, right); }
};

TEST(Quorum, PromisesWhatTheBookSays) {
  EXPECT_TRUE(Quorum({.replicas = 3, .read = 2, .write = 2}).reads_see_latest_write());
  EXPECT_TRUE(Quorum({.replicas = 3, .read = 1, .write = 3}).reads_see_latest_write());
  EXPECT_TRUE(Quorum({.replicas = 3, .read = 3, .write = 1}).reads_see_latest_write());
  EXPECT_FALSE(Quorum({.replicas = 3, .read = 1, .write = 2}).reads_see_latest_write());
}

TEST(Quorum, SerializesWritesOnlyWithAMajority) {
  EXPECT_TRUE(Quorum({.replicas = 3, .read = 1, .write = 2}).writes_see_each_other());
  EXPECT_FALSE(Quorum({.replicas = 4, .read = 3, .write = 2}).writes_see_each_other());
}

TEST(Quorum, SurvivesTheReplicasThatItDoesNotAsk) {
  const Quorum quorum({.replicas = 5, .read = 2, .write = 4});
  EXPECT_EQ(quorum.read_failures_tolerated(), 3);
  EXPECT_EQ(quorum.write_failures_tolerated(), 1);
}

TEST(Quorum, RefusesNumbersThatCannotBeMet) {
  EXPECT_THROW(Quorum({.replicas = 0, .read = 1, .write = 1}), std::invalid_argument);
  EXPECT_THROW(Quorum({.replicas = 65, .read = 1, .write = 1}), std::invalid_argument);
  EXPECT_THROW(Quorum({.replicas = 3, .read = 4, .write = 1}), std::invalid_argument);
  EXPECT_THROW(Quorum({.replicas = 3, .read = 1, .write = 0}), std::invalid_argument);
}

TEST(Quorum, WorksForASingleReplica) {
  const Quorum quorum({.replicas = 1, .read = 1, .write = 1});
  EXPECT_TRUE(quorum.reads_see_latest_write());
  EXPECT_EQ(quorum.stale_read_probability(), 0.0);
}

// Bailis et al., VLDB 2012, sections 2.1 and 3.1: N = 3, R = W = 1 reads within 2 versions with
// probability 0.556, within 3 with 0.703, 5 with 0.868, 10 with 0.98; R = 1, W = 2 misses a third.
TEST(Quorum, MatchesThePublishedStaleness) {
  const Quorum weakest({.replicas = 3, .read = 1, .write = 1});
  EXPECT_THAT(1 - weakest.stale_by_more_than(2), DoubleNear(0.556, 0.001));
  EXPECT_THAT(1 - weakest.stale_by_more_than(3), DoubleNear(0.703, 0.001));
  EXPECT_THAT(1 - weakest.stale_by_more_than(5), DoubleNear(0.868, 0.001));
  EXPECT_THAT(1 - weakest.stale_by_more_than(10), DoubleNear(0.98, 0.003));
  const Quorum two_writes({.replicas = 3, .read = 1, .write = 2});
  EXPECT_THAT(two_writes.stale_read_probability(), DoubleNear(1.0 / 3, 1e-15));
}

TEST(Quorum, IsAlwaysStaleWhenNoReplicaIsFresh) {
  EXPECT_EQ(Quorum({.replicas = 3, .read = 2, .write = 2}).stale_read_probability(0), 1.0);
  EXPECT_EQ(Quorum({.replicas = 3, .read = 2, .write = 2}).stale_read_probability(3), 0.0);
}

// Counts the read quorums that avoid the first `fresh` replicas, one subset after the other.
double counted_stale_probability(int replicas, int read, int fresh) {
  int subsets = 0;
  int stale = 0;
  for (std::uint32_t subset = 0; subset < 1U << replicas; ++subset) {
    if (std::popcount(subset) == read) {
      ++subsets;
      stale += (subset & ((1U << fresh) - 1)) == 0 ? 1 : 0;
    }
  }
  return static_cast<double>(stale) / subsets;
}

TEST(Quorum, AgreesWithCountingAllSubsets) {
  for (int replicas = 1; replicas <= 9; ++replicas) {
    for (int read = 1; read <= replicas; ++read) {
      for (int write = 1; write <= replicas; ++write) {
        const Quorum quorum({.replicas = replicas, .read = read, .write = write});
        const double counted = counted_stale_probability(replicas, read, write);
        EXPECT_THAT(quorum.stale_read_probability(), DoubleNear(counted, 1e-12));
        EXPECT_EQ(quorum.reads_see_latest_write(), counted == 0.0);
      }
    }
  }
}

TEST(Majority, IsMoreThanHalf) {
  EXPECT_EQ(majority_of(1), 1);
  EXPECT_EQ(majority_of(4), 3);
  EXPECT_EQ(majority_of(5), 3);
}

TEST(QuorumTally, IsReachedByTheLastRequiredAnswer) {
  QuorumTally tally(3, 2);
  tally.on_success(2);
  EXPECT_EQ(tally.outcome(), QuorumOutcome::kPending);
  tally.on_success(0);
  EXPECT_EQ(tally.outcome(), QuorumOutcome::kReached);
}

TEST(QuorumTally, CountsAReplicaOnce) {
  QuorumTally tally(3, 2);
  EXPECT_TRUE(tally.on_success(1));
  EXPECT_FALSE(tally.on_success(1));
  EXPECT_FALSE(tally.on_failure(1));
  EXPECT_EQ(tally.outcome(), QuorumOutcome::kPending);
}

TEST(QuorumTally, GivesUpWhenTooManyHaveFailed) {
  QuorumTally tally(3, 2);
  tally.on_failure(0);
  EXPECT_EQ(tally.outcome(), QuorumOutcome::kPending);
  tally.on_failure(1);
  EXPECT_EQ(tally.outcome(), QuorumOutcome::kUnreachable);
}

TEST(QuorumTally, CountsAllSixtyFourReplicas) {
  QuorumTally tally(64, 64);
  for (int replica = 0; replica < 64; ++replica) {
    EXPECT_EQ(tally.outcome(), QuorumOutcome::kPending);
    EXPECT_TRUE(tally.on_success(replica));
  }
  EXPECT_EQ(tally.outcome(), QuorumOutcome::kReached);
  EXPECT_TRUE(tally.succeeded(63));
}

TEST(QuorumTally, NeverChangesItsMindOnceDecided) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 20'000; ++round) {
    const int replicas = static_cast<int>(random() % 7) + 1;
    QuorumTally tally(replicas, static_cast<int>(random() % static_cast<unsigned>(replicas + 1)));
    QuorumOutcome decided = tally.outcome();
    for (int answer = 0; answer < 2 * replicas; ++answer) {
      const int replica = static_cast<int>(random() % static_cast<unsigned>(replicas));
      (random() % 2 == 0) ? tally.on_success(replica) : tally.on_failure(replica);
      if (decided != QuorumOutcome::kPending) {
        ASSERT_EQ(tally.outcome(), decided);
      }
      decided = tally.outcome();
    }
  }
}

using Tally = ReadTally<int, LargerWins>;

TEST(ReadTally, AnswersWithTheJoinOfTheReplies) {
  Tally tally({.replicas = 3, .read = 2, .write = 2});
  tally.on_reply(0, 7);
  EXPECT_EQ(tally.outcome(), QuorumOutcome::kPending);
  tally.on_reply(2, 9);
  EXPECT_EQ(tally.outcome(), QuorumOutcome::kReached);
  EXPECT_EQ(tally.answer(), 9);
}

TEST(ReadTally, RepairsWhoIsBehindOrHasNothing) {
  Tally tally({.replicas = 3, .read = 2, .write = 2});
  tally.on_reply(0, 7);
  tally.on_reply(2, 9);
  EXPECT_THAT(tally.replicas_to_repair(), ElementsAre(0));
  tally.on_reply(1, std::nullopt);
  EXPECT_THAT(tally.replicas_to_repair(), ElementsAre(0, 1));
}

TEST(ReadTally, HasNothingToRepairWhenNobodyHasTheValue) {
  Tally tally({.replicas = 2, .read = 2, .write = 1});
  tally.on_reply(0, std::nullopt);
  tally.on_reply(1, std::nullopt);
  EXPECT_FALSE(tally.answer().has_value());
  EXPECT_THAT(tally.replicas_to_repair(), IsEmpty());
}

TEST(ReadTally, IgnoresASecondReplyOfTheSameReplica) {
  Tally tally({.replicas = 2, .read = 2, .write = 1});
  EXPECT_TRUE(tally.on_reply(0, 1));
  EXPECT_FALSE(tally.on_reply(0, 5));
  EXPECT_EQ(tally.answer(), 1);
}

// Random writes to W of N replicas, random reads of R: a strict quorum is never stale, a partial
// one about as often as the formula says (4 standard errors of 60,000 independent reads).
TEST(Quorum, PredictsHowOftenRandomReadsAreStale) {
  std::mt19937_64 random(7);
  for (const QuorumOptions options :
       {QuorumOptions{3, 1, 1}, QuorumOptions{5, 2, 2}, QuorumOptions{3, 2, 2}}) {
    constexpr int kReads = 60'000;
    int stale = 0;
    std::vector<int> order;
    for (int replica = 0; replica < options.replicas; ++replica) {
      order.push_back(replica);
    }
    for (int read = 0; read < kReads; ++read) {
      for (std::size_t last = order.size() - 1; last > 0; --last) {
        std::swap(order[last], order[random() % (last + 1)]);
      }
      const auto end = order.begin() + options.read;
      stale += std::none_of(order.begin(), end, [&](int at) { return at < options.write; }) ? 1 : 0;
    }
    const double expected = Quorum(options).stale_read_probability();
    EXPECT_THAT(static_cast<double>(stale) / kReads,
                DoubleNear(expected, expected > 0 ? 0.009 : 0));
  }
}

}  // namespace
}  // namespace napkin::algorithms
