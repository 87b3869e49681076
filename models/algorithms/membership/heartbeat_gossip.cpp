#include "models/algorithms/membership/heartbeat_gossip.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

HeartbeatGossip::HeartbeatGossip(NodeId self, Duration down_after)
    : self_(self), down_after_(down_after) {
  require(down_after > 0ns, "heartbeat gossip: down_after must be positive");
}

void HeartbeatGossip::add_member(NodeId node, Time now) {
  entries_.try_emplace(node, Entry{0, now});
}

void HeartbeatGossip::beat(Time now) {
  Entry& own = entries_.try_emplace(self_, Entry{0, now}).first->second;
  ++own.counter;
  own.risen_at = std::max(own.risen_at, now);
}

void HeartbeatGossip::receive(const std::vector<Heartbeat>& table, Time now) {
  for (const Heartbeat& heartbeat : table) {
    const auto [entry, is_new] =
        entries_.try_emplace(heartbeat.node, Entry{heartbeat.counter, now});
    if (!is_new && heartbeat.counter > entry->second.counter) {
      entry->second = {heartbeat.counter, std::max(entry->second.risen_at, now)};
    }
  }
}

std::vector<Heartbeat> HeartbeatGossip::table(Time now) const {
  std::vector<Heartbeat> heartbeats;
  for (const auto& [node, entry] : entries_) {
    if (node == self_ || is_within(entry, now, 2 * down_after_)) {
      heartbeats.push_back({node, entry.counter});
    }
  }
  return heartbeats;
}

bool HeartbeatGossip::is_up(NodeId node, Time now) const {
  const auto entry = entries_.find(node);
  return entry != entries_.end() && is_within(entry->second, now, down_after_);
}

std::vector<NodeId> HeartbeatGossip::up(Time now) const {
  std::vector<NodeId> nodes;
  for (const auto& [node, entry] : entries_) {
    if (is_within(entry, now, down_after_)) {
      nodes.push_back(node);
    }
  }
  return nodes;
}

bool HeartbeatGossip::is_within(const Entry& entry, Time now, Duration span) const {
  return now - entry.risen_at < span;
}

}  // namespace napkin::algorithms
