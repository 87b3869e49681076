#pragma once

#include <cstddef>   // size_t
#include <cstdint>   // uint32_t, uint64_t
#include <optional>  // optional
#include <vector>    // vector

#include "models/algorithms/base/id_slots.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// Who is alive: a node is, until it has been silent for `timeout`.
///
/// With the guard of a registry: when a large share of the nodes falls silent at once, the network
/// before the registry is the likelier culprit than the nodes, so none is removed until the share
/// is small again.
///
/// All nodes have the same time-out, so the list in order of their last heart-beat is the list in
/// order of expiry: a heart-beat is O(1), expire is O(nodes overdue). About 40 bytes for each node.
/// Source: the guard is Netflix Eureka's self-preservation.
///
///     HeartbeatTable table({.timeout = 60s});
///     table.beat(node, now);
///     for (const std::uint64_t dead : table.expire(later)) remove(dead);
class HeartbeatTable final {
 public:
  struct Options {
    Duration timeout = 60s;  ///< > 0
    double removals_max_ratio =
        1.0;  ///< share of the nodes that may go at once, (0, 1]; 1: no guard
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit HeartbeatTable(const Options& options);

  /// True when the node was not in the table. A time before the latest one counts as the latest.
  bool beat(std::uint64_t node, Time now);

  /// The node said good-bye. True when it was in the table.
  bool leave(std::uint64_t node);

  /// Removes and returns the nodes that are overdue, the longest silent first; none while the guard
  /// holds.
  [[nodiscard]] std::vector<std::uint64_t> expire(Time now);

  /// Whether the latest expire kept overdue nodes because they were too many.
  [[nodiscard]] bool is_guarding() const { return is_guarding_; }

  [[nodiscard]] bool contains(std::uint64_t node) const;

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  /// When the next node will be overdue if nobody is heard from; nothing when the table is empty.
  [[nodiscard]] std::optional<Time> next_expiry() const;

 private:
  struct Entry {
    Time last_beat{};
    std::uint32_t earlier = IdSlots::kNone;
    std::uint32_t later = IdSlots::kNone;
  };

  void append(std::uint32_t slot);
  void unlink(std::uint32_t slot);
  [[nodiscard]] bool is_overdue(std::uint32_t slot) const;
  [[nodiscard]] std::size_t count_overdue() const;

  Options options_;
  IdSlots nodes_;
  std::vector<Entry> entries_;  // by slot; a list in order of last_beat
  std::uint32_t first_ = IdSlots::kNone;
  std::uint32_t last_ = IdSlots::kNone;
  Time latest_ = Time::min();
  bool is_guarding_ = false;
};

}  // namespace napkin::algorithms
