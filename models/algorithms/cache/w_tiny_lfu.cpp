#include "models/algorithms/cache/w_tiny_lfu.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {
namespace {

constexpr std::uint8_t kWindow = 0;
constexpr std::uint8_t kProbation = 1;
constexpr std::uint8_t kProtected = 2;

}  // namespace

WTinyLfuPolicy::WTinyLfuPolicy(std::uint64_t capacity, Options options) : CachePolicy(capacity) {
  require(options.window_share >= 0.0 && options.window_share <= 1.0,
          "WTinyLfuPolicy: window_share must be from 0 to 1");
  require(options.protected_share >= 0.0 && options.protected_share <= 1.0,
          "WTinyLfuPolicy: protected_share must be from 0 to 1");
  const auto part = [](std::uint64_t whole, double share) {
    return static_cast<std::uint64_t>(share * static_cast<double>(whole));
  };
  window_limit_ =
      std::min(capacity, std::max<std::uint64_t>(1, part(capacity, options.window_share)));
  protected_limit_ = part(capacity - window_limit_, options.protected_share);
}

void WTinyLfuPolicy::on_hit(CacheSlot slot) {
  sketch_.record(table_.entry(slot).key);
  if (table_.entry(slot).queue != kProbation) {
    queue_of(slot).move_to_front(slot);
    return;
  }
  move(slot, kProtected);
  while (protected_.bytes() > protected_limit_) {
    move(protected_.back(), kProbation);
  }
}

CacheSlot WTinyLfuPolicy::on_admit(CacheKey key, std::uint64_t size) {
  const CacheSlot slot = make_resident(key, size);
  sketch_.fit(this->size());
  sketch_.record(key);
  window_.push_front(slot);
  table_.entry(slot).queue = kWindow;
  while (window_.bytes() > window_limit_) {
    const CacheSlot candidate = window_.back();
    move(candidate, kProbation);
    contest(candidate);
  }
  // Objects of unequal sizes can leave the main part above its share with the window not full.
  while (used() > capacity()) {
    evict_from_main();
  }
  return table_.find(key);
}

/// Lets what came out of the window and what it would displace compete for their place.
void WTinyLfuPolicy::contest(CacheSlot candidate) {
  while (used() > capacity()) {
    const CacheSlot victim = main_victim(candidate);
    const bool wins = victim != kNoSlot && sketch_.estimate(table_.entry(candidate).key) >
                                               sketch_.estimate(table_.entry(victim).key);
    const CacheSlot loser = wins ? victim : candidate;
    queue_of(loser).remove(loser);
    evict(loser);
    if (loser == candidate) {
      return;
    }
  }
}

/// The main part's next victim other than `except`, which is the newest on probation; or kNoSlot.
CacheSlot WTinyLfuPolicy::main_victim(CacheSlot except) const {
  if (!probation_.empty() && probation_.back() != except) {
    return probation_.back();
  }
  return protected_.back();
}

void WTinyLfuPolicy::evict_from_main() {
  const CacheSlot victim = main_victim(kNoSlot);
  queue_of(victim).remove(victim);
  evict(victim);
}

void WTinyLfuPolicy::on_erase(CacheSlot slot) {
  queue_of(slot).remove(slot);
}

WTinyLfuPolicy::Queue& WTinyLfuPolicy::queue_of(CacheSlot slot) {
  const std::uint8_t queue = table_.entry(slot).queue;
  if (queue == kWindow) {
    return window_;
  }
  return queue == kProbation ? probation_ : protected_;
}

void WTinyLfuPolicy::move(CacheSlot slot, std::uint8_t to) {
  queue_of(slot).remove(slot);
  table_.entry(slot).queue = to;
  queue_of(slot).push_front(slot);
}

std::size_t WTinyLfuPolicy::memory_bytes() const {
  return CachePolicy::memory_bytes() + sketch_.memory_bytes();
}

}  // namespace napkin::algorithms
