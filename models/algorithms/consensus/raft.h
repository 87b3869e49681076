#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "models/algorithms/base/node_id.h"
#include "models/algorithms/base/time.h"
#include "models/algorithms/consensus/raft_log.h"

namespace napkin::algorithms {

/// Section 5.2: a candidate asks for a vote and shows how far its log goes.
struct RaftVoteRequest {
  RaftIndex last_index = 0;
  RaftTerm last_term = 0;
};

struct RaftVoteReply {
  bool granted = false;
};

/// Section 5.3: entries behind `previous`; without entries a heart-beat.
struct RaftAppendRequest {
  RaftIndex previous_index = 0;
  RaftTerm previous_term = 0;
  std::vector<RaftEntry> entries;
  RaftIndex commit_index = 0;
};

struct RaftAppendReply {
  bool accepted = false;
  RaftIndex match_index = 0;  ///< accepted: the logs are equal up to here
  RaftIndex retry_index = 0;  ///< refused: send again from here on
};

/// What servers send each other. May be lost, repeated, or overtaken by others.
struct RaftMessage {
  NodeId from{0};
  NodeId to{0};
  RaftTerm term = 0;
  std::variant<RaftVoteRequest, RaftVoteReply, RaftAppendRequest, RaftAppendReply> body;
};

/// What a server must find again after a crash.
struct RaftState {
  RaftTerm term = 0;
  std::optional<NodeId> voted_for;
  RaftLog log;

  friend bool operator==(const RaftState&, const RaftState&) = default;
};

struct RaftOptions {
  Duration election_timeout_min = 150ms;
  Duration election_timeout_max = 300ms;
  Duration heartbeat_period = 50ms;
  std::size_t entries_per_message = 64;
};

enum class RaftRole : std::uint8_t { kFollower, kCandidate, kLeader };

/// One server of a Raft group: agrees with the others on one log of commands, and stays available
/// while a majority can talk to each other. No snapshots, no change of members.
///
/// A pure state machine: messages and time in, messages out. Every call may change state(); it must
/// be on disk (see state_version) before the messages that the call returned are sent. A crash is
/// survived by constructing the server again from its state. Committed commands come out of
/// take_committed(), in order, on each server; after a restart from the first one on.
///
/// Beyond the rules of the paper's figure 2: a new leader commits a no-op (section 8); a refused
/// append skips a whole term (end of section 5.3); entries are sent without waiting for the reply
/// to those before; a leader cut off from the majority steps down (thesis, section 6.2). O(entries)
/// per message, O(servers) per reply.
/// Source: Ongaro and Ousterhout, "In search of an understandable consensus algorithm", USENIX ATC
/// 2014, extended version; Ongaro, "Consensus: bridging theory and practice", 2014.
///
///     Raft server(self, {a, b, c}, {}, seed, now);
///     send(server.tick(now));  send(server.receive(message, now));
///     if (const auto index = server.propose("x=1", now, &out)) ...       // on the leader
///     for (const RaftEntry& entry : server.take_committed()) apply(entry);
class Raft final {
 public:
  using Messages = std::vector<RaftMessage>;

  /// `servers` are all members, `self` among them. Starts as a follower. Throws
  /// std::invalid_argument if self is missing, or unless
  /// 0 < heartbeat_period < election_timeout_min <= election_timeout_max.
  Raft(NodeId self,
       std::set<NodeId> servers,
       RaftOptions options,
       std::uint64_t seed,
       Time now,
       RaftState state = {});

  /// Elections and heart-beats that are due. A time before the latest one counts as the latest.
  Messages tick(Time now);
  /// When tick() has something to do next.
  [[nodiscard]] Time next_deadline() const;
  Messages receive(const RaftMessage& message, Time now);
  /// On the leader: takes a command in, appends the messages to `out`, and returns its index. It is
  /// committed once take_committed() brings that index with this term; another entry may come in
  /// its place if the leader loses its office. Empty on the others: ask leader().
  std::optional<RaftIndex> propose(std::string command, Time now, Messages* out);

  /// The entries committed since the last call, oldest first; no-ops included.
  std::vector<RaftEntry> take_committed();

  [[nodiscard]] NodeId self() const { return self_; }

  [[nodiscard]] RaftRole role() const { return role_; }

  /// Who leads, as far as this server knows.
  [[nodiscard]] std::optional<NodeId> leader() const { return leader_; }

  [[nodiscard]] RaftTerm term() const { return state_.term; }

  [[nodiscard]] RaftIndex commit_index() const { return commit_index_; }

  [[nodiscard]] const RaftState& state() const { return state_; }

  /// Rises whenever state() changes.
  [[nodiscard]] std::uint64_t state_version() const { return state_version_; }

 private:
  struct Peer {
    RaftIndex next_index = 1;
    RaftIndex match_index = 0;
    Time heard_at{0};
  };

  void handle(NodeId from, const RaftVoteRequest& request, Messages* out);
  void handle(NodeId from, const RaftVoteReply& reply, Messages* out);
  void handle(NodeId from, const RaftAppendRequest& request, Messages* out);
  void handle(NodeId from, const RaftAppendReply& reply, Messages* out);

  void start_election(Messages* out);
  void become_leader(Messages* out);
  void become_follower(RaftTerm term);
  void append_own(RaftEntry entry, Messages* out);
  void send_entries(NodeId peer, Messages* out);
  void send_heartbeats(Messages* out);
  void advance_commit();
  void restart_election_timer();

  [[nodiscard]] bool has_majority(std::size_t servers) const;
  [[nodiscard]] bool has_heard_from_majority() const;
  template <typename Body>
  void send(NodeId to, Body body, Messages* out) const;

  NodeId self_;
  RaftOptions options_;
  std::uint64_t seed_;
  std::uint64_t draws_ = 0;
  RaftState state_;
  std::uint64_t state_version_ = 0;

  Time now_;
  Time deadline_{0};  // of the election time-out, or of the next heart-beat
  RaftRole role_ = RaftRole::kFollower;
  std::optional<NodeId> leader_;
  RaftIndex commit_index_ = 0;
  RaftIndex taken_index_ = 0;
  std::set<NodeId> votes_;
  std::map<NodeId, Peer> peers_;  // all servers but this one
};

}  // namespace napkin::algorithms
