#include "models/algorithms/queue/leader_epochs.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/queue/in_sync_replicas.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LeaderEpochs, KnowsWhoWroteWhat) {
  LeaderEpochs epochs;
  epochs.assign(0, 0);
  epochs.assign(2, 10);
  epochs.assign(2, 15);
  EXPECT_EQ(epochs.epoch_of(9), 0U);
  EXPECT_EQ(epochs.epoch_of(10), 2U);
  EXPECT_EQ(epochs.epoch_of(99), 2U);
}

TEST(LeaderEpochs, ALeaderThatWroteNothingLeavesNoTrace) {
  LeaderEpochs epochs;
  epochs.assign(0, 0);
  epochs.assign(1, 5);
  epochs.assign(2, 5);
  EXPECT_THAT(epochs.starts(), ElementsAre(LeaderEpochs::Start{0, 0}, LeaderEpochs::Start{2, 5}));
}

TEST(LeaderEpochs, CuttingTheLogForgetsEpochs) {
  LeaderEpochs epochs;
  epochs.assign(0, 0);
  epochs.assign(1, 5);
  epochs.truncate(5);
  EXPECT_EQ(epochs.epoch_of(4), 0U);
  EXPECT_EQ(epochs.starts().size(), 1U);
  epochs.truncate(0);
  EXPECT_THAT(epochs.starts(), IsEmpty());
}

TEST(LeaderEpochs, EmptyLogsAgreeOnNothing) {
  const LeaderEpochs mine;
  LeaderEpochs theirs;
  theirs.assign(0, 0);
  EXPECT_EQ(mine.common_end(0, theirs, 10), 0U);
}

TEST(LeaderEpochs, ARestartDoesNotLoseACommittedRecord) {
  // KIP-101, scenario 1: B restarts with both records, knowing only the first to be committed, and
  // A, the leader, fails. B must not have cut its log by its own high watermark.
  LeaderEpochs a;
  LeaderEpochs b;
  a.assign(0, 0);
  b.assign(0, 0);
  EXPECT_EQ(b.common_end(2, a, 2), 2U);
}

TEST(LeaderEpochs, AForkIsCutWhereItBegan) {
  // KIP-101, scenario 2: B came back as leader with one record and wrote another in a new epoch; A
  // comes back with two records of the old epoch.
  LeaderEpochs a;
  LeaderEpochs b;
  a.assign(0, 0);
  b.assign(0, 0);
  b.assign(1, 1);
  EXPECT_EQ(a.common_end(2, b, 2), 1U);
}

/// A replicated partition in a world where replicas crash, restart and lag, run against the promise
/// that what was acknowledged by all in-sync replicas stays, as long as elections are clean.
class ReplicatedLog {
 public:
  explicit ReplicatedLog(std::uint64_t seed) : random_(seed) { elect(); }

  void step() {
    now_ += std::chrono::seconds(1);
    switch (random_() % 12) {
      case 0:
        crash(static_cast<std::uint32_t>(random_() % kReplicas));
        break;
      case 1:
      case 2:
        restart(static_cast<std::uint32_t>(random_() % kReplicas));
        break;
      case 3:
      case 4:
      case 5:
        write();
        break;
      default:
        fetch(static_cast<std::uint32_t>(random_() % kReplicas));
    }
    if (leader_) {
      leadership_->shrink(now_);
      publish();
    }
    check();
  }

  [[nodiscard]] std::size_t acknowledged_count() const { return acknowledged_.size(); }

  [[nodiscard]] std::uint64_t epoch() const { return epoch_; }

  [[nodiscard]] std::size_t cut_count() const { return cut_count_; }

 private:
  static constexpr std::uint32_t kReplicas = 3;

  struct Replica {
    std::vector<std::uint64_t> log;
    LeaderEpochs epochs;
    bool is_alive = true;
    std::uint64_t follows_epoch = 0;  // the leadership whose log its own agrees with
  };

  void write() {
    if (!leader_) {
      return;
    }
    const auto appended = leadership_->append(1, InSyncReplicas::Acknowledge::kAllInSync);
    if (appended == InSyncReplicas::Append::kAppended) {
      replicas_[*leader_].epochs.assign(epoch_, replicas_[*leader_].log.size());
      replicas_[*leader_].log.push_back(next_record_++);
    }
  }

