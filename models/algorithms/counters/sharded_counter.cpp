#include "models/algorithms/counters/sharded_counter.h"

#include <algorithm>
#include <stdexcept>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/scale_down.h"

namespace napkin::algorithms {

ShardedCounter::ShardedCounter(std::size_t shard_count) : shards_(shard_count) {
  if (shard_count == 0) {
    throw std::invalid_argument("ShardedCounter: needs at least one shard");
  }
}

std::size_t ShardedCounter::add(std::int64_t delta, std::uint64_t random) {
  const auto chosen = static_cast<std::size_t>(scale_down(random, shards_.size()));
  shards_[chosen] += delta;
  return chosen;
}

std::int64_t ShardedCounter::total() const {
  std::int64_t total = 0;
  for (const std::int64_t shard : shards_) {
    total += shard;
  }
  return total;
}

void ShardedCounter::grow(std::size_t shard_count) {
  shards_.resize(std::max(shards_.size(), shard_count));
}

ReplicatedCounter::ReplicatedCounter(std::size_t replica, std::size_t replica_count)
    : replica_(replica), added_(replica_count), subtracted_(replica_count) {
  if (replica >= replica_count) {
    throw std::invalid_argument("ReplicatedCounter: replica must be below replica_count");
  }
}

void ReplicatedCounter::add(std::int64_t delta) {
  const auto amount = static_cast<std::uint64_t>(delta);
  if (delta >= 0) {
    added_[replica_] += amount;
  } else {
    subtracted_[replica_] += 0 - amount;
  }
}

void ReplicatedCounter::merge(const ReplicatedCounter& other) {
  NAPKIN_CONTRACT(added_.size() == other.added_.size());
  for (std::size_t i = 0; i < added_.size(); ++i) {
    added_[i] = std::max(added_[i], other.added_[i]);
    subtracted_[i] = std::max(subtracted_[i], other.subtracted_[i]);
  }
}

std::int64_t ReplicatedCounter::total() const {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < added_.size(); ++i) {
    total += added_[i] - subtracted_[i];
  }
  return static_cast<std::int64_t>(total);
}

}  // namespace napkin::algorithms
