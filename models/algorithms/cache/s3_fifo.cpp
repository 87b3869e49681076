#include "models/algorithms/cache/s3_fifo.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {
namespace {

constexpr std::uint8_t kSmall = 0;
constexpr std::uint8_t kMain = 1;
constexpr std::uint32_t kUsesMax = 3;

}  // namespace

S3FifoPolicy::S3FifoPolicy(std::uint64_t capacity, Options options)
    : CachePolicy(capacity), options_(options) {
  require(options.small_share >= 0.0 && options.small_share <= 1.0,
          "S3FifoPolicy: small_share must be from 0 to 1");
  require(options.uses_to_stay >= 1 && options.uses_to_stay <= kUsesMax,
          "S3FifoPolicy: uses_to_stay must be from 1 to 3");
  const double small = options.small_share * static_cast<double>(capacity);
  main_limit_ = capacity - static_cast<std::uint64_t>(small);
}

void S3FifoPolicy::on_hit(CacheSlot slot) {
  std::uint32_t& uses = table_.entry(slot).count;
  uses += uses < kUsesMax ? 1 : 0;
}

CacheSlot S3FifoPolicy::on_admit(CacheKey key, std::uint64_t size) {
  const CacheSlot ghost = table_.find(key);
  if (ghost != kNoSlot) {
    ghosts_.remove(ghost);
  }
  while (!fits(size)) {
    evict_one();
  }
  const CacheSlot slot = make_resident(key, size);
  CacheEntry& entry = table_.entry(slot);
  entry.count = 0;
  entry.queue = ghost != kNoSlot ? kMain : kSmall;
  (ghost != kNoSlot ? main_ : small_).push_front(slot);
  return slot;
}

void S3FifoPolicy::evict_one() {
  if (small_.empty() || main_.bytes() > main_limit_) {
    evict_from_main();
  } else {
    evict_from_small();
  }
}

/// Evicts one object, unless every one in the queue has earned its place in the main one.
void S3FifoPolicy::evict_from_small() {
  while (!small_.empty()) {
    const CacheSlot oldest = small_.pop_back();
    CacheEntry& entry = table_.entry(oldest);
    if (entry.count < options_.uses_to_stay) {
      make_ghost(oldest);
      ghosts_.push_front(oldest);
      while (ghosts_.bytes() > main_limit_) {
        forget(ghosts_.pop_back());
      }
      return;
    }
    entry.count = 0;
    entry.queue = kMain;
    main_.push_front(oldest);
  }
}

void S3FifoPolicy::evict_from_main() {
  while (table_.entry(main_.back()).count > 0) {
    --table_.entry(main_.back()).count;
    main_.move_to_front(main_.back());
  }
  evict(main_.pop_back());
}

void S3FifoPolicy::on_erase(CacheSlot slot) {
  (table_.entry(slot).queue == kMain ? main_ : small_).remove(slot);
}

}  // namespace napkin::algorithms
