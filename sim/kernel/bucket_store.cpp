#include "sim/kernel/bucket_store.h"

namespace napkin {

void BucketStore::add_block(Bucket& bucket) {
  if (free_ == nullptr) {
    grow();
  }
  Block* const block = free_;
  free_ = block->older;
  block->older = bucket.newest;
  bucket.newest = block;
  bucket.newest_fill = 0;
}

void BucketStore::grow() {
  static_assert(sizeof(Block) == 256);
  slabs_.push_back(std::make_unique<Slab>());
  for (Block& block : slabs_.back()->blocks) {
    block.older = free_;
    free_ = &block;
  }
}

}  // namespace napkin
