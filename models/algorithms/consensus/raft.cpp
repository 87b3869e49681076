#include "models/algorithms/consensus/raft.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

Raft::Raft(NodeId self,
           std::set<NodeId> servers,
           RaftOptions options,
           std::uint64_t seed,
           Time now,
           RaftState state)
    : self_(self), options_(options), seed_(seed), state_(std::move(state)), now_(now) {
  require(servers.contains(self), "raft: self must be one of the servers");
  require(options.heartbeat_period > 0ns && options.heartbeat_period < options.election_timeout_min,
          "raft: heartbeat_period must be positive and below election_timeout_min");
  require(options.election_timeout_min <= options.election_timeout_max,
          "raft: election_timeout_min must not exceed election_timeout_max");
  require(options.entries_per_message > 0, "raft: entries_per_message must be positive");
  servers.erase(self);
  for (const NodeId server : servers) {
    peers_[server] = {};
  }
  restart_election_timer();
}

Raft::Messages Raft::tick(Time now) {
  now_ = std::max(now_, now);
  Messages out;
  if (now_ < deadline_) {
    return out;
  }
  if (role_ != RaftRole::kLeader) {
    start_election(&out);
  } else if (has_heard_from_majority()) {
    send_heartbeats(&out);
  } else {
    become_follower(state_.term);
  }
  return out;
}

Time Raft::next_deadline() const {
  return deadline_;
}

Raft::Messages Raft::receive(const RaftMessage& message, Time now) {
  now_ = std::max(now_, now);
  Messages out;
  if (!peers_.contains(message.from)) {
    return out;  // not of this group
  }
  if (message.term > state_.term) {
    become_follower(message.term);
  }
  std::visit(
      [&](const auto& body) {
        if (message.term == state_.term) {
          handle(message.from, body, &out);
          return;
        }
        // Out of date: a request is refused, so that its sender learns the term; a reply says
        // nothing.
        using Body = std::decay_t<decltype(body)>;
        if constexpr (std::is_same_v<Body, RaftVoteRequest>) {
          send(message.from, RaftVoteReply{}, &out);
        } else if constexpr (std::is_same_v<Body, RaftAppendRequest>) {
          send(message.from, RaftAppendReply{}, &out);
        }
      },
      message.body);
  return out;
}

std::optional<RaftIndex> Raft::propose(std::string command, Time now, Messages* out) {
  now_ = std::max(now_, now);
  if (role_ != RaftRole::kLeader) {
    return std::nullopt;
  }
  append_own({state_.term, std::move(command), false}, out);
  return state_.log.last_index();
}

std::vector<RaftEntry> Raft::take_committed() {
  const auto count = static_cast<std::size_t>(commit_index_ - taken_index_);
  std::vector<RaftEntry> entries = state_.log.slice(taken_index_ + 1, count);
  taken_index_ = commit_index_;
  return entries;
}

void Raft::handle(NodeId from, const RaftVoteRequest& request, Messages* out) {
  const bool is_free = !state_.voted_for.has_value() || state_.voted_for == from;
  const bool granted = is_free && state_.log.is_not_ahead_of(request.last_index, request.last_term);
  if (granted) {
    state_.voted_for = from;
    ++state_version_;
    restart_election_timer();
  }
  send(from, RaftVoteReply{granted}, out);
}

void Raft::handle(NodeId from, const RaftVoteReply& reply, Messages* out) {
  if (role_ != RaftRole::kCandidate || !reply.granted) {
    return;
  }
  votes_.insert(from);
  if (has_majority(votes_.size())) {
    become_leader(out);
  }
}

void Raft::handle(NodeId from, const RaftAppendRequest& request, Messages* out) {
  NAPKIN_CONTRACT(role_ !=
                  RaftRole::kLeader);  // two leaders in one term: election safety is broken
  role_ = RaftRole::kFollower;
  leader_ = from;
  restart_election_timer();
  const RaftIndex previous = request.previous_index;
  if (!state_.log.matches(previous, request.previous_term)) {
    const RaftIndex last = state_.log.last_index();
    const RaftIndex retry =
        previous > last ? last + 1 : state_.log.first_index_of_term_at(previous);
    send(from, RaftAppendReply{false, 0, retry}, out);
    return;
  }
  if (state_.log.merge_behind(previous, request.entries)) {
    ++state_version_;
  }
  const RaftIndex match = previous + request.entries.size();
  commit_index_ = std::max(commit_index_, std::min(request.commit_index, match));
  send(from, RaftAppendReply{true, match, 0}, out);
}

