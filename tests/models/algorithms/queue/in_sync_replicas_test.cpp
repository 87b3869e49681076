#include "models/algorithms/queue/in_sync_replicas.h"

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Acknowledge = InSyncReplicas::Acknowledge;
using Append = InSyncReplicas::Append;

InSyncReplicas three_in_sync(std::size_t in_sync_min = 2) {
  return InSyncReplicas(
      1, {2, 3}, {.in_sync_min = in_sync_min, .lag_max = 10s}, {.in_sync = {1, 2, 3}}, 0s);
}

TEST(InSyncReplicas, RefusesAReplicaNamedTwice) {
  EXPECT_THROW(InSyncReplicas(1, {2, 2}, {}, {}, 0s), std::invalid_argument);
  EXPECT_THROW(InSyncReplicas(1, {1}, {}, {}, 0s), std::invalid_argument);
}

TEST(InSyncReplicas, CommitsWhatEveryInSyncReplicaHas) {
  auto replicas = three_in_sync();
  EXPECT_EQ(replicas.append(10, Acknowledge::kAllInSync), Append::kAppended);
  replicas.on_fetch(2, 10, 1s);
  EXPECT_EQ(replicas.high_watermark(), 0U);
  replicas.on_fetch(3, 4, 1s);
  EXPECT_EQ(replicas.high_watermark(), 4U);
  EXPECT_FALSE(replicas.is_acknowledged(5, Acknowledge::kAllInSync));
  EXPECT_TRUE(replicas.is_acknowledged(4, Acknowledge::kAllInSync));
  EXPECT_TRUE(replicas.is_acknowledged(10, Acknowledge::kLeader));
  EXPECT_TRUE(replicas.is_acknowledged(11, Acknowledge::kNone));
}

TEST(InSyncReplicas, ALeaderAloneCommitsAtOnce) {
  InSyncReplicas replicas(1, {}, {}, {}, 0s);
  replicas.append(5, Acknowledge::kAllInSync);
  EXPECT_TRUE(replicas.is_acknowledged(5, Acknowledge::kAllInSync));
}

TEST(InSyncReplicas, AFollowerThatLagsNoLongerHoldsBackTheOthers) {
  auto replicas = three_in_sync();
  replicas.append(10, Acknowledge::kAllInSync);
  replicas.on_fetch(2, 10, 5s);
  EXPECT_THAT(replicas.shrink(9s), IsEmpty());
  EXPECT_THAT(replicas.shrink(10s), ElementsAre(3));
  EXPECT_THAT(replicas.in_sync(), ElementsAre(1, 2));
  EXPECT_EQ(replicas.high_watermark(), 10U);
}

TEST(InSyncReplicas, ASteadyFollowerIsInSyncThoughNeverQuiteThere) {
  auto replicas = three_in_sync();
  for (int second = 1; second <= 100; ++second) {
    const auto behind = replicas.log_end();
    replicas.append(1, Acknowledge::kLeader);
    replicas.on_fetch(2, behind, std::chrono::seconds(second));
    replicas.on_fetch(3, behind / 2, std::chrono::seconds(second));
    replicas.shrink(std::chrono::seconds(second));
  }
  EXPECT_THAT(replicas.in_sync(), ElementsAre(1, 2));
}

TEST(InSyncReplicas, RefusesToPromiseMoreCopiesThanItHas) {
  auto replicas = three_in_sync(/*in_sync_min=*/2);
  replicas.take_out(2);
  replicas.take_out(3);
  EXPECT_EQ(replicas.append(1, Acknowledge::kAllInSync), Append::kNotEnoughReplicas);
  EXPECT_EQ(replicas.append(1, Acknowledge::kLeader), Append::kAppended);
  EXPECT_EQ(replicas.log_end(), 1U);
  EXPECT_FALSE(replicas.is_acknowledged(1, Acknowledge::kAllInSync));
}

TEST(InSyncReplicas, AReturningFollowerJoinsWithTheCommittedLog) {
  auto replicas = three_in_sync();
  replicas.take_out(3);
  replicas.append(10, Acknowledge::kAllInSync);
  replicas.on_fetch(2, 10, 1s);
  replicas.on_fetch(3, 9, 20s);
  EXPECT_EQ(replicas.in_sync_count(), 2U);
  replicas.on_fetch(3, 10, 21s);
  EXPECT_EQ(replicas.in_sync_count(), 3U);
}

TEST(InSyncReplicas, ANewLeaderLetsNobodyInWithoutTheLogItTookOver) {
  // It knows of no commit yet, but any record it took over may have been committed.
  InSyncReplicas replicas(2, {1, 3}, {}, {.log_end = 50, .in_sync = {2, 3}}, 0s);
  replicas.on_fetch(1, 20, 1s);
  EXPECT_THAT(replicas.in_sync(), ElementsAre(2, 3));
  replicas.on_fetch(1, 50, 2s);
  EXPECT_THAT(replicas.in_sync(), ElementsAre(1, 2, 3));
}

TEST(InSyncReplicas, AFollowerThatLostCommittedRecordsIsOut) {
  auto replicas = three_in_sync();
  replicas.append(10, Acknowledge::kAllInSync);
  replicas.on_fetch(2, 10, 1s);
  replicas.on_fetch(3, 10, 1s);
  replicas.on_fetch(3, 0, 2s);  // its disk is new
  EXPECT_THAT(replicas.in_sync(), ElementsAre(1, 2));
  EXPECT_EQ(replicas.high_watermark(), 10U);
}

TEST(InSyncReplicas, IgnoresStrangersAndOffsetsBeyondTheLog) {
  auto replicas = three_in_sync();
  EXPECT_FALSE(replicas.on_fetch(9, 0, 1s));
  EXPECT_FALSE(replicas.on_fetch(2, 1, 1s));
}

TEST(ElectLeader, PrefersTheFirstThatIsAliveAndInSync) {
  EXPECT_EQ(elect_leader({1, 2, 3}, {2, 3}, {1, 3}, false), 3U);
  EXPECT_EQ(elect_leader({1, 2, 3}, {2}, {1, 3}, false), std::nullopt);
  EXPECT_EQ(elect_leader({1, 2, 3}, {2}, {1, 3}, true), 2U);
  EXPECT_EQ(elect_leader({1, 2, 3}, {}, {1, 3}, true), std::nullopt);
}

}  // namespace
}  // namespace napkin::algorithms
