#include "sim/kernel/frame_pool.h"

#include <cstdlib>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

#include "sim/kernel/large_pages.h"

namespace napkin {

namespace {

constexpr std::size_t kClassBytes = 64;
constexpr std::size_t kClasses = 32;  // frames of up to 2 KiB; larger ones are rare, and malloc's
constexpr std::size_t kSlabBytes = 64 * 1024;

struct FreeFrame {
  FreeFrame* next;
};

struct FreeLists {
  FreeFrame* of_class[kClasses];
  long in_use;
};

thread_local constinit FreeLists lists{};

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define NAPKIN_FRAMES_FROM_MALLOC 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define NAPKIN_FRAMES_FROM_MALLOC 1
#endif

#ifdef NAPKIN_FRAMES_FROM_MALLOC
constexpr bool kPooled = false;
#else
constexpr bool kPooled = true;
#endif

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

FreeFrame* grow(std::size_t size_class) {
  const std::size_t bytes = (size_class + 1) * kClassBytes;
  std::byte* const slab = new_slab();
  for (std::size_t offset = 0; offset + bytes <= kSlabBytes; offset += bytes) {
    lists.of_class[size_class] = new (slab + offset) FreeFrame{lists.of_class[size_class]};
  }
  return lists.of_class[size_class];
}

}  // namespace

void* FramePool::allocate(std::size_t bytes) {
  ++lists.in_use;
  const std::size_t size_class = (bytes - 1) / kClassBytes;
  if (!kPooled || size_class >= kClasses) {
    return ::operator new(bytes);
  }
  FreeFrame* frame = lists.of_class[size_class];
  if (frame == nullptr) [[unlikely]] {
    frame = grow(size_class);
  }
  lists.of_class[size_class] = frame->next;
  return frame;
}

void FramePool::release(void* frame, std::size_t bytes) noexcept {
  --lists.in_use;
  const std::size_t size_class = (bytes - 1) / kClassBytes;
  if (!kPooled || size_class >= kClasses) {
    ::operator delete(frame);
    return;
  }
  lists.of_class[size_class] = new (frame) FreeFrame{lists.of_class[size_class]};
}

long FramePool::in_use() {
  return lists.in_use;
}

}  // namespace napkin
