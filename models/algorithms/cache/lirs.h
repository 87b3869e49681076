#pragma once

#include <vector>

#include "models/algorithms/cache/cache_policy.h"

namespace napkin::algorithms {

/// LIRS, low inter-reference recency set: judges an object by the number of other objects used
/// between its last two uses, not by the time since the last one. Nearly all of the cache holds
/// objects with a short such distance (LIR); a small queue holds the rest (HIR) and evicts. A stack
/// in order of use, ghosts included, shows which HIR object has become better than the worst LIR
/// one. Amortised O(1) per operation. The published stack of ghosts has no bound; here it holds one
/// capacity of them by default, the oldest forgotten first, which on skewed traffic is also better.
/// Source: Jiang and Zhang, "LIRS: an efficient low inter-reference recency set replacement policy
/// to improve buffer cache performance", SIGMETRICS 2002.
///
///     LirsPolicy lirs(10'000);
///     const bool hit = lirs.access(key);
class LirsPolicy final : public CachePolicy {
 public:
  struct Options {
    double hir_share = 0.01;    // of the capacity, from 0 to 1; at least one unit
    double ghosts_share = 1.0;  // of the capacity, at least 0
  };

  explicit LirsPolicy(std::uint64_t capacity) : LirsPolicy(capacity, Options{}) {}

  LirsPolicy(std::uint64_t capacity, Options options);

  [[nodiscard]] std::size_t memory_bytes() const override;

 private:
  /// Second links for the stack: an object can be in it and in the queue at once.
  struct StackLinks {
    SlotLinks& links(CacheSlot slot) { return list[slot]; }

    [[nodiscard]] std::uint64_t size_of(CacheSlot slot) const { return table->size_of(slot); }

    CacheTable* table;
    std::vector<SlotLinks> list;
  };

  void on_hit(CacheSlot slot) override;
  CacheSlot on_admit(CacheKey key, std::uint64_t size) override;
  void on_erase(CacheSlot slot) override;

  void promote(CacheSlot slot);
  void demote_oldest();
  void demote_overflow();
  void evict_one();
  void prune();
  void push_on_stack(CacheSlot slot);
  void take_from_stack(CacheSlot slot);

  std::uint64_t lir_limit_;
  std::uint64_t ghosts_limit_;
  std::uint64_t lir_bytes_ = 0;
  StackLinks stack_links_{&table_, {}};
  SlotQueue<StackLinks> stack_{stack_links_};  // its oldest is LIR, if there are any
  Queue hir_{table_};                          // resident HIR objects
  Queue ghosts_{table_};                       // HIR objects no longer resident, all in the stack
};

}  // namespace napkin::algorithms
