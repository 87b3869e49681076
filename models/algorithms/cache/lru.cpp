#include "models/algorithms/cache/lru.h"

namespace napkin::algorithms {

CacheSlot LruPolicy::on_admit(CacheKey key, std::uint64_t size) {
  while (!fits(size)) {
    evict(queue_.pop_back());
  }
  const CacheSlot slot = make_resident(key, size);
  queue_.push_front(slot);
  return slot;
}

}  // namespace napkin::algorithms
