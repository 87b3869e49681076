#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>

namespace napkin::algorithms {

/// What a partition remembers of idempotent producers: for each its epoch and its last five
/// batches, so that a batch sent again after a lost reply is recognised and not appended twice, and
/// a batch that would leave a gap is refused. Sequence numbers count records, per producer and
/// partition, from 0 to 2^31 - 1 and then again from 0. A newer epoch fences off all older ones of
/// the same producer.
///
///     switch (sequences.check({producer, epoch, first_sequence, record_count}).verdict) {
///       case Verdict::kAppend: sequences.append(batch, log_end); ...      // then write it
///       case Verdict::kDuplicate: reply with check(...).base_offset
///
/// Five batches are remembered because a producer may have five in flight. O(log producers) per
/// call, about 150 bytes per producer. Source: Kafka's KIP-98 and KIP-360, ProducerStateManager.
class ProducerSequences final {
 public:
  static constexpr std::uint32_t kSequenceCount = 1U << 31;
  static constexpr std::size_t kBatchesRemembered = 5;

  struct Batch {
    std::uint64_t producer = 0;
    std::uint32_t epoch = 0;
    std::uint32_t first_sequence = 0;
    std::uint32_t record_count = 1;
  };

  enum class Verdict : std::uint8_t { kAppend, kDuplicate, kOutOfOrder, kFenced };

  struct Check {
    Verdict verdict = Verdict::kAppend;
    std::uint64_t base_offset = 0;  // of a duplicate: where its first sending was written
  };

  /// What is to be done with `batch`. An unknown producer may start anywhere: its state may have
  /// been dropped with old log segments. A new epoch starts at 0. Requires: record_count > 0.
  [[nodiscard]] Check check(const Batch& batch) const;

  /// Remembers that `batch` was written at `base_offset`. Requires: check(batch) says kAppend.
  void append(const Batch& batch, std::uint64_t base_offset);

  /// Forgets a producer whose state has expired. A late duplicate of it would be appended again.
  void forget(std::uint64_t producer) { producers_.erase(producer); }

  [[nodiscard]] std::size_t producer_count() const { return producers_.size(); }

 private:
  struct Written {
    std::uint32_t first_sequence = 0;
    std::uint32_t record_count = 0;
    std::uint64_t base_offset = 0;
  };

  struct State {
    std::uint32_t epoch = 0;
    std::uint32_t next_sequence = 0;
    std::array<Written, kBatchesRemembered> batches;  // a ring; record_count 0: none yet
    std::size_t oldest = 0;
  };

  std::map<std::uint64_t, State> producers_;
};

}  // namespace napkin::algorithms
