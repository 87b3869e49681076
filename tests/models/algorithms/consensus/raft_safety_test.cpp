// Whole Raft groups over a network that loses, repeats, delays and partitions, with servers that
// crash at any moment. The four properties of the paper's figure 3 are checked all along.

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "models/algorithms/consensus/raft.h"

namespace napkin::algorithms {
namespace {

struct Faults {
  double loss = 0.0;
  double repetition = 0.0;
  Duration delay_max = 20ms;
};

class Group {
 public:
  Group(std::uint32_t servers, std::uint64_t seed) : random_(seed) {
    for (std::uint32_t server = 1; server <= servers; ++server) {
      servers_.insert(NodeId{server});
    }
    for (const NodeId server : servers_) {
      start(server);
    }
  }

  void set_faults(Faults faults) { faults_ = faults; }

  void crash(NodeId server) {
    disks_[server] = running_.at(server)->state();
    running_.erase(server);
  }

  void start(NodeId server) {
    running_[server] = std::make_unique<Raft>(
        server, servers_, RaftOptions{.entries_per_message = 4}, random_(), now_, disks_[server]);
    applied_[server] = 0;
    arm(server);
  }

  void cut_off(std::set<NodeId> island) { island_ = std::move(island); }

  void propose_somewhere() { propose_at(random_server()); }

  void propose_at(NodeId server) {
    if (running_.contains(server)) {
      Raft::Messages out;
      running_[server]->propose("command " + std::to_string(++proposals_), now_, &out);
      after_step(server, out);
    }
  }

  void run_for(Duration span) {
    const Time end = now_ + span;
    while (!events_.empty() && events_.begin()->first.first <= end) {
      auto event = events_.extract(events_.begin());
      now_ = event.key().first;
      event.mapped()();
    }
    now_ = end;
  }

  NodeId random_server() {
    return NodeId{static_cast<std::uint32_t>(random_() % servers_.size()) + 1};
  }

  std::mt19937_64& random() { return random_; }

  [[nodiscard]] const Raft& server(NodeId node) const { return *running_.at(node); }

  [[nodiscard]] Time now() const { return now_; }

  [[nodiscard]] const std::set<NodeId>& servers() const { return servers_; }

  [[nodiscard]] bool is_running(NodeId server) const { return running_.contains(server); }

  [[nodiscard]] std::size_t running_count() const { return running_.size(); }

  [[nodiscard]] const std::vector<RaftEntry>& committed() const { return committed_; }

  [[nodiscard]] std::size_t terms_led() const { return leaders_.size(); }

  /// Messages and ticks so far.
  [[nodiscard]] std::uint64_t events() const { return sequence_; }

