#include "models/algorithms/cache/fifo.h"

namespace napkin::algorithms {

CacheSlot FifoPolicy::on_admit(CacheKey key, std::uint64_t size) {
  while (!fits(size)) {
    evict(queue_.pop_back());
  }
  const CacheSlot slot = make_resident(key, size);
  queue_.push_front(slot);
  return slot;
}

}  // namespace napkin::algorithms
