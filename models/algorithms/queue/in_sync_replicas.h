#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// What the leader of a replicated partition knows of its followers: how far each has fetched,
/// which of them are in sync, and hence up to where every in-sync replica has the log (the high
/// watermark). Only what lies below the high watermark is committed: readers see it, and a new
/// leader chosen from the in-sync replicas has it.
///
///     InSyncReplicas replicas(/*leader=*/1, {2, 3}, {.in_sync_min = 2}, {.log_end = 100}, now);
///     if (replicas.append(/*count=*/10, Acknowledge::kAllInSync) == Append::kAppended) { ... }
///     replicas.on_fetch(2, /*from_offset=*/110, now);        // 2 has everything before 110
///     replicas.is_acknowledged(110, Acknowledge::kAllInSync);
///
/// Source: Kafka's replication (Wang et al., "Building a replicated logging system with Apache
/// Kafka", VLDB 2015); in sync by time rather than by count: KIP-16. O(replicas) per
/// call.
class InSyncReplicas final {
 public:
  using Replica = std::uint32_t;

  struct Options {
    /// With fewer replicas in sync (the leader counts), appends that ask for all are refused.
    std::size_t in_sync_min = 1;
    /// A follower that has not had the leader's whole log for this long is out of sync.
    Time lag_max = std::chrono::seconds(30);
  };

  /// When a producer takes its record for written.
  enum class Acknowledge : std::uint8_t { kNone, kLeader, kAllInSync };

  enum class Append : std::uint8_t { kAppended, kNotEnoughReplicas };

  /// What a new leader starts from: its own log, and the controller's last word on who is in sync.
  struct Takeover {
    std::uint64_t log_end = 0;
    std::uint64_t high_watermark = 0;  // as far as it knew as a follower
    std::vector<Replica> in_sync = {};
  };

  /// Throws std::invalid_argument if a replica is named twice.
  InSyncReplicas(Replica leader,
                 const std::vector<Replica>& followers,
                 Options options,
                 const Takeover& takeover,
                 Time now);

  /// Adds `count` offsets to the leader's log. Refused if the producer wants all in-sync replicas
  /// and there are too few of them.
  Append append(std::uint64_t count, Acknowledge acknowledge);

  /// A follower asks for what starts at `from_offset`: it has everything before. May bring it into
  /// sync (or out, if it lost committed records), and may raise the high watermark. Returns false
  /// for an unknown replica or an offset beyond the log, which change nothing.
  bool on_fetch(Replica follower, std::uint64_t from_offset, Time now);

  /// Puts followers that lag out of sync. Returns them. To be called every lag_max / 2 or so.
  std::vector<Replica> shrink(Time now);

  /// Puts a follower out of sync that is known to be dead.
  void take_out(Replica follower);

  /// Whether a record whose last offset is `end_offset` - 1 counts as written. For all in-sync
  /// replicas that takes at least in_sync_min of them.
  [[nodiscard]] bool is_acknowledged(std::uint64_t end_offset, Acknowledge acknowledge) const;

  /// The replicas in sync, the leader among them, in ascending order.
  [[nodiscard]] std::vector<Replica> in_sync() const;

  [[nodiscard]] std::size_t in_sync_count() const { return in_sync_count_; }

  [[nodiscard]] std::uint64_t log_end() const { return log_end_; }

  [[nodiscard]] std::uint64_t high_watermark() const { return high_watermark_; }

 private:
  struct Follower {
    std::uint64_t log_end = 0;
    Time caught_up;                    // when it last had all that the leader had
    Time fetched;                      // when it fetched last,
    std::uint64_t leader_log_end = 0;  // and the leader's log end then
    bool is_in_sync = false;
  };

  void note_progress(Follower& follower, std::uint64_t from_offset, Time now) const;
  void update_membership(Follower& follower);
  void put_out(Follower& follower);
  void raise_high_watermark();

  Replica leader_;
  Options options_;
  std::map<Replica, Follower> followers_;
  std::uint64_t log_end_;
  std::uint64_t log_start_of_leadership_;
  std::uint64_t high_watermark_;
  std::size_t in_sync_count_ = 1;
};

/// The next leader: the first of `replicas` (in order of preference) that is alive and in sync. If
/// there is none: nobody, or, where availability is worth lost records, the first that is alive
/// ("unclean election").
[[nodiscard]] std::optional<InSyncReplicas::Replica> elect_leader(
    const std::vector<InSyncReplicas::Replica>& replicas,
    const std::vector<InSyncReplicas::Replica>& alive,
    const std::vector<InSyncReplicas::Replica>& in_sync,
    bool allow_unclean);

}  // namespace napkin::algorithms