  [[nodiscard]] std::optional<NodeId> leader() const {
    for (const auto& [node, raft] : running_) {
      if (raft->role() == RaftRole::kLeader) {
        return node;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] bool all_have_applied_everything() const {
    return std::all_of(running_.begin(), running_.end(), [this](const auto& each) {
      return applied_.at(each.first) == committed_.size();
    });
  }

  /// Log matching: equal index and term, equal up to there.
  void check_log_matching() const {
    for (const auto& [left, left_raft] : running_) {
      for (const auto& [right, right_raft] : running_) {
        if (left < right) {
          check_matching(left_raft->state().log, right_raft->state().log);
        }
      }
    }
  }

 private:
  static void check_matching(const RaftLog& left, const RaftLog& right) {
    RaftIndex index = std::min(left.last_index(), right.last_index());
    while (index > 0 && left.term_at(index) != right.term_at(index)) {
      --index;
    }
    for (; index > 0; --index) {
      ASSERT_EQ(left.at(index), right.at(index)) << "log matching, index " << index;
    }
  }

  void arm(NodeId server) {
    const Time at = running_[server]->next_deadline();
    schedule(at, [this, server, raft = running_[server].get(), at] {
      const auto found = running_.find(server);
      if (found == running_.end() || found->second.get() != raft) {
        return;  // crashed in the meantime
      }
      if (raft->next_deadline() <= at) {
        after_step(server, raft->tick(now_));
      }
      arm(server);
    });
  }

  void after_step(NodeId server, const Raft::Messages& messages) {
    check_leader(server);
    apply(server);
    // The disk holds the state before a message leaves; a crash may still swallow the messages.
    for (const RaftMessage& message : messages) {
      send(message);
      if (chance(faults_.repetition)) {
        send(message);
      }
    }
  }

  void check_leader(NodeId server) {
    const Raft& raft = *running_[server];
    if (raft.role() != RaftRole::kLeader) {
      return;
    }
    const auto [entry, is_new] = leaders_.try_emplace(raft.term(), server);
    ASSERT_EQ(entry->second, server) << "election safety, term " << raft.term();
    if (is_new) {
      for (std::size_t at = 0; at < committed_.size(); ++at) {
        ASSERT_LE(at + 1, raft.state().log.last_index()) << "leader completeness";
        ASSERT_EQ(raft.state().log.at(at + 1), committed_[at]) << "leader completeness";
      }
    }
  }

  void apply(NodeId server) {
    std::size_t& index = applied_[server];
    for (const RaftEntry& entry : running_[server]->take_committed()) {
      if (index == committed_.size()) {
        committed_.push_back(entry);
      }
      ASSERT_EQ(entry, committed_[index]) << "state machine safety, index " << index + 1;
      ++index;
    }
  }

  void send(const RaftMessage& message) {
    if (chance(faults_.loss)) {
      return;
    }
    const auto delay = random_() % static_cast<std::uint64_t>(faults_.delay_max.count()) + 1;
    schedule(now_ + Duration(static_cast<Duration::rep>(delay)), [this, message] {
      const bool is_cut = island_.contains(message.from) != island_.contains(message.to);
      if (!is_cut && running_.contains(message.to)) {
        after_step(message.to, running_[message.to]->receive(message, now_));
      }
    });
  }

  bool chance(double probability) {
    return static_cast<double>(random_() % 10'000) < probability * 10'000;
  }

  void schedule(Time at, std::function<void()> event) {
    events_.emplace(std::pair(at, ++sequence_), std::move(event));
  }

  std::mt19937_64 random_;
  Faults faults_;
  Time now_{0};
  std::set<NodeId> servers_;
  std::map<NodeId, std::unique_ptr<Raft>> running_;
  std::map<NodeId, RaftState> disks_;
  std::map<NodeId, std::size_t> applied_;
  std::map<RaftTerm, NodeId> leaders_;
  std::vector<RaftEntry> committed_;
  std::set<NodeId> island_;
  std::map<std::pair<Time, std::uint64_t>, std::function<void()>> events_;
  std::uint64_t sequence_ = 0;
  int proposals_ = 0;
};

// One act of an adversary who knows no measure.
void disturb(Group* group) {
  const NodeId server = group->random_server();
  switch (group->random()() % 8) {
    case 0:
      if (group->is_running(server)) {
        group->crash(server);
      }
      break;
    case 1:
    case 2:
      if (!group->is_running(server)) {
        group->start(server);
      }
      break;
    case 3: {
      std::set<NodeId> island;
      for (const NodeId each : group->servers()) {
        if (group->random()() % 2 == 0) {
          island.insert(each);
        }
      }
      group->cut_off(island);
      break;
    }
    case 4:
      group->cut_off({});
      break;
    case 5:
      group->set_faults({.loss = 0.3, .repetition = 0.3, .delay_max = 200ms});
      break;
    default:
      group->set_faults({.loss = 0.05, .repetition = 0.05, .delay_max = 20ms});
  }
}

void heal(Group* group) {
  group->cut_off({});
  group->set_faults({});
  for (const NodeId server : group->servers()) {
    if (!group->is_running(server)) {
      group->start(server);
    }
  }
}

class RaftSafety : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(RaftSafety, HoldsUnderEveryFaultAndRecovers) {
  constexpr std::uint64_t kSeeds = 40;
  std::size_t committed = 0;
  std::size_t terms = 0;
  std::uint64_t events = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Group group(GetParam(), seed);
    for (int act = 0; act < 60; ++act) {
      disturb(&group);
      for (int proposal = 0; proposal < 8; ++proposal) {
        group.propose_somewhere();
        group.run_for(Duration(group.random()() % 60'000'000));
      }
      group.check_log_matching();
      ASSERT_FALSE(HasFailure()) << "seed " << seed << ", act " << act;
    }
    heal(&group);
    group.run_for(3s);
    ASSERT_TRUE(group.leader().has_value()) << "seed " << seed;
    ASSERT_TRUE(group.all_have_applied_everything()) << "seed " << seed;
    committed += group.committed().size();
    terms += group.terms_led();
    events += group.events();
  }
  EXPECT_GT(events, GetParam() == 5 ? 100'000U : 0U);
  EXPECT_GT(committed, kSeeds * 50) << "the groups did get work done";
  EXPECT_GT(terms, GetParam() == 1 ? kSeeds : kSeeds * 4) << "and did change leaders";
}

INSTANTIATE_TEST_SUITE_P(GroupSizes, RaftSafety, ::testing::Values(1, 2, 3, 5));

// Without faults one election is enough, and it comes after the shortest of the time-outs (at most
// 300 ms, plus a split vote now and then).
TEST(RaftGroup, FindsANewLeaderSoonAfterACrash) {
  double seconds = 0;
  constexpr int kRounds = 100;
  for (std::uint64_t seed = 0; seed < kRounds; ++seed) {
    Group group(5, seed);
    group.run_for(3s);
    const auto old_leader = group.leader();
    ASSERT_TRUE(old_leader.has_value());
    group.crash(*old_leader);
    const Time crashed = group.now();
    while (!group.leader().has_value()) {
      ASSERT_LT(group.now(), crashed + 5s);
      group.run_for(1ms);
    }
    seconds += std::chrono::duration<double>(group.now() - crashed).count();
  }
  // Four time-outs drawn from 150 to 300 ms: the shortest is 180 ms on average, counted from the
  // last heart-beat, up to 70 ms ago; then a round trip of up to 40 ms.
  EXPECT_GT(seconds / kRounds, 0.13);
  EXPECT_LT(seconds / kRounds, 0.35);
}

TEST(RaftGroup, CommitsNothingInTheMinority) {
  Group group(5, 7);
  group.run_for(2s);
  const NodeId old_leader = *group.leader();
  const RaftIndex before = group.server(old_leader).commit_index();
  group.cut_off({old_leader});
  group.propose_at(old_leader);
  group.run_for(2s);
  EXPECT_EQ(group.server(old_leader).commit_index(), before);
  const auto new_leader = group.leader();
  ASSERT_TRUE(new_leader.has_value());
  EXPECT_NE(new_leader, old_leader) << "the old one has stepped down";
  group.propose_at(*new_leader);
  group.run_for(1s);
  EXPECT_GT(group.server(*new_leader).commit_index(), before);
  group.cut_off({});
  group.run_for(1s);
  EXPECT_TRUE(group.all_have_applied_everything()) << "the old one has taken the new history";
}

TEST(RaftGroup, StandsStillWithoutAMajorityAndGoesOnWithOne) {
  Group group(3, 8);
  group.run_for(2s);
  group.crash(NodeId{1});
  group.crash(NodeId{2});
  group.run_for(3s);
  const std::size_t before = group.committed().size();
  for (int proposal = 0; proposal < 20; ++proposal) {
    group.propose_somewhere();
    group.run_for(100ms);
  }
  EXPECT_EQ(group.committed().size(), before);
  EXPECT_FALSE(group.leader().has_value());
  group.start(NodeId{1});
  group.run_for(3s);
  EXPECT_TRUE(group.leader().has_value());
  EXPECT_GT(group.committed().size(), before);
}

}  // namespace
}  // namespace napkin::algorithms
