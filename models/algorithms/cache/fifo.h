#pragma once

#include "models/algorithms/cache/cache_policy.h"

namespace napkin::algorithms {

/// First in, first out: evicts the object that was admitted longest ago, however often it was used
/// since. A hit does nothing at all, so it is the cheapest policy and the easiest to share between
/// threads; the base line that the better FIFO policies (CLOCK, SIEVE, S3-FIFO) improve on.
/// O(1) per operation; no ghosts. Source: Belady, "A study of replacement algorithms for a
/// virtual-storage computer", IBM Systems Journal 5(2), 1966.
///
///     FifoPolicy fifo(2);
///     fifo.access(1); fifo.access(2); fifo.access(1); fifo.access(3);   // evicts 1
class FifoPolicy final : public CachePolicy {
 public:
  explicit FifoPolicy(std::uint64_t capacity) : CachePolicy(capacity) {}

 private:
  void on_hit(CacheSlot) override {}

  CacheSlot on_admit(CacheKey key, std::uint64_t size) override;

  void on_erase(CacheSlot slot) override { queue_.remove(slot); }

  Queue queue_{table_};
};

}  // namespace napkin::algorithms
