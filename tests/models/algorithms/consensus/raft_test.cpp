#include "models/algorithms/consensus/raft.h"

#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr NodeId kA{1};
constexpr NodeId kB{2};
constexpr NodeId kC{3};
const std::set<NodeId> kServers{kA, kB, kC};

RaftLog log_of(const std::vector<RaftTerm>& terms) {
  RaftLog log;
  for (const RaftTerm term : terms) {
    log.append({term, "", false});
  }
  return log;
}

Raft server_with(std::set<NodeId> servers, RaftState state = {}) {
  return Raft(kA, std::move(servers), {}, 1, 0s, std::move(state));
}

bool granted(const Raft::Messages& messages) {
  return messages.size() == 1 && std::get<RaftVoteReply>(messages[0].body).granted;
}

RaftMessage vote_request(NodeId from, RaftTerm term, RaftIndex last_index, RaftTerm last_term) {
  return {from, kA, term, RaftVoteRequest{last_index, last_term}};
}

/// Server A as the leader of the next term, by the vote of B.
Raft leader_with(std::set<NodeId> servers, RaftState state = {}) {
  Raft leader = server_with(std::move(servers), std::move(state));
  leader.tick(1s);
  leader.receive({kB, kA, leader.term(), RaftVoteReply{true}}, 1s);
  return leader;
}

TEST(Raft, StandsForElectionWhenItHearsOfNoLeader) {
  Raft server = server_with(kServers);
  EXPECT_GE(server.next_deadline(), 150ms);
  EXPECT_LE(server.next_deadline(), 300ms);
  EXPECT_THAT(server.tick(server.next_deadline() - 1ns), IsEmpty());
  EXPECT_THAT(server.tick(server.next_deadline()), SizeIs(2));
  EXPECT_EQ(server.role(), RaftRole::kCandidate);
  EXPECT_EQ(server.term(), 1U);
}

TEST(Raft, LeadsOnceAMajorityHasVotedForIt) {
  Raft server = server_with({kA, kB, kC, NodeId{4}, NodeId{5}});
  server.tick(1s);
  server.receive({kB, kA, 1, RaftVoteReply{true}}, 1s);
  server.receive({kB, kA, 1, RaftVoteReply{true}}, 1s);
  EXPECT_EQ(server.role(), RaftRole::kCandidate) << "a repeated vote counts once";
  server.receive({kC, kA, 1, RaftVoteReply{true}}, 1s);
  EXPECT_EQ(server.role(), RaftRole::kLeader);
  EXPECT_EQ(server.leader(), kA);
}

TEST(Raft, AloneLeadsAtOnceAndCommitsByItself) {
  Raft server = server_with({kA});
  server.tick(1s);
  Raft::Messages out;
  EXPECT_EQ(server.propose("x", 1s, &out), 2U);
  EXPECT_EQ(server.commit_index(), 2U);
  EXPECT_THAT(out, IsEmpty());
  const auto committed = server.take_committed();
  ASSERT_THAT(committed, SizeIs(2));
  EXPECT_TRUE(committed[0].is_no_op);
  EXPECT_EQ(committed[1].command, "x");
  EXPECT_THAT(server.take_committed(), IsEmpty());
}

TEST(Raft, VotesOncePerTermAndRemembersItAfterACrash) {
  Raft server = server_with(kServers);
  EXPECT_TRUE(granted(server.receive(vote_request(kB, 1, 0, 0), 0s)));
  EXPECT_TRUE(granted(server.receive(vote_request(kB, 1, 0, 0), 0s))) << "the same again";
  EXPECT_FALSE(granted(server.receive(vote_request(kC, 1, 0, 0), 0s)));
  Raft restarted = server_with(kServers, server.state());
  EXPECT_FALSE(granted(restarted.receive(vote_request(kC, 1, 0, 0), 0s)));
  EXPECT_TRUE(granted(restarted.receive(vote_request(kC, 2, 0, 0), 0s)));
}

TEST(Raft, DoesNotVoteForALogBehindItsOwn) {
  Raft server = server_with(kServers, {2, {}, log_of({1, 2})});
  EXPECT_FALSE(granted(server.receive(vote_request(kB, 3, 9, 1), 0s)));
  EXPECT_FALSE(granted(server.receive(vote_request(kB, 3, 1, 2), 0s)));
  EXPECT_TRUE(granted(server.receive(vote_request(kC, 3, 2, 2), 0s)));
}

TEST(Raft, RefusesACandidateOfThePastAndTellsItTheTerm) {
  Raft server = server_with(kServers, {5, {}, {}});
  const auto reply = server.receive(vote_request(kB, 4, 9, 4), 0s);
  EXPECT_FALSE(granted(reply));
  EXPECT_EQ(reply[0].term, 5U);
}

TEST(Raft, CommitsWhatAMajorityHas) {
  Raft leader = leader_with(kServers);
  Raft::Messages out;
  const auto index = leader.propose("x", 1s, &out);
  ASSERT_THAT(out, SizeIs(2));
  EXPECT_EQ(leader.commit_index(), 0U);
  leader.receive({kB, kA, 1, RaftAppendReply{true, *index, 0}}, 1s);
  EXPECT_EQ(leader.commit_index(), *index);
}

