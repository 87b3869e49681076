#include "models/algorithms/queue/in_sync_replicas.h"

#include <algorithm>
#include <stdexcept>

namespace napkin::algorithms {

InSyncReplicas::InSyncReplicas(Replica leader,
                               const std::vector<Replica>& followers,
                               Options options,
                               const Takeover& takeover,
                               Time now)
    : leader_(leader),
      options_(options),
      log_end_(takeover.log_end),
      log_start_of_leadership_(takeover.log_end),
      high_watermark_(takeover.high_watermark) {
  const auto& in_sync = takeover.in_sync;
  for (const Replica follower : followers) {
    Follower state;
    state.caught_up = now;
    state.fetched = now;
    state.is_in_sync = std::find(in_sync.begin(), in_sync.end(), follower) != in_sync.end();
    in_sync_count_ += state.is_in_sync ? 1U : 0U;
    if (follower == leader || !followers_.emplace(follower, state).second) {
      throw std::invalid_argument("InSyncReplicas: a replica is named twice");
    }
  }
  raise_high_watermark();
}

InSyncReplicas::Append InSyncReplicas::append(std::uint64_t count, Acknowledge acknowledge) {
  if (acknowledge == Acknowledge::kAllInSync && in_sync_count_ < options_.in_sync_min) {
    return Append::kNotEnoughReplicas;
  }
  log_end_ += count;
  raise_high_watermark();  // the leader may be alone
  return Append::kAppended;
}

bool InSyncReplicas::on_fetch(Replica follower, std::uint64_t from_offset, Time now) {
  const auto found = followers_.find(follower);
  if (found == followers_.end() || from_offset > log_end_) {
    return false;
  }
  Follower& state = found->second;
  note_progress(state, from_offset, now);
  update_membership(state);
  raise_high_watermark();
  return true;
}

/// In sync means to have every committed record. What was committed before this leadership lies in
/// the log that the leader took over, however little of it the leader knows to be committed.
void InSyncReplicas::update_membership(Follower& follower) {
  const std::uint64_t needed = std::max(high_watermark_, log_start_of_leadership_);
  if (follower.is_in_sync && follower.log_end < high_watermark_) {
    put_out(follower);
  } else if (!follower.is_in_sync && follower.log_end >= needed) {
    follower.is_in_sync = true;
    ++in_sync_count_;
  }
}

void InSyncReplicas::put_out(Follower& follower) {
  follower.is_in_sync = false;
  --in_sync_count_;
}

void InSyncReplicas::take_out(Replica follower) {
  const auto found = followers_.find(follower);
  if (found != followers_.end() && found->second.is_in_sync) {
    put_out(found->second);
    raise_high_watermark();
  }
}

void InSyncReplicas::note_progress(Follower& follower, std::uint64_t from_offset, Time now) const {
  // Under steady writes a follower never has all of the log of this instant; that it now has what
  // the log was at its last fetch shows that it had caught up then.
  if (from_offset >= log_end_) {
    follower.caught_up = std::max(follower.caught_up, now);
  } else if (from_offset >= follower.leader_log_end) {
    follower.caught_up = std::max(follower.caught_up, follower.fetched);
  }
  follower.log_end = from_offset;
  follower.fetched = now;
  follower.leader_log_end = log_end_;
}

std::vector<InSyncReplicas::Replica> InSyncReplicas::shrink(Time now) {
  std::vector<Replica> removed;
  for (auto& [replica, follower] : followers_) {
    const bool lags = follower.log_end < log_end_ && now - follower.caught_up >= options_.lag_max;
    if (follower.is_in_sync && lags) {
      put_out(follower);
      removed.push_back(replica);
    }
  }
  raise_high_watermark();
  return removed;
}

void InSyncReplicas::raise_high_watermark() {
  std::uint64_t lowest = log_end_;
  for (const auto& [replica, follower] : followers_) {
    if (follower.is_in_sync) {
      lowest = std::min(lowest, follower.log_end);
    }
  }
  high_watermark_ = std::max(high_watermark_, lowest);
}

bool InSyncReplicas::is_acknowledged(std::uint64_t end_offset, Acknowledge acknowledge) const {
  switch (acknowledge) {
    case Acknowledge::kNone:
      return true;
    case Acknowledge::kLeader:
      return end_offset <= log_end_;
    case Acknowledge::kAllInSync:
      return end_offset <= high_watermark_ && in_sync_count_ >= options_.in_sync_min;
  }
  return false;
}

std::vector<InSyncReplicas::Replica> InSyncReplicas::in_sync() const {
  std::vector<Replica> replicas{leader_};
  for (const auto& [replica, follower] : followers_) {
    if (follower.is_in_sync) {
      replicas.push_back(replica);
    }
  }
  std::sort(replicas.begin(), replicas.end());
  return replicas;
}

std::optional<InSyncReplicas::Replica> elect_leader(
    const std::vector<InSyncReplicas::Replica>& replicas,
    const std::vector<InSyncReplicas::Replica>& alive,
    const std::vector<InSyncReplicas::Replica>& in_sync,
    bool allow_unclean) {
  const auto contains = [](const auto& list, InSyncReplicas::Replica replica) {
    return std::find(list.begin(), list.end(), replica) != list.end();
  };
  for (const auto replica : replicas) {
    if (contains(alive, replica) && contains(in_sync, replica)) {
      return replica;
    }
  }
  for (const auto replica : replicas) {
    if (allow_unclean && contains(alive, replica)) {
      return replica;
    }
  }
  return std::nullopt;
}

}  // namespace napkin::algorithms
