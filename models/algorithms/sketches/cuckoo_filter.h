#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint32_t, uint64_t

#include "models/algorithms/base/packed_array.h"

namespace napkin::algorithms {

/// A set that says "certainly not" or "maybe", and forgets on request, in less room than a counting
/// Bloom filter.
///
/// It keeps a short fingerprint of each item in one of two buckets of four. A new item that finds
/// both full evicts one, which moves to its own other bucket, and so on. The other bucket follows
/// from the fingerprint alone, so the item itself is not needed.
///
/// False "maybe" answers: at most 8 / 2^fingerprint_bits. Fills to about 95%, and then refuses. The
/// same item fits eight times at most. may_contain and remove look at two buckets; add is O(1)
/// amortised below 95%. Memory: fingerprint_bits / load for each item. Source: B. Fan, D. Andersen,
/// M. Kaminsky, M. Mitzenmacher, "Cuckoo filter: practically better than Bloom", 2014, algorithms 1
/// to 3.
///
///     CuckooFilter seen({.items = 1'000'000});
///     if (!seen.add(hash(url))) grow();
///     seen.remove(hash(url));
class CuckooFilter final {
 public:
  struct Options {
    std::size_t items = 1;      ///< room for at least so many, >= 1
    int fingerprint_bits = 12;  ///< 4..32
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit CuckooFilter(const Options& options);

  /// False, and nothing changed, when there is no room.
  [[nodiscard]] bool add(std::uint64_t hash);

  /// True when an item that looks like this one was removed. Requires: added before, or another
  /// item may be lost.
  bool remove(std::uint64_t hash);

  [[nodiscard]] bool may_contain(std::uint64_t hash) const;

  [[nodiscard]] std::size_t size() const { return size_; }

  /// Share of the slots in use.
  [[nodiscard]] double load() const;

  [[nodiscard]] std::size_t memory_bytes() const { return slots_.memory_bytes(); }

 private:
  struct Home {
    std::uint32_t fingerprint;  ///< never 0, which marks a free slot
    std::size_t bucket;
  };

  [[nodiscard]] Home home_of(std::uint64_t hash) const;
  [[nodiscard]] std::size_t other_bucket(std::size_t bucket, std::uint32_t fingerprint) const;
  [[nodiscard]] std::size_t find(std::size_t bucket, std::uint32_t fingerprint) const;
  [[nodiscard]] bool replace(std::size_t bucket, std::uint32_t from, std::uint32_t to);
  [[nodiscard]] bool evict(Home homeless);

  std::uint32_t fingerprint_max_;
  std::size_t bucket_mask_;
  PackedArray slots_;  // four for each bucket
  std::size_t size_ = 0;
  std::uint64_t evictions_ = 0;  // also the source of the random walk
};

}  // namespace napkin::algorithms
