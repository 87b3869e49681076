#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "models/algorithms/base/node_id.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// A member and its heart-beat counter, as gossip carries it.
struct Heartbeat {
  NodeId node{0};
  std::uint64_t counter = 0;

  friend bool operator==(const Heartbeat&, const Heartbeat&) = default;
};

/// The plain gossip failure detector: each node keeps a table of all members with their heart-beat
/// counters, raises its own each period, and sends the table to a few random members. A member
/// whose counter has not risen for `down_after` counts as down.
///
/// Compared with everybody sending to everybody, a node sends `fanout` messages per period instead
/// of n, and learns of a death after down_after plus the O(log n) periods that a counter travels.
/// The table is in every message, so bytes grow with n (SWIM avoids that). O(n) per message.
/// Source: van Renesse, Minsky, Hayden, "A gossip-style failure detection service", Middleware
/// 1998.
///
///     gossip.beat(now);                                   // each period
///     for (NodeId peer : pick_random(fanout)) send(peer, gossip.table(now));
///     gossip.receive(table, now);                         // on arrival
///     gossip.is_up(node, now);
class HeartbeatGossip final {
 public:
  /// Throws std::invalid_argument unless down_after is positive.
  HeartbeatGossip(NodeId self, Duration down_after);

  /// A member known beforehand; heard of now.
  void add_member(NodeId node, Time now);
  /// Raises the own counter.
  void beat(Time now);
  /// Takes the larger counter of each member. Counters that did not rise say nothing.
  void receive(const std::vector<Heartbeat>& table, Time now);

  /// The whole table, by node; without members that are down for twice `down_after`, so that they
  /// are forgotten everywhere and do not come back as rumors.
  [[nodiscard]] std::vector<Heartbeat> table(Time now) const;
  /// False for a node never heard of.
  [[nodiscard]] bool is_up(NodeId node, Time now) const;
  /// By node; self included.
  [[nodiscard]] std::vector<NodeId> up(Time now) const;

 private:
  struct Entry {
    std::uint64_t counter;
    Time risen_at;
  };

  [[nodiscard]] bool is_within(const Entry& entry, Time now, Duration span) const;

  NodeId self_;
  Duration down_after_;
  std::map<NodeId, Entry> entries_;
};

}  // namespace napkin::algorithms
