#pragma once

#include "models/algorithms/cache/cache_policy.h"

namespace napkin::algorithms {

/// S3-FIFO: three FIFO queues. New objects enter a small one, a tenth of the cache; what was used
/// there more than once goes on to the main one, the rest leaves quickly, with its key kept as a
/// ghost; a request for a ghost enters the main queue directly. The main queue gives used objects
/// another round, as CLOCK does. A hit only counts to three, so threads need no lock for it.
/// With `uses_to_stay` 1 it is its predecessor QD-LP-FIFO, quick demotion in front of a CLOCK of
/// two bits. O(1) per hit, amortised O(1) per eviction; ghosts of nine tenths of the capacity.
/// Sources: Yang et al., "FIFO queues are all you need for cache eviction", SOSP 2023, section 4,
/// algorithm 1; Yang et al., "FIFO can be better than LRU: the power of lazy promotion and quick
/// demotion", HotOS 2023.
///
///     S3FifoPolicy s3_fifo(10'000);
///     S3FifoPolicy qd_lp_fifo(10'000, {.uses_to_stay = 1});
///     const bool hit = s3_fifo.access(key);
class S3FifoPolicy final : public CachePolicy {
 public:
  struct Options {
    double small_share = 0.1;        // of the capacity, from 0 to 1
    std::uint32_t uses_to_stay = 2;  // uses in the small queue that earn a place in the main one
  };

  explicit S3FifoPolicy(std::uint64_t capacity) : S3FifoPolicy(capacity, Options{}) {}

  S3FifoPolicy(std::uint64_t capacity, Options options);

 private:
  void on_hit(CacheSlot slot) override;
  CacheSlot on_admit(CacheKey key, std::uint64_t size) override;
  void on_erase(CacheSlot slot) override;

  void evict_one();
  void evict_from_small();
  void evict_from_main();

  Options options_;
  std::uint64_t main_limit_;
  Queue small_{table_};
  Queue main_{table_};
  Queue ghosts_{table_};
};

}  // namespace napkin::algorithms
