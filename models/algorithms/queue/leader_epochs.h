#pragma once

#include <cstdint>
#include <vector>

namespace napkin::algorithms {

/// Which leader wrote which stretch of a replica's log: a list of (epoch, first offset). Two logs
/// are equal as far as their epochs agree, so a follower finds out where to cut its log by
/// comparing epochs; cutting at its own high watermark, as was done before, could lose or fork
/// records. Source: Kafka's KIP-101 (leader epoch rather than high watermark for truncation) and
/// KIP-279.
///
///     follower.truncate(follower.common_end(follower_log_end, leader, leader_log_end));
///
/// O(log epochs) for a look-up; 16 bytes per change of leader.
class LeaderEpochs final {
 public:
  struct Start {
    std::uint64_t epoch = 0;
    std::uint64_t offset = 0;

    friend bool operator==(const Start&, const Start&) = default;
  };

  /// Records that `offset` is the first one written in `epoch`. An epoch known already is left as
  /// it is. Requires: neither epoch nor offset is smaller than the last one's.
  void assign(std::uint64_t epoch, std::uint64_t offset);

  /// Forgets what lies at or beyond `log_end`, where the log was cut.
  void truncate(std::uint64_t log_end);

  /// The epoch in which `offset` was written. Requires: an epoch starts at or before it.
  [[nodiscard]] std::uint64_t epoch_of(std::uint64_t offset) const;

  /// How far this log (which ends at `log_end`) and another agree: what the owner of this log keeps
  /// when the other is its leader's. The smaller of both logs' ends in the last common epoch.
  [[nodiscard]] std::uint64_t common_end(std::uint64_t log_end,
                                         const LeaderEpochs& other,
                                         std::uint64_t other_log_end) const;

  [[nodiscard]] const std::vector<Start>& starts() const { return starts_; }

 private:
  [[nodiscard]] std::uint64_t end_of(std::size_t index, std::uint64_t log_end) const;

  std::vector<Start> starts_;  // both members ascending
};

}  // namespace napkin::algorithms
