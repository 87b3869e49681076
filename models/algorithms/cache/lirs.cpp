#include "models/algorithms/cache/lirs.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {
namespace {

// In entry.queue, what the object is; in entry.count, whether it is in the stack.
constexpr std::uint8_t kLir = 0;
constexpr std::uint8_t kHir = 1;

}  // namespace

LirsPolicy::LirsPolicy(std::uint64_t capacity, Options options) : CachePolicy(capacity) {
  require(options.hir_share >= 0.0 && options.hir_share <= 1.0,
          "LirsPolicy: hir_share must be from 0 to 1");
  require(options.ghosts_share >= 0.0, "LirsPolicy: ghosts_share must be at least 0");
  const auto share = [capacity](double part) {
    return static_cast<std::uint64_t>(part * static_cast<double>(capacity));
  };
  const std::uint64_t hir = std::max<std::uint64_t>(1, share(options.hir_share));
  lir_limit_ = capacity > hir ? capacity - hir : 0;
  ghosts_limit_ = share(options.ghosts_share);
}

void LirsPolicy::on_hit(CacheSlot slot) {
  const CacheEntry& entry = table_.entry(slot);
  if (entry.queue == kLir) {
    stack_.move_to_front(slot);
    prune();
  } else if (entry.count != 0) {
    hir_.remove(slot);
    promote(slot);
  } else {
    push_on_stack(slot);
    hir_.move_to_front(slot);
  }
}

CacheSlot LirsPolicy::on_admit(CacheKey key, std::uint64_t size) {
  const CacheSlot ghost = table_.find(key);
  if (ghost != kNoSlot) {
    ghosts_.remove(ghost);
    take_from_stack(ghost);
  }
  while (!fits(size)) {
    evict_one();
  }
  const CacheSlot slot = make_resident(key, size);
  stack_links_.list.resize(std::max(stack_links_.list.size(), table_.slots()));
  if (ghost != kNoSlot || size <= lir_limit_ - std::min(lir_limit_, lir_bytes_)) {
    promote(slot);
  } else {
    push_on_stack(slot);
    hir_.push_front(slot);
    table_.entry(slot).queue = kHir;
  }
  return slot;
}

/// Makes a resident object, which is in no queue, LIR at the top of the stack.
void LirsPolicy::promote(CacheSlot slot) {
  push_on_stack(slot);
  table_.entry(slot).queue = kLir;
  lir_bytes_ += table_.size_of(slot);
  demote_overflow();
}

void LirsPolicy::demote_overflow() {
  while (lir_bytes_ > lir_limit_) {
    demote_oldest();
  }
  prune();
}

/// The LIR object used longest ago becomes HIR. Requires: there is one.
void LirsPolicy::demote_oldest() {
  prune();
  const CacheSlot oldest = stack_.back();
  take_from_stack(oldest);
  table_.entry(oldest).queue = kHir;
  lir_bytes_ -= table_.size_of(oldest);
  hir_.push_front(oldest);
}

/// Evicts the HIR object that entered its queue longest ago; it stays a ghost if in the stack.
void LirsPolicy::evict_one() {
  if (hir_.empty()) {
    demote_oldest();
  }
  const CacheSlot victim = hir_.pop_back();
  if (table_.entry(victim).count == 0) {
    evict(victim);
    return;
  }
  make_ghost(victim);
  ghosts_.push_front(victim);
  while (ghosts_.bytes() > ghosts_limit_) {
    const CacheSlot oldest = ghosts_.pop_back();
    take_from_stack(oldest);
    forget(oldest);
  }
}

/// Takes off the stack's bottom what is not LIR: older than every LIR object, it cannot beat one.
void LirsPolicy::prune() {
  while (!stack_.empty() && table_.entry(stack_.back()).queue != kLir) {
    const CacheSlot oldest = stack_.back();
    take_from_stack(oldest);
    if (!table_.entry(oldest).resident) {
      ghosts_.remove(oldest);
      forget(oldest);
    }
  }
}

void LirsPolicy::on_erase(CacheSlot slot) {
  if (table_.entry(slot).queue == kLir) {
    lir_bytes_ -= table_.size_of(slot);
  } else {
    hir_.remove(slot);
  }
  take_from_stack(slot);
  prune();
}

/// Puts an object on top of the stack, wherever it was.
void LirsPolicy::push_on_stack(CacheSlot slot) {
  take_from_stack(slot);
  stack_.push_front(slot);
  table_.entry(slot).count = 1;
}

void LirsPolicy::take_from_stack(CacheSlot slot) {
  if (table_.entry(slot).count != 0) {
    stack_.remove(slot);
    table_.entry(slot).count = 0;
  }
}

std::size_t LirsPolicy::memory_bytes() const {
  return CachePolicy::memory_bytes() + stack_links_.list.capacity() * sizeof(SlotLinks);
}

}  // namespace napkin::algorithms
