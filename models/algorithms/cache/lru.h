#pragma once

#include "models/algorithms/cache/cache_policy.h"

namespace napkin::algorithms {

/// Least recently used: evicts the object whose last use lies longest ago. One list in order of
/// use, every hit moves its object to the front. The measure of all others; a single scan larger
/// than the cache empties it. O(1) per operation; no ghosts. Source: Mattson et al., "Evaluation
/// techniques for storage hierarchies", IBM Systems Journal 9(2), 1970.
///
///     LruPolicy lru(2);
///     lru.access(1); lru.access(2); lru.access(1); lru.access(3);   // evicts 2
class LruPolicy final : public CachePolicy {
 public:
  explicit LruPolicy(std::uint64_t capacity) : CachePolicy(capacity) {}

 private:
  void on_hit(CacheSlot slot) override { queue_.move_to_front(slot); }

  CacheSlot on_admit(CacheKey key, std::uint64_t size) override;

  void on_erase(CacheSlot slot) override { queue_.remove(slot); }

  Queue queue_{table_};
};

}  // namespace napkin::algorithms
