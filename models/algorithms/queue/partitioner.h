#pragma once

#include <cstdint>

namespace napkin::algorithms {

/// Partitions for records without a key, in turn, O(1): the most even, and the smallest batches. (A
/// record with a key goes to kafka_partition of models/algorithms/hash/murmur2.h: all of a key in
/// one, in order.)
class RoundRobinPartitioner final {
 public:
  /// Requires: partition_count > 0. It may change from call to call.
  [[nodiscard]] std::uint32_t next(std::uint32_t partition_count);

 private:
  std::uint32_t next_ = 0;
};

/// Partitions for records without a key that fill a batch for one partition before another is
/// chosen at random: with few records at a time, larger batches and lower latency than in turn.
/// Source: Kafka's KIP-480 and, for switching by bytes, KIP-794.
///
///     StickyPartitioner partitioner({.batch_bytes = 16'384});
///     const auto partition = partitioner.next(record.size(), 12, random_word);
class StickyPartitioner final {
 public:
  struct Options {
    std::uint64_t batch_bytes = 16'384;  // 0: a new partition for each record
  };

  explicit StickyPartitioner(Options options) : options_(options) {}

  /// The partition for a record of `bytes`. `random` is any 64 random bits; they are used only when
  /// a partition is chosen. Requires: partition_count > 0.
  [[nodiscard]] std::uint32_t next(std::uint64_t bytes,
                                   std::uint32_t partition_count,
                                   std::uint64_t random);

 private:
  [[nodiscard]] std::uint32_t choose(std::uint32_t partition_count, std::uint64_t random) const;

  Options options_;
  std::uint32_t partition_ = 0;
  std::uint64_t batch_filled_bytes_ = 0;
  bool has_partition_ = false;
};

}  // namespace napkin::algorithms
