#pragma once

#include "models/algorithms/cache/cache_policy.h"

namespace napkin::algorithms {

/// SIEVE: a FIFO with a hand that wanders from old to new, spares what was used since it last
/// passed, and evicts the first object that was not. Unlike CLOCK's, the spared stay in their
/// place, so new objects are sifted at the front while proven ones rest behind the hand: simpler
/// than LRU and better on skewed traffic. Not scan-resistant in block storage. O(1) per hit,
/// amortised O(1) per eviction; no ghosts. Source: Zhang et al., "SIEVE is simpler than LRU", NSDI
/// 2024, section 3, algorithm 1.
///
///     SievePolicy sieve(10'000);
///     const bool hit = sieve.access(key);
class SievePolicy final : public CachePolicy {
 public:
  explicit SievePolicy(std::uint64_t capacity) : CachePolicy(capacity) {}

 private:
  void on_hit(CacheSlot slot) override { table_.entry(slot).count = 1; }

  CacheSlot on_admit(CacheKey key, std::uint64_t size) override;
  void on_erase(CacheSlot slot) override;

  void evict_one();

  Queue queue_{table_};
  CacheSlot hand_ = kNoSlot;  // the next to judge; kNoSlot: start again at the oldest
};

}  // namespace napkin::algorithms
