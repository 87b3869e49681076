#include "models/algorithms/cache/clock.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

ClockPolicy::ClockPolicy(std::uint64_t capacity, Options options)
    : CachePolicy(capacity), options_(options) {
  require(options.uses_max >= 1, "ClockPolicy: uses_max must be at least 1");
}

void ClockPolicy::on_hit(CacheSlot slot) {
  std::uint32_t& uses = table_.entry(slot).count;
  uses += uses < options_.uses_max ? 1 : 0;
}

CacheSlot ClockPolicy::on_admit(CacheKey key, std::uint64_t size) {
  while (!fits(size)) {
    evict_one();
  }
  const CacheSlot slot = make_resident(key, size);
  queue_.push_front(slot);
  return slot;
}

void ClockPolicy::evict_one() {
  while (table_.entry(queue_.back()).count > 0) {
    --table_.entry(queue_.back()).count;
    queue_.move_to_front(queue_.back());
  }
  evict(queue_.pop_back());
}

}  // namespace napkin::algorithms
