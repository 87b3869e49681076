#include "models/algorithms/cache/sieve.h"

namespace napkin::algorithms {

CacheSlot SievePolicy::on_admit(CacheKey key, std::uint64_t size) {
  while (!fits(size)) {
    evict_one();
  }
  const CacheSlot slot = make_resident(key, size);
  queue_.push_front(slot);
  return slot;
}

void SievePolicy::evict_one() {
  CacheSlot victim = hand_ == kNoSlot ? queue_.back() : hand_;
  while (table_.entry(victim).count != 0) {
    table_.entry(victim).count = 0;
    const CacheSlot newer = queue_.newer(victim);
    victim = newer == kNoSlot ? queue_.back() : newer;
  }
  hand_ = queue_.newer(victim);
  queue_.remove(victim);
  evict(victim);
}

void SievePolicy::on_erase(CacheSlot slot) {
  if (hand_ == slot) {
    hand_ = queue_.newer(slot);
  }
  queue_.remove(slot);
}

}  // namespace napkin::algorithms
