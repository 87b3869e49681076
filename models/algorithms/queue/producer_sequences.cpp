#include "models/algorithms/queue/producer_sequences.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

ProducerSequences::Check ProducerSequences::check(const Batch& batch) const {
  NAPKIN_CONTRACT(batch.record_count > 0 && batch.first_sequence < kSequenceCount);
  const auto found = producers_.find(batch.producer);
  if (found == producers_.end()) {
    return {Verdict::kAppend};
  }
  const State& state = found->second;
  if (batch.epoch < state.epoch) {
    return {Verdict::kFenced};
  }
  if (batch.epoch > state.epoch) {
    return {batch.first_sequence == 0 ? Verdict::kAppend : Verdict::kOutOfOrder};
  }
  for (const Written& written : state.batches) {
    if (written.record_count == batch.record_count &&
        written.first_sequence == batch.first_sequence) {
      return {Verdict::kDuplicate, written.base_offset};
    }
  }
  return {batch.first_sequence == state.next_sequence ? Verdict::kAppend : Verdict::kOutOfOrder};
}

void ProducerSequences::append(const Batch& batch, std::uint64_t base_offset) {
  NAPKIN_CONTRACT(check(batch).verdict == Verdict::kAppend);
  State& state = producers_[batch.producer];
  if (state.epoch != batch.epoch) {
    state = State{};
    state.epoch = batch.epoch;
  }
  state.batches[state.oldest] = {batch.first_sequence, batch.record_count, base_offset};
  state.oldest = (state.oldest + 1) % kBatchesRemembered;
  state.next_sequence = (batch.first_sequence + batch.record_count) % kSequenceCount;
}

}  // namespace napkin::algorithms
