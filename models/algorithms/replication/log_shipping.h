#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "models/algorithms/base/node_id.h"
#include "models/algorithms/replication/write_ahead_log.h"

namespace napkin::algorithms {

/// When a primary may tell its client that a write is done.
enum class ReplicationMode : std::uint8_t {
  kAsynchronous,     ///< durable on the primary; replicas follow when they can
  kSemiSynchronous,  ///< also in the relay log of `acknowledgements` replicas
  kSynchronous,      ///< also applied by every replica
};

struct LogShippingOptions {
  ReplicationMode mode = ReplicationMode::kAsynchronous;
  int acknowledgements = 1;  ///< semi-synchronous: replicas that must have received, at least 1
};

/// How far one replica has come. Each is at most the one before.
struct ReplicaProgress {
  LogPosition sent;      ///< handed to the network by the dump thread
  LogPosition received;  ///< durable in the replica's relay log
  LogPosition applied;   ///< visible to the replica's readers
};

/// A primary's view of the replicas that follow its log: what to send to whom, what is committed,
/// and what a fail-over would lose.
///
/// A semi-synchronous primary whose commit has waited too long goes on alone (on_wait_timed_out)
/// and returns to waiting once enough replicas have caught up with the end of its log; in between
/// it promises no more than an asynchronous one. O(log replicas) to note progress, O(replicas) to
/// ask. Sources: MySQL 8.0 Reference Manual, sections 17.2 (dump, receiver and applier threads)
/// and 17.4.10 (semisynchronous replication, wait point AFTER_SYNC).
///
///     LogShipping shipping({.mode = ReplicationMode::kSemiSynchronous});
///     shipping.add_replica(b, log.end());
///     shipping.on_received(b, position);
///     shipping.committed(log.durable());      // acknowledge clients up to here
class LogShipping final {
 public:
  /// Throws std::invalid_argument if fewer than one acknowledgement is asked for.
  explicit LogShipping(LogShippingOptions options);

  /// A replica that holds everything up to `position`. Requires that it is not there yet.
  void add_replica(NodeId replica, LogPosition position);
  void remove_replica(NodeId replica);

  [[nodiscard]] std::size_t replicas_count() const { return replicas_.size(); }

  [[nodiscard]] const ReplicaProgress& progress(NodeId replica) const;

  /// The dump thread sent everything up to `position`.
  void on_sent(NodeId replica, LogPosition position);
  /// The connection broke: sending starts again behind what the replica has received.
  void on_disconnected(NodeId replica);
  /// The replica reports. Reports may come late or twice, and from replicas already removed.
  void on_received(NodeId replica, LogPosition position);
  void on_applied(NodeId replica, LogPosition position);
  /// The end of the primary's own log has moved.
  void on_appended(LogPosition end);

  /// The highest position that at least `count` replicas have received; with count 0, the end.
  [[nodiscard]] LogPosition received_by(std::size_t count) const;
  /// The position up to which clients may be told "done". `durable` is the primary's own.
  /// Never goes back while the primary lives, even if a slower replica joins.
  LogPosition committed(LogPosition durable);
  /// A client has waited for longer than the time-out: commit without the replicas for a while.
  void on_wait_timed_out();

  [[nodiscard]] bool is_degraded() const { return degraded_; }

  /// Records that a replica's readers do not see yet.
  [[nodiscard]] std::uint64_t lag(NodeId replica) const;
  /// The replica to promote when the primary is gone: it has received the most, then applied the
  /// most, then the smallest number. Empty without replicas.
  [[nodiscard]] std::optional<NodeId> failover_candidate() const;
  /// Acknowledged records that are gone for good if this replica is promoted.
  [[nodiscard]] std::uint64_t lost_if_promoted(NodeId replica) const;

  /// Records that every replica has received: the primary may purge its log up to here.
  [[nodiscard]] LogPosition received_by_all() const { return received_by(replicas_.size()); }

 private:
  [[nodiscard]] LogPosition applied_by_all() const;
  [[nodiscard]] LogPosition guaranteed() const;

  LogShippingOptions options_;
  std::map<NodeId, ReplicaProgress> replicas_;
  LogPosition end_;
  LogPosition committed_;
  bool degraded_ = false;
};

}  // namespace napkin::algorithms
