#include "models/algorithms/cache/arc.h"

#include <algorithm>

namespace napkin::algorithms {

void ArcPolicy::on_hit(CacheSlot slot) {
  move(slot, kAgain);
}

CacheSlot ArcPolicy::on_admit(CacheKey key, std::uint64_t size) {
  const CacheSlot ghost = table_.find(key);
  const bool is_ghost = ghost != kNoSlot;
  const bool is_again_ghost = is_ghost && table_.entry(ghost).queue == kAgainGhosts;
  if (is_ghost) {
    adapt(ghost, size);
    lists_[table_.entry(ghost).queue].remove(ghost);
  }
  while (!fits(size)) {
    replace(is_again_ghost);
  }
  const CacheSlot slot = make_resident(key, size);
  const List list = is_ghost ? kAgain : kOnce;
  lists_[list].push_front(slot);
  table_.entry(slot).queue = list;
  trim_ghosts();
  return slot;
}

/// Learns from a request for a ghost: the rarer the ghosts of its kind, the more one of them says.
void ArcPolicy::adapt(CacheSlot ghost, std::uint64_t size) {
  const auto once = static_cast<double>(lists_[kOnceGhosts].bytes());
  const auto again = static_cast<double>(lists_[kAgainGhosts].bytes());
  const auto step = static_cast<double>(size);
  if (table_.entry(ghost).queue == kOnceGhosts) {
    target_ += step * std::max(1.0, again / once);
  } else {
    target_ -= step * std::max(1.0, once / again);
  }
  target_ = std::clamp(target_, 0.0, static_cast<double>(capacity()));
}

/// Evicts one object, from T1 if that is above its target, else from T2, and remembers its key.
void ArcPolicy::replace(bool wanted_again_ghost) {
  const auto once = static_cast<double>(lists_[kOnce].bytes());
  const bool above_target = once > target_ || (wanted_again_ghost && once >= target_);
  const bool from_once = !lists_[kOnce].empty() && (above_target || lists_[kAgain].empty());
  const CacheSlot victim = lists_[from_once ? kOnce : kAgain].back();
  make_ghost(victim);
  move(victim, from_once ? kOnceGhosts : kAgainGhosts);
}

/// Keeps T1 + B1 within the capacity and all four lists within twice the capacity.
void ArcPolicy::trim_ghosts() {
  while (lists_[kOnce].bytes() + lists_[kOnceGhosts].bytes() > capacity()) {
    forget(lists_[kOnceGhosts].pop_back());
  }
  while (used() + lists_[kOnceGhosts].bytes() + lists_[kAgainGhosts].bytes() > 2 * capacity()) {
    forget(lists_[kAgainGhosts].pop_back());
  }
}

void ArcPolicy::on_erase(CacheSlot slot) {
  lists_[table_.entry(slot).queue].remove(slot);
}

void ArcPolicy::move(CacheSlot slot, List to) {
  lists_[table_.entry(slot).queue].remove(slot);
  lists_[to].push_front(slot);
  table_.entry(slot).queue = to;
}

}  // namespace napkin::algorithms
