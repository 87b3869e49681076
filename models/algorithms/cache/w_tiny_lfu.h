#pragma once

#include "models/algorithms/cache/cache_policy.h"
#include "models/algorithms/cache/frequency_sketch.h"

namespace napkin::algorithms {

/// W-TinyLFU: a small LRU window takes every new object; what falls out of it must have been asked
/// for more often lately, by a frequency sketch of hits and admissions, than the object it would
/// displace from the main segmented LRU. The policy of the Caffeine library; near the best on
/// skewed traffic, and it forgets old favourites. O(1) per operation; no ghosts, 8 bytes per object
/// for the sketch. Source: Einziger, Friedman and Manes, "TinyLFU: a highly efficient cache
/// admission policy", ACM Transactions on Storage 13(4), 2017, section 4. Ties go to the resident.
///
///     WTinyLfuPolicy policy(10'000);
///     const bool hit = policy.access(key);
class WTinyLfuPolicy final : public CachePolicy {
 public:
  struct Options {
    double window_share = 0.01;    // of the capacity, from 0 to 1; at least one unit
    double protected_share = 0.8;  // of the rest, from 0 to 1
  };

  explicit WTinyLfuPolicy(std::uint64_t capacity) : WTinyLfuPolicy(capacity, Options{}) {}

  WTinyLfuPolicy(std::uint64_t capacity, Options options);

  [[nodiscard]] std::size_t memory_bytes() const override;

 private:
  void on_hit(CacheSlot slot) override;
  CacheSlot on_admit(CacheKey key, std::uint64_t size) override;
  void on_erase(CacheSlot slot) override;

  Queue& queue_of(CacheSlot slot);
  void move(CacheSlot slot, std::uint8_t to);
  void contest(CacheSlot candidate);
  void evict_from_main();
  [[nodiscard]] CacheSlot main_victim(CacheSlot except) const;

  std::uint64_t window_limit_;
  std::uint64_t protected_limit_;
  FrequencySketch sketch_;
  Queue window_{table_};
  Queue probation_{table_};
  Queue protected_{table_};
};

}  // namespace napkin::algorithms
