#pragma once

#include <vector>

#include "models/algorithms/cache/cache_policy.h"

namespace napkin::algorithms {

/// Segmented LRU: new objects enter the lowest segment, and each hit promotes an object to the
/// front of the next segment up. A segment over its share drops its oldest to the front of the one
/// below; the lowest evicts. One-time objects thus never displace proven ones. Two segments
/// (probation and protected) are the published policy; four equal ones are Facebook's S4LRU.
/// O(segments) per operation; no ghosts. Source: Karedla, Love and Wherry, "Caching strategies to
/// improve disk system performance", IEEE Computer 27(3), 1994; Huang et al., "An analysis of
/// Facebook photo caching", SOSP 2013, section 6.
///
///     SlruPolicy slru(10'000);
///     SlruPolicy s4lru(10'000, {.shares = {0.25, 0.25, 0.25, 0.25}});
class SlruPolicy final : public CachePolicy {
 public:
  struct Options {
    std::vector<double> shares = {0.2, 0.8};  // of the capacity, lowest segment first; sum 1
  };

  explicit SlruPolicy(std::uint64_t capacity) : SlruPolicy(capacity, Options{}) {}

  SlruPolicy(std::uint64_t capacity, const Options& options);

 private:
  void on_hit(CacheSlot slot) override;
  CacheSlot on_admit(CacheKey key, std::uint64_t size) override;
  void on_erase(CacheSlot slot) override;

  void demote_overflow(std::size_t segment);
  void evict_one();

  std::vector<Queue> segments_;  // an object's entry.queue is the index of its segment
  std::vector<std::uint64_t> limits_;
};

}  // namespace napkin::algorithms
