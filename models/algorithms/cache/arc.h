#pragma once

#include <array>

#include "models/algorithms/cache/cache_policy.h"

namespace napkin::algorithms {

/// The adaptive replacement cache: one LRU of objects seen once (T1), one of objects seen again
/// (T2), and for each the ghosts of what it lately evicted (B1, B2). A request for a ghost says
/// which of the two was too small, and moves the target size of T1 that way: no parameter to tune.
/// O(1) per operation; ghosts up to the capacity. Source: Megiddo and Modha, "ARC: a self-tuning,
/// low overhead replacement cache", FAST 2003, figure 4. Sizes other than 1: the target moves by
/// the object's size; on unit sizes it is the published algorithm.
///
///     ArcPolicy arc(10'000);
///     const bool hit = arc.access(key);
class ArcPolicy final : public CachePolicy {
 public:
  explicit ArcPolicy(std::uint64_t capacity) : CachePolicy(capacity) {}

  /// The size that T1, objects seen once, should have now: from 0 to the capacity.
  [[nodiscard]] double recency_target() const { return target_; }

 private:
  enum List : std::uint8_t { kOnce = 0, kAgain = 1, kOnceGhosts = 2, kAgainGhosts = 3 };

  void on_hit(CacheSlot slot) override;
  CacheSlot on_admit(CacheKey key, std::uint64_t size) override;
  void on_erase(CacheSlot slot) override;

  void adapt(CacheSlot ghost, std::uint64_t size);
  void replace(bool wanted_again_ghost);
  void trim_ghosts();
  void move(CacheSlot slot, List to);

  std::array<Queue, 4> lists_{Queue(table_), Queue(table_), Queue(table_), Queue(table_)};
  double target_ = 0;  // p
};

}  // namespace napkin::algorithms
