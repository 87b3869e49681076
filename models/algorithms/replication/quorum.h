#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace napkin::algorithms {

/// N replicas of a key; a write waits for W of them, a read for R.
struct QuorumOptions {
  int replicas = 3;  ///< N, 1 to 64
  int read = 2;      ///< R, 1 to N
  int write = 2;     ///< W, 1 to N
};

/// The arithmetic of quorum replication: what a choice of N, R and W promises.
///
/// Any R replicas and any W replicas share at least R + W - N members. If that is one or more, a
/// read meets the latest acknowledged write; otherwise it may miss it with the probability below.
/// Sources: Gifford, "Weighted voting for replicated data", SOSP 1979; DeCandia et al., "Dynamo",
/// SOSP 2007, section 4.5; Bailis et al., "Probabilistically bounded staleness", VLDB 2012,
/// section 3.1. Constant time and memory (stale_read_probability: O(R)).
///
///     const Quorum quorum({.replicas = 3, .read = 1, .write = 1});
///     quorum.reads_see_latest_write();      // false
///     quorum.stale_read_probability();      // 2/3
class Quorum final {
 public:
  /// Throws std::invalid_argument unless 1 <= R, W <= N <= 64.
  explicit Quorum(QuorumOptions options);

  [[nodiscard]] const QuorumOptions& options() const { return options_; }

  /// R + W > N: every read quorum meets every write quorum.
  [[nodiscard]] bool reads_see_latest_write() const { return guaranteed_overlap() > 0; }

  /// 2W > N: two writes cannot both succeed without one replica that has seen both.
  [[nodiscard]] bool writes_see_each_other() const;
  /// The least number of replicas that any read quorum shares with any write quorum.
  [[nodiscard]] int guaranteed_overlap() const;

  /// Replicas that may be down while reads (writes) still succeed.
  [[nodiscard]] int read_failures_tolerated() const { return options_.replicas - options_.read; }

  [[nodiscard]] int write_failures_tolerated() const { return options_.replicas - options_.write; }

  /// Probability that a read of R random replicas misses a write that `fresh_replicas` of the N
  /// hold, before any propagation beyond them. Requires 0 <= fresh_replicas <= N.
  [[nodiscard]] double stale_read_probability(int fresh_replicas) const;
  /// The same right after the write was acknowledged, when just W replicas hold it.
  [[nodiscard]] double stale_read_probability() const;
  /// Probability that a read is more than `versions` versions behind (independent write quorums).
  /// Requires versions >= 1.
  [[nodiscard]] double stale_by_more_than(int versions) const;

 private:
  QuorumOptions options_;
};

/// The smallest number of `members` that any two such groups share a member of.
[[nodiscard]] constexpr int majority_of(int members) {
  return members / 2 + 1;
}

enum class QuorumOutcome : std::uint8_t {
  kPending,      ///< may still go either way
  kReached,      ///< enough replicas have answered; stays so
  kUnreachable,  ///< too many replicas have failed; stays so
};

/// Counts the answers to one request that was sent to N replicas.
/// Replicas are numbered 0 to N-1; the first answer of each counts, whatever a retry brings later.
class QuorumTally final {
 public:
  /// Requires 0 <= required <= replicas <= 64.
  QuorumTally(int replicas, int required);

  /// Returns false when this replica was counted before.
  bool on_success(int replica) { return count(replica, &successes_); }

  bool on_failure(int replica) { return count(replica, &failures_); }

  [[nodiscard]] int successes() const;
  [[nodiscard]] int failures() const;

  [[nodiscard]] bool succeeded(int replica) const { return (successes_ >> replica & 1U) != 0; }

  [[nodiscard]] QuorumOutcome outcome() const;

 private:
  bool count(int replica, std::uint64_t* answers);

  int replicas_;
  int required_;
  std::uint64_t successes_ = 0;  // a bit per replica
  std::uint64_t failures_ = 0;
};

/// Joins the versions that replicas return to one read, and says whom to repair.
///
/// `Merge` joins two versions of a value (later stamp wins, or union of siblings); it must be
/// commutative, associative and idempotent, so that the order of replies does not matter.
/// A replica that answers "not found" is a replica without the value: it is repaired as well.
/// Replies beyond R may be added after the answer was given: they serve the repair.
template <typename Value, typename Merge>
class ReadTally final {
 public:
  explicit ReadTally(QuorumOptions options, Merge merge = Merge())
      : tally_(options.replicas, options.read), merge_(std::move(merge)) {}

  /// Returns false when this replica was counted before.
  bool on_reply(int replica, std::optional<Value> value) {
    if (!tally_.on_success(replica)) {
      return false;
    }
    join(value);
    replies_.emplace_back(replica, std::move(value));
    return true;
  }

  bool on_failure(int replica) { return tally_.on_failure(replica); }

  [[nodiscard]] QuorumOutcome outcome() const { return tally_.outcome(); }

  /// The join of all replies so far; empty when none has the value.
  [[nodiscard]] const std::optional<Value>& answer() const { return answer_; }

  /// Replicas whose reply differs from answer(): read repair sends it to them. In order of reply.
  [[nodiscard]] std::vector<int> replicas_to_repair() const {
    std::vector<int> stale;
    for (const auto& [replica, value] : replies_) {
      if (value != answer_) {
        stale.push_back(replica);
      }
    }
    return stale;
  }

 private:
  void join(const std::optional<Value>& value) {
    if (value.has_value()) {
      answer_ = answer_.has_value() ? merge_(*answer_, *value) : *value;
    }
  }

  QuorumTally tally_;
  Merge merge_;
  std::optional<Value> answer_;
  std::vector<std::pair<int, std::optional<Value>>> replies_;
};

}  // namespace napkin::algorithms
