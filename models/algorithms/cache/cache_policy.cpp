#include "models/algorithms/cache/cache_policy.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

CacheSlot CachePolicy::admit(CacheKey key, std::uint64_t size) {
  NAPKIN_CONTRACT(size >= 1);
  NAPKIN_CONTRACT(!contains(key));
  if (size > capacity_) {
    return kNoSlot;
  }
  const CacheSlot slot = on_admit(key, size);
  NAPKIN_CONTRACT(used_ <= capacity_);
  return slot;
}

bool CachePolicy::erase(CacheKey key) {
  const CacheSlot slot = peek(key);
  if (slot == kNoSlot) {
    return false;
  }
  on_erase(slot);
  leave(slot);
  table_.erase(slot);
  return true;
}

CacheSlot CachePolicy::peek(CacheKey key) const {
  const CacheSlot slot = table_.find(key);
  return slot != kNoSlot && table_.entry(slot).resident ? slot : kNoSlot;
}

CacheSlot CachePolicy::make_resident(CacheKey key, std::uint64_t size) {
  CacheSlot slot = table_.find(key);
  if (slot == kNoSlot) {
    slot = table_.insert(key);
  }
  CacheEntry& entry = table_.entry(slot);
  entry.size = size;
  entry.resident = true;
  used_ += size;
  ++residents_;
  return slot;
}

void CachePolicy::make_ghost(CacheSlot slot) {
  leave(slot);
  if (on_eviction_) {
    on_eviction_(slot, table_.entry(slot).key);
  }
}

void CachePolicy::evict(CacheSlot slot) {
  make_ghost(slot);
  forget(slot);
}

void CachePolicy::leave(CacheSlot slot) {
  CacheEntry& entry = table_.entry(slot);
  entry.resident = false;
  used_ -= entry.size;
  --residents_;
}

}  // namespace napkin::algorithms