  void fetch(std::uint32_t follower) {
    Replica& mine = replicas_[follower];
    if (!leader_ || follower == *leader_ || !mine.is_alive) {
      return;
    }
    Replica& leader = replicas_[*leader_];
    if (mine.follows_epoch != epoch_) {
      const auto end = mine.epochs.common_end(mine.log.size(), leader.epochs, leader.log.size());
      cut_count_ += end < mine.log.size() ? 1U : 0U;
      mine.log.resize(end);
      mine.epochs.truncate(end);
      mine.follows_epoch = epoch_;
    }
    leadership_->on_fetch(follower, mine.log.size(), now_);
    const std::size_t end = std::min(leader.log.size(), mine.log.size() + random_() % 3);
    while (mine.log.size() < end) {
      mine.epochs.assign(leader.epochs.epoch_of(mine.log.size()), mine.log.size());
      mine.log.push_back(leader.log[mine.log.size()]);
    }
  }

  void crash(std::uint32_t replica) {
    replicas_[replica].is_alive = false;
    replicas_[replica].follows_epoch = 0;
    if (leader_ == replica) {
      elect();
    } else if (leader_) {
      leadership_->take_out(replica);
    }
  }

  void restart(std::uint32_t replica) {
    replicas_[replica].is_alive = true;
    if (!leader_) {
      elect();
    }
  }

  void elect() {
    std::vector<std::uint32_t> alive;
    std::vector<std::uint32_t> followers;
    for (std::uint32_t i = 0; i < kReplicas; ++i) {
      if (replicas_[i].is_alive) {
        alive.push_back(i);
      }
    }
    leader_ = elect_leader({0, 1, 2}, alive, in_sync_, false);
    if (!leader_) {
      return;
    }
    for (std::uint32_t i = 0; i < kReplicas; ++i) {
      if (i != *leader_) {
        followers.push_back(i);
      }
    }
    ++epoch_;
    std::vector<std::uint32_t> in_sync_alive;
    std::set_intersection(in_sync_.begin(),
                          in_sync_.end(),
                          alive.begin(),
                          alive.end(),
                          std::back_inserter(in_sync_alive));
    leadership_.emplace(
        *leader_,
        followers,
        InSyncReplicas::Options{.in_sync_min = 2, .lag_max = std::chrono::seconds(20)},
        InSyncReplicas::Takeover{.log_end = replicas_[*leader_].log.size(),
                                 .in_sync = in_sync_alive},
        now_);
    publish();
  }

  /// Tells the controller who is in sync, and the producers what is acknowledged.
  void publish() {
    in_sync_ = leadership_->in_sync();
    const auto& log = replicas_[*leader_].log;
    while (acknowledged_.size() < log.size() &&
           leadership_->is_acknowledged(acknowledged_.size() + 1,
                                        InSyncReplicas::Acknowledge::kAllInSync)) {
      acknowledged_.push_back(log[acknowledged_.size()]);
    }
  }

  void check() const {
    if (leader_) {
      const auto& log = replicas_[*leader_].log;
      ASSERT_GE(log.size(), acknowledged_.size());
      ASSERT_TRUE(std::equal(acknowledged_.begin(), acknowledged_.end(), log.begin()));
    }
  }

  std::mt19937_64 random_;
  std::chrono::nanoseconds now_{0};
  std::vector<Replica> replicas_{kReplicas};
  std::vector<std::uint32_t> in_sync_{0, 1, 2};
  std::optional<std::uint32_t> leader_;
  std::optional<InSyncReplicas> leadership_;
  std::uint64_t epoch_ = 0;
  std::uint64_t next_record_ = 1;
  std::vector<std::uint64_t> acknowledged_;
  std::size_t cut_count_ = 0;
};

TEST(LeaderEpochs, NoAcknowledgedRecordIsLostOverManyCrashes) {
  std::size_t acknowledged = 0;
  std::size_t cuts = 0;
  for (std::uint64_t seed = 0; seed < 200 && !::testing::Test::HasFailure(); ++seed) {
    ReplicatedLog log(seed);
    for (int i = 0; i < 1'000; ++i) {
      log.step();
    }
    acknowledged += log.acknowledged_count();
    cuts += log.cut_count();
    EXPECT_GT(log.epoch(), 10U) << "seed " << seed;
  }
  EXPECT_GT(acknowledged, 1'000U);  // the promise was made, and
  EXPECT_GT(cuts, 100U);            // logs did fork
}

}  // namespace
}  // namespace napkin::algorithms
