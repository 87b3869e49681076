#include "models/algorithms/queue/partitioner.h"

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/scale_down.h"

namespace napkin::algorithms {

std::uint32_t RoundRobinPartitioner::next(std::uint32_t partition_count) {
  NAPKIN_CONTRACT(partition_count > 0);
  const std::uint32_t partition = next_ % partition_count;
  next_ = partition + 1;
  return partition;
}

std::uint32_t StickyPartitioner::next(std::uint64_t bytes,
                                      std::uint32_t partition_count,
                                      std::uint64_t random) {
  NAPKIN_CONTRACT(partition_count > 0);
  const bool is_full = batch_filled_bytes_ + bytes > options_.batch_bytes;
  if (!has_partition_ || partition_ >= partition_count || is_full) {
    partition_ = choose(partition_count, random);
    has_partition_ = true;
    batch_filled_bytes_ = 0;
  }
  batch_filled_bytes_ += bytes;
  return partition_;
}

std::uint32_t StickyPartitioner::choose(std::uint32_t partition_count, std::uint64_t random) const {
  const bool can_differ = has_partition_ && partition_ < partition_count && partition_count > 1;
  const std::uint64_t choices = can_differ ? partition_count - 1U : partition_count;
  const auto chosen = static_cast<std::uint32_t>(scale_down(random, choices));
  return can_differ && chosen >= partition_ ? chosen + 1 : chosen;  // any but the one just filled
}

}  // namespace napkin::algorithms
