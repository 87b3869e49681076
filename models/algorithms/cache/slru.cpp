#include "models/algorithms/cache/slru.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

SlruPolicy::SlruPolicy(std::uint64_t capacity, const Options& options) : CachePolicy(capacity) {
  require(!options.shares.empty() && options.shares.size() <= 255,
          "SlruPolicy: from 1 to 255 segments");
  std::uint64_t rest = capacity;
  double total = 0;
  for (const double share : options.shares) {
    require(share >= 0.0 && share <= 1.0, "SlruPolicy: each share must be from 0 to 1");
    total += share;
    limits_.push_back(static_cast<std::uint64_t>(share * static_cast<double>(capacity)));
    segments_.emplace_back(table_);
    rest -= limits_.back() < rest ? limits_.back() : rest;
  }
  require(total > 1 - 1e-9 && total < 1 + 1e-9, "SlruPolicy: the shares must sum to 1");
  limits_.back() += rest;  // what rounding down left over
}

void SlruPolicy::on_hit(CacheSlot slot) {
  const std::size_t from = table_.entry(slot).queue;
  if (from + 1 == segments_.size()) {
    segments_[from].move_to_front(slot);
    return;
  }
  segments_[from].remove(slot);
  segments_[from + 1].push_front(slot);
  table_.entry(slot).queue = static_cast<std::uint8_t>(from + 1);
  demote_overflow(from + 1);
}

/// From `segment` downwards. The lowest has no limit of its own but the whole cache's.
void SlruPolicy::demote_overflow(std::size_t segment) {
  for (std::size_t i = segment; i > 0; --i) {
    while (segments_[i].bytes() > limits_[i]) {
      const CacheSlot demoted = segments_[i].pop_back();
      segments_[i - 1].push_front(demoted);
      table_.entry(demoted).queue = static_cast<std::uint8_t>(i - 1);
    }
  }
}

CacheSlot SlruPolicy::on_admit(CacheKey key, std::uint64_t size) {
  while (!fits(size)) {
    evict_one();
  }
  const CacheSlot slot = make_resident(key, size);
  segments_.front().push_front(slot);
  return slot;
}

void SlruPolicy::evict_one() {
  std::size_t segment = 0;
  while (segments_[segment].empty()) {
    ++segment;
  }
  evict(segments_[segment].pop_back());
}

void SlruPolicy::on_erase(CacheSlot slot) {
  segments_[table_.entry(slot).queue].remove(slot);
}

}  // namespace napkin::algorithms
