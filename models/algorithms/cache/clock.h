#pragma once

#include "models/algorithms/cache/cache_policy.h"

namespace napkin::algorithms {

/// CLOCK, or second chance: a FIFO whose victim is spared if it was used since the hand last
/// passed. Nearly LRU's hit ratio, while a hit only sets a bit. The hand that goes round a circle
/// is drawn here as a queue: what the hand passes goes from the back to the front. O(1) per hit,
/// amortised O(1) per eviction; no ghosts. Source: Corbato, "A paging experiment with the Multics
/// system", MIT Project MAC report MAC-M-384, 1968.
///
///     ClockPolicy clock(2);
///     clock.access(1); clock.access(2); clock.access(1); clock.access(3);   // spares 1, evicts 2
class ClockPolicy final : public CachePolicy {
 public:
  struct Options {
    std::uint32_t uses_max = 1;  // uses remembered, each worth one pass of the hand; at least 1
  };

  explicit ClockPolicy(std::uint64_t capacity) : ClockPolicy(capacity, Options{}) {}

  ClockPolicy(std::uint64_t capacity, Options options);

 private:
  void on_hit(CacheSlot slot) override;
  CacheSlot on_admit(CacheKey key, std::uint64_t size) override;

  void on_erase(CacheSlot slot) override { queue_.remove(slot); }

  void evict_one();

  Options options_;
  Queue queue_{table_};
};

}  // namespace napkin::algorithms
