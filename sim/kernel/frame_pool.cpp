#include "sim/kernel/frame_pool.h"

#include <memory>
#include <mutex>
#include <vector>

#include "sim/kernel/large_pages.h"

namespace napkin {

namespace {

constexpr std::size_t kSlabBytes = std::size_t{64} * 1024;

struct ReleaseLargePage {
  void operator()(std::byte* page) const { LargePages::release(page, LargePages::kPageBytes); }
};

/// Slabs are cut from large pages, which live as long as the program, because a frame may be
/// released on another thread.
std::byte* new_slab() {
  static std::mutex mutex;
  static std::vector<std::unique_ptr<std::byte, ReleaseLargePage>> pages;
  static std::size_t used = LargePages::kPageBytes;  // of the newest page
  const std::lock_guard lock(mutex);
  if (used == LargePages::kPageBytes) {
    pages.emplace_back(static_cast<std::byte*>(LargePages::allocate(LargePages::kPageBytes)));
    used = 0;
  }
  std::byte* const slab = pages.back().get() + used;
  used += kSlabBytes;
  return slab;
}

}  // namespace

constinit thread_local FramePool::FreeLists FramePool::lists{};

FramePool::FreeFrame* FramePool::grow(std::size_t size_class) {
  const std::size_t bytes = (size_class + 1) * kClassBytes;
  std::byte* const slab = new_slab();
  for (std::size_t offset = 0; offset + bytes <= kSlabBytes; offset += bytes) {
    lists.of_class[size_class] = new (slab + offset) FreeFrame{lists.of_class[size_class]};
  }
  return lists.of_class[size_class];
}

}  // namespace napkin
