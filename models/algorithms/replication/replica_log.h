#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/replication/write_ahead_log.h"

namespace napkin::algorithms {

enum class ReceiveOutcome : std::uint8_t {
  kAccepted,  ///< the batch, or the part of it that was new, stands in the relay log
  kKnown,     ///< nothing new in it
  kGap,       ///< records between received() and the batch are missing: ask for them
};

/// A replica's side of log shipping: the relay log, and how much of it is applied.
///
/// The receiver thread appends batches to the relay log and flushes it; the applier takes record
/// by record into the tables. Batches may come twice or overlap, never with a hole between.
/// O(1) per record. Source: MySQL 8.0 Reference Manual, section 17.2.4 (relay log).
///
///     replica.receive(batch_start, records);  replica.flush();
///     report(replica.durable());                       // what semi-synchronous waits for
///     while (auto record = replica.apply_next()) table.apply(*record);
template <typename Record>
class ReplicaLog final {
 public:
  ReplicaLog() = default;

  /// A replica cloned from a backup that contains everything up to `position`.
  explicit ReplicaLog(LogPosition position) : relay_(position), applied_(position) {}

  /// Records that follow `previous`, oldest first.
  ReceiveOutcome receive(LogPosition previous, std::span<const Record> records) {
    if (previous > received()) {
      return ReceiveOutcome::kGap;
    }
    const std::uint64_t known = received() - previous;
    if (known >= records.size()) {
      return ReceiveOutcome::kKnown;
    }
    for (const Record& record : records.subspan(static_cast<std::size_t>(known))) {
      relay_.append(record);
    }
    return ReceiveOutcome::kAccepted;
  }

  /// The relay log is on disk up to its end.
  void flush() { relay_.mark_durable(relay_.end()); }

  /// Takes the next record to apply; empty when the applier has caught up. Not before it is
  /// durable, so that nobody reads what a crash takes back.
  std::optional<Record> apply_next() {
    if (applied_ >= relay_.durable()) {
      return std::nullopt;
    }
    applied_ = applied_ + 1;
    return relay_.at(applied_);
  }

  /// Frees the records that are applied.
  void purge_applied() { relay_.purge_through(applied_); }

  [[nodiscard]] LogPosition received() const { return relay_.end(); }

  [[nodiscard]] LogPosition durable() const { return relay_.durable(); }

  [[nodiscard]] LogPosition applied() const { return applied_; }

  [[nodiscard]] std::uint64_t backlog() const { return received() - applied_; }

  /// The replica died: received records that were not flushed are gone; returns how many. The
  /// primary sends them again.
  std::size_t crash() { return relay_.crash().size(); }

  /// Cuts the history behind `position`: the node rejoins under a primary that went on from there.
  /// Returns the discarded records, oldest first; those up to the old applied() were visible here
  /// and must be undone, as MySQL does by rebuilding. Requires position >= the purged part.
  std::vector<Record> rewind_to(LogPosition position) {
    std::vector<Record> discarded = relay_.truncate_after(position);
    applied_ = std::min(applied_, position);
    return discarded;
  }

  /// Ends the follower's life: the log that this node goes on writing as the primary, with
  /// everything it has received. Apply the backlog first: requires backlog() == 0.
  [[nodiscard]] WriteAheadLog<Record> promote() && {
    NAPKIN_CONTRACT(backlog() == 0);
    return std::move(relay_);
  }

 private:
  WriteAheadLog<Record> relay_;
  LogPosition applied_;
};

}  // namespace napkin::algorithms
