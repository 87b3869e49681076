#pragma once

#include "models/algorithms/cache/cache_policy.h"

namespace napkin::algorithms {

/// 2Q, the full version: a new object waits in a FIFO (A1in); when that evicts it, its key is
/// remembered (A1out); only an object asked for again from there enters the main LRU (Am). Uses in
/// quick succession, while in A1in, count as one, so a scan never reaches the main queue.
/// O(1) per operation; ghosts of half the capacity. Source: Johnson and Shasha, "2Q: a low overhead
/// high performance buffer management replacement algorithm", VLDB 1994 (its "full version").
///
///     TwoQueuePolicy two_queue(10'000);
///     const bool hit = two_queue.access(key);
class TwoQueuePolicy final : public CachePolicy {
 public:
  struct Options {
    double in_share = 0.25;  // Kin, of the capacity: residents in the FIFO
    double out_share = 0.5;  // Kout, of the capacity: ghosts
  };

  explicit TwoQueuePolicy(std::uint64_t capacity) : TwoQueuePolicy(capacity, Options{}) {}

  TwoQueuePolicy(std::uint64_t capacity, Options options);

 private:
  void on_hit(CacheSlot slot) override;
  CacheSlot on_admit(CacheKey key, std::uint64_t size) override;
  void on_erase(CacheSlot slot) override;

  void evict_one();

  std::uint64_t in_limit_;
  std::uint64_t out_limit_;
  Queue in_{table_};
  Queue out_{table_};
  Queue main_{table_};
};

}  // namespace napkin::algorithms