void Raft::handle(NodeId from, const RaftAppendReply& reply, Messages* out) {
  if (role_ != RaftRole::kLeader) {
    return;
  }
  Peer& peer = peers_.at(from);
  peer.heard_at = now_;
  if (reply.accepted) {
    peer.match_index = std::max(peer.match_index, reply.match_index);
    peer.next_index = std::max(peer.next_index, peer.match_index + 1);
    advance_commit();
  } else {
    // Never below what is known to match: the refusal may be an old one.
    peer.next_index = std::max(peer.match_index + 1, std::min(peer.next_index, reply.retry_index));
  }
  if (peer.next_index <= state_.log.last_index()) {
    send_entries(from, out);
  }
}

void Raft::start_election(Messages* out) {
  ++state_.term;
  state_.voted_for = self_;
  ++state_version_;
  role_ = RaftRole::kCandidate;
  leader_.reset();
  votes_ = {self_};
  restart_election_timer();
  if (has_majority(votes_.size())) {
    become_leader(out);
    return;
  }
  for (const auto& [node, peer] : peers_) {
    send(node, RaftVoteRequest{state_.log.last_index(), state_.log.last_term()}, out);
  }
}

void Raft::become_leader(Messages* out) {
  role_ = RaftRole::kLeader;
  leader_ = self_;
  for (auto& [node, peer] : peers_) {
    peer = {state_.log.last_index() + 1, 0, now_};
  }
  deadline_ = now_ + options_.heartbeat_period;
  // Entries of earlier terms are committed only with one of this term (section 5.4.2, figure 8).
  append_own({state_.term, "", true}, out);
}

void Raft::become_follower(RaftTerm term) {
  if (term > state_.term) {
    state_.term = term;
    state_.voted_for.reset();
    ++state_version_;
  }
  const bool was_leader = role_ == RaftRole::kLeader;
  role_ = RaftRole::kFollower;
  leader_.reset();
  if (was_leader) {
    restart_election_timer();  // so far the deadline was that of a heart-beat
  }
}

void Raft::append_own(RaftEntry entry, Messages* out) {
  state_.log.append(std::move(entry));
  ++state_version_;
  advance_commit();
  for (const auto& [node, peer] : peers_) {
    send_entries(node, out);
  }
}

void Raft::send_entries(NodeId node, Messages* out) {
  Peer& peer = peers_.at(node);
  const RaftIndex previous = peer.next_index - 1;
  RaftAppendRequest request{previous,
                            state_.log.term_at(previous),
                            state_.log.slice(peer.next_index, options_.entries_per_message),
                            commit_index_};
  peer.next_index += request.entries.size();  // in the hope that they arrive
  send(node, std::move(request), out);
}

void Raft::send_heartbeats(Messages* out) {
  deadline_ = now_ + options_.heartbeat_period;
  for (const auto& [node, peer] : peers_) {
    send_entries(node, out);
  }
}

void Raft::advance_commit() {
  std::vector<RaftIndex> matches{state_.log.last_index()};
  for (const auto& [node, peer] : peers_) {
    matches.push_back(peer.match_index);
  }
  // The index that a majority has: the middle one, or the lower middle of an even number.
  std::sort(matches.begin(), matches.end());
  const RaftIndex agreed = matches[(matches.size() - 1) / 2];
  if (agreed > commit_index_ && state_.log.term_at(agreed) == state_.term) {
    commit_index_ = agreed;
  }
}

void Raft::restart_election_timer() {
  const Duration spread = options_.election_timeout_max - options_.election_timeout_min;
  const std::uint64_t choices = static_cast<std::uint64_t>(spread.count()) + 1;
  const std::uint64_t draw = mix64(seed_, ++draws_) % choices;
  deadline_ = now_ + options_.election_timeout_min + Duration(static_cast<Duration::rep>(draw));
}

bool Raft::has_majority(std::size_t servers) const {
  return 2 * servers > peers_.size() + 1;
}

bool Raft::has_heard_from_majority() const {
  const auto heard = std::count_if(peers_.begin(), peers_.end(), [this](const auto& peer) {
    return now_ - peer.second.heard_at <= options_.election_timeout_max;
  });
  return has_majority(static_cast<std::size_t>(heard) + 1);
}

template <typename Body>
void Raft::send(NodeId to, Body body, Messages* out) const {
  out->push_back({self_, to, state_.term, std::move(body)});
}

}  // namespace napkin::algorithms