TEST(Raft, OfTwoCommitsWithBoth) {
  Raft leader = leader_with({kA, kB});
  EXPECT_EQ(leader.commit_index(), 0U);
  leader.receive({kB, kA, 1, RaftAppendReply{true, 1, 0}}, 1s);
  EXPECT_EQ(leader.commit_index(), 1U);
}

// Figure 8 (c) to (e): an entry of an earlier term on a majority is not yet safe; it is committed
// together with the first entry of the leader's own term.
TEST(Raft, DoesNotCommitEntriesOfEarlierTermsByCounting) {
  Raft leader = leader_with(kServers, {3, {}, log_of({1, 2})});
  ASSERT_EQ(leader.term(), 4U);
  leader.receive({kB, kA, 4, RaftAppendReply{true, 2, 0}}, 1s);
  EXPECT_EQ(leader.commit_index(), 0U);
  leader.receive({kB, kA, 4, RaftAppendReply{true, 3, 0}}, 1s);
  EXPECT_EQ(leader.commit_index(), 3U);
}

TEST(Raft, StepsDownBeforeAHigherTerm) {
  Raft leader = leader_with(kServers);
  leader.receive({kC, kA, 7, RaftAppendReply{}}, 1s);
  EXPECT_EQ(leader.role(), RaftRole::kFollower);
  EXPECT_EQ(leader.term(), 7U);
  Raft::Messages out;
  EXPECT_EQ(leader.propose("x", 1s, &out), std::nullopt);
}

TEST(Raft, StepsDownWhenCutOffFromTheMajority) {
  Raft leader = leader_with(kServers);
  Time now = 1s;
  while (leader.role() == RaftRole::kLeader) {
    now = leader.next_deadline();
    ASSERT_LT(now, 2s);
    leader.tick(now);
  }
  EXPECT_GT(now, 1s + 300ms);
  EXPECT_EQ(leader.term(), 1U);
}

TEST(Raft, StaysInOfficeWhileAMajorityAnswers) {
  Raft leader = leader_with(kServers);
  for (int beat = 0; beat < 100; ++beat) {
    const Time now = leader.next_deadline();
    EXPECT_THAT(leader.tick(now), SizeIs(2));
    leader.receive({kB, kA, 1, RaftAppendReply{true, 1, 0}}, now);
  }
  EXPECT_EQ(leader.role(), RaftRole::kLeader);
}

TEST(Raft, SkipsAWholeTermWhenRefused) {
  Raft follower = server_with(kServers, {3, {}, log_of({1, 2, 2, 2, 2})});
  const auto reply = follower.receive({kB, kA, 4, RaftAppendRequest{5, 3, {}, 0}}, 0s);
  EXPECT_EQ(std::get<RaftAppendReply>(reply.at(0).body).retry_index, 2U);
  const auto short_reply = follower.receive({kB, kA, 4, RaftAppendRequest{9, 3, {}, 0}}, 0s);
  EXPECT_EQ(std::get<RaftAppendReply>(short_reply.at(0).body).retry_index, 6U);
}

TEST(Raft, CommitsOnAFollowerOnlyWhatTheMessageCovers) {
  Raft follower = server_with(kServers, {1, {}, log_of({1, 1, 1})});
  follower.receive({kB, kA, 2, RaftAppendRequest{1, 1, {}, 3}}, 0s);
  EXPECT_EQ(follower.commit_index(), 1U) << "what stands behind may contradict the leader's log";
}

TEST(Raft, IgnoresStrangers) {
  Raft server = server_with(kServers);
  EXPECT_THAT(server.receive(vote_request(NodeId{99}, 9, 9, 9), 0s), IsEmpty());
  EXPECT_EQ(server.term(), 0U);
}

TEST(Raft, BearsAClockThatGoesBack) {
  Raft leader = leader_with(kServers);
  const Time deadline = leader.next_deadline();
  EXPECT_THAT(leader.tick(0s), IsEmpty());
  EXPECT_EQ(leader.next_deadline(), deadline);
}

TEST(Raft, SaysWhenItsStateMustBeSaved) {
  Raft server = server_with(kServers);
  const auto before = server.state_version();
  server.receive(vote_request(kB, 1, 0, 0), 0s);
  EXPECT_GT(server.state_version(), before);
  const auto voted = server.state_version();
  server.receive({kB, kA, 1, RaftAppendRequest{}}, 0s);
  EXPECT_EQ(server.state_version(), voted) << "a heart-beat changes nothing";
}

TEST(Raft, RefusesOptionsThatCannotWork) {
  EXPECT_THROW(server_with({kB, kC}), std::invalid_argument);
  EXPECT_THROW(Raft(kA, kServers, {.heartbeat_period = 150ms}, 1, 0s), std::invalid_argument);
  EXPECT_THROW(Raft(kA, kServers, {.election_timeout_max = 100ms}, 1, 0s), std::invalid_argument);
  EXPECT_THROW(Raft(kA, kServers, {.entries_per_message = 0}, 1, 0s), std::invalid_argument);
}

}  // namespace
}  // namespace napkin::algorithms
