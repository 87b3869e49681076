#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace napkin::algorithms {

/// A counter that takes more writes than one row, key or core can: each increment goes to one of
/// `shard_count` parts, chosen at random, and reading adds the parts up. With n shards, a writer
/// meets another at the same part n times less often; a read costs n times more.
///
///     ShardedCounter likes(/*shard_count=*/16);
///     likes.add(1, random_word);
///     const std::int64_t total = likes.total();
///
/// Replicas of it in several data centres, each with shards of its own, are merged by adding: see
/// ReplicatedCounter below for how that is done without counting anything twice. Source: Google App
/// Engine's "Sharding counters" (Gregorio, 2008). Sums wrap at 2^63. add O(1), total
/// O(shards).
class ShardedCounter final {
 public:
  /// Throws std::invalid_argument if there are no shards.
  explicit ShardedCounter(std::size_t shard_count);

  /// Adds `delta` to a shard that 64 random bits choose. Returns which: the row to be written.
  std::size_t add(std::int64_t delta, std::uint64_t random);

  [[nodiscard]] std::int64_t total() const;

  [[nodiscard]] std::int64_t shard(std::size_t index) const { return shards_.at(index); }

  [[nodiscard]] std::size_t shard_count() const { return shards_.size(); }

  /// More shards, for a key that has become hot. Fewer are not possible without losing counts.
  void grow(std::size_t shard_count);

 private:
  std::vector<std::int64_t> shards_;
};

/// A counter that every replica may change by itself and whose replicas agree once they have heard
/// of each other, in whatever order and however often (a PN-counter: Shapiro et al., "A
/// comprehensive study of convergent and commutative replicated data types", 2011, specification
/// 7).
///
///     ReplicatedCounter here(/*replica=*/0, /*replica_count=*/3);
///     here.add(+5);
///     here.merge(received_from_another);
///
/// 16 bytes per replica. Requires: the replicas of one counter have the same replica_count.
class ReplicatedCounter final {
 public:
  /// Throws std::invalid_argument unless replica < replica_count.
  ReplicatedCounter(std::size_t replica, std::size_t replica_count);

  /// Counts `delta` on this replica.
  void add(std::int64_t delta);

  /// Takes in what another replica knows. Idempotent, commutative and associative.
  void merge(const ReplicatedCounter& other);

  [[nodiscard]] std::int64_t total() const;

 private:
  std::size_t replica_;
  std::vector<std::uint64_t> added_;       // by replica, ever
  std::vector<std::uint64_t> subtracted_;  // likewise
};

}  // namespace napkin::algorithms
