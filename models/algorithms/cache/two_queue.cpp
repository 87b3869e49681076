#include "models/algorithms/cache/two_queue.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {
namespace {

constexpr std::uint8_t kIn = 0;
constexpr std::uint8_t kMain = 1;

std::uint64_t share_of(std::uint64_t capacity, double share) {
  require(share >= 0.0 && share <= 1.0, "TwoQueuePolicy: a share must be from 0 to 1");
  const auto part = static_cast<std::uint64_t>(share * static_cast<double>(capacity));
  return std::max<std::uint64_t>(1, part);
}

}  // namespace

TwoQueuePolicy::TwoQueuePolicy(std::uint64_t capacity, Options options)
    : CachePolicy(capacity),
      in_limit_(share_of(capacity, options.in_share)),
      out_limit_(share_of(capacity, options.out_share)) {}

void TwoQueuePolicy::on_hit(CacheSlot slot) {
  if (table_.entry(slot).queue == kMain) {
    main_.move_to_front(slot);
  }
}

CacheSlot TwoQueuePolicy::on_admit(CacheKey key, std::uint64_t size) {
  const CacheSlot ghost = table_.find(key);
  if (ghost != kNoSlot) {
    out_.remove(ghost);
  }
  while (!fits(size)) {
    evict_one();
  }
  const CacheSlot slot = make_resident(key, size);
  (ghost != kNoSlot ? main_ : in_).push_front(slot);
  table_.entry(slot).queue = ghost != kNoSlot ? kMain : kIn;
  return slot;
}

void TwoQueuePolicy::evict_one() {
  if (in_.bytes() <= in_limit_ && !main_.empty()) {
    evict(main_.pop_back());
    return;
  }
  const CacheSlot victim = in_.pop_back();
  make_ghost(victim);
  out_.push_front(victim);
  while (out_.bytes() > out_limit_) {
    forget(out_.pop_back());
  }
}

void TwoQueuePolicy::on_erase(CacheSlot slot) {
  (table_.entry(slot).queue == kMain ? main_ : in_).remove(slot);
}

}  // namespace napkin::algorithms
