#include "models/algorithms/replication/log_shipping.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <vector>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

LogShipping::LogShipping(LogShippingOptions options) : options_(options) {
  require(options.acknowledgements >= 1, "log shipping: acknowledgements must be at least 1");
}

void LogShipping::add_replica(NodeId replica, LogPosition position) {
  const bool added =
      replicas_.try_emplace(replica, ReplicaProgress{position, position, position}).second;
  NAPKIN_CONTRACT(added);
  end_ = std::max(end_, position);
}

void LogShipping::remove_replica(NodeId replica) {
  replicas_.erase(replica);
}

const ReplicaProgress& LogShipping::progress(NodeId replica) const {
  const auto entry = replicas_.find(replica);
  NAPKIN_CONTRACT(entry != replicas_.end());
  return entry->second;
}

void LogShipping::on_sent(NodeId replica, LogPosition position) {
  const auto entry = replicas_.find(replica);
  NAPKIN_CONTRACT(entry != replicas_.end());
  NAPKIN_CONTRACT(position <= end_);
  entry->second.sent = std::max(entry->second.sent, position);
}

void LogShipping::on_disconnected(NodeId replica) {
  const auto entry = replicas_.find(replica);
  if (entry != replicas_.end()) {
    entry->second.sent = entry->second.received;
  }
}

void LogShipping::on_received(NodeId replica, LogPosition position) {
  const auto entry = replicas_.find(replica);
  if (entry == replicas_.end()) {
    return;
  }
  ReplicaProgress& progress = entry->second;
  progress.received = std::max(progress.received, position);
  progress.sent = std::max(progress.sent, progress.received);
  if (degraded_ && guaranteed() >= end_) {
    degraded_ = false;
  }
}

void LogShipping::on_applied(NodeId replica, LogPosition position) {
  on_received(replica, position);  // what is applied was received, even if that report got lost
  const auto entry = replicas_.find(replica);
  if (entry != replicas_.end()) {
    entry->second.applied = std::max(entry->second.applied, position);
  }
}

void LogShipping::on_appended(LogPosition end) {
  NAPKIN_CONTRACT(end >= end_);
  end_ = end;
}

LogPosition LogShipping::received_by(std::size_t count) const {
  if (count == 0) {
    return end_;
  }
  if (count > replicas_.size()) {
    return {};
  }
  if (count == 1) {  // what nearly every primary waits for; asked for each write
    LogPosition farthest;
    for (const auto& [replica, progress] : replicas_) {
      farthest = std::max(farthest, progress.received);
    }
    return farthest;
  }
  std::vector<LogPosition> positions;
  positions.reserve(replicas_.size());
  for (const auto& [replica, progress] : replicas_) {
    positions.push_back(progress.received);
  }
  const auto wanted = positions.begin() + static_cast<std::ptrdiff_t>(count - 1);
  std::nth_element(positions.begin(), wanted, positions.end(), std::greater<>());
  return *wanted;
}

LogPosition LogShipping::committed(LogPosition durable) {
  const LogPosition bound = degraded_ ? end_ : guaranteed();
  committed_ = std::max(committed_, std::min(durable, bound));
  return committed_;
}

void LogShipping::on_wait_timed_out() {
  if (options_.mode == ReplicationMode::kSemiSynchronous) {
    degraded_ = true;
  }
}

std::uint64_t LogShipping::lag(NodeId replica) const {
  return end_ - progress(replica).applied;
}

std::optional<NodeId> LogShipping::failover_candidate() const {
  const auto behind = [](const auto& left, const auto& right) {
    return std::tie(left.second.received, left.second.applied) <
           std::tie(right.second.received, right.second.applied);
  };
  const auto best = std::max_element(replicas_.begin(), replicas_.end(), behind);
  return best == replicas_.end() ? std::nullopt : std::optional(best->first);
}

std::uint64_t LogShipping::lost_if_promoted(NodeId replica) const {
  return committed_ - progress(replica).received;
}

LogPosition LogShipping::applied_by_all() const {
  LogPosition applied = end_;
  for (const auto& [replica, progress] : replicas_) {
    applied = std::min(applied, progress.applied);
  }
  return applied;
}

// What the replicas have confirmed as far as the mode asks for it.
LogPosition LogShipping::guaranteed() const {
  if (options_.mode == ReplicationMode::kSynchronous) {
    return applied_by_all();
  }
  const int acknowledgements =
      options_.mode == ReplicationMode::kSemiSynchronous ? options_.acknowledgements : 0;
  return received_by(static_cast<std::size_t>(acknowledgements));
}

}  // namespace napkin::algorithms
