#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint32_t
#include <memory>   // unique_ptr
#include <vector>   // vector

#include "sim/kernel/entry.h"

namespace napkin {

/// Unordered bags of entries, kept in chains of small blocks from one shared pool.
///
/// Adding and draining touch memory in order, and a drained block is the next one to be filled, so
/// that a long run works in the cache it has warmed. Memory: 25.6 bytes an entry, and what the pool
/// once needed it keeps.
class BucketStore {
  struct Block;
  static constexpr std::uint32_t kEntriesPerBlock = 10;

 public:
  /// A bag. Plain data: a ladder holds two thousand of them.
  struct Bucket {
    Block* newest = nullptr;
    std::uint32_t count = 0;  ///< entries in the bag
    /// Entries in the newest block; all older blocks are full. Without a block, there is no room.
    std::uint32_t newest_fill = kEntriesPerBlock;
  };

  void add(Bucket& bucket, Entry entry) {
    if (bucket.newest_fill == kEntriesPerBlock) [[unlikely]] {
      add_block(bucket);
    }
    bucket.newest->entries[bucket.newest_fill++] = entry;
    ++bucket.count;
  }

  /// Takes every entry out, in no stated order, and hands each to `take`, which may add to other
  /// buckets of this store.
  template <typename Take>
  void drain(Bucket& bucket, Take take);

  /// Bytes the pool holds, used or free.
  [[nodiscard]] std::size_t bytes() const { return slabs_.size() * sizeof(Slab); }

 private:
  static constexpr std::size_t kBlocksPerSlab = 256;

  /// 256 bytes: four cache lines, never straddled.
  struct alignas(64) Block {
    Block* older;
    Entry entries[kEntriesPerBlock];
  };

  struct Slab {
    Block blocks[kBlocksPerSlab];
  };

  void add_block(Bucket& bucket);
  void grow();

  Block* free_ = nullptr;
  std::vector<std::unique_ptr<Slab>> slabs_;
};

template <typename Take>
void BucketStore::drain(Bucket& bucket, Take take) {
  Block* block = bucket.newest;
  std::uint32_t fill = bucket.newest_fill;
  bucket = Bucket{};
  while (block != nullptr) {
    Block* const older = block->older;
    if (older != nullptr) {
      __builtin_prefetch(older);
    }
    for (std::uint32_t index = 0; index < fill; ++index) {
      take(block->entries[index]);
    }
    block->older = free_;
    free_ = block;
    block = older;
    fill = kEntriesPerBlock;
  }
}

}  // namespace napkin
