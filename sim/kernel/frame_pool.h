#pragma once

#include <cstddef>  // size_t
#include <new>      // operator new

#include "sim/kernel/sanitizer.h"

namespace napkin {

/// Memory for coroutine frames: free lists by size class, per thread.
///
/// A process per request means a frame per request, all of a few sizes: taking one from a free list
/// costs a tenth of malloc. What a thread releases is reused by that thread; nothing goes back to
/// the system before the end of the program. Memory has no influence on a run, so this is the one
/// place with state per thread. Under the address sanitizer every frame is allocated for itself,
/// so that a use after its end is found.
class FramePool {
 public:
  [[nodiscard]] static void* allocate(std::size_t bytes) {
    ++lists.in_use;
    const std::size_t size_class = (bytes - 1) / kClassBytes;
    if (!kPooled || size_class >= kClasses) [[unlikely]] {
      return ::operator new(bytes);
    }
    FreeFrame* frame = lists.of_class[size_class];
    if (frame == nullptr) [[unlikely]] {
      frame = grow(size_class);
    }
    lists.of_class[size_class] = frame->next;
    return frame;
  }

  static void release(void* frame, std::size_t bytes) noexcept {
    --lists.in_use;
    const std::size_t size_class = (bytes - 1) / kClassBytes;
    if (!kPooled || size_class >= kClasses) [[unlikely]] {
      ::operator delete(frame);
      return;
    }
    lists.of_class[size_class] = new (frame) FreeFrame{lists.of_class[size_class]};
  }

  /// Frames now in use on this thread: a test's way to see a leak.
  [[nodiscard]] static long in_use() { return lists.in_use; }

 private:
  static constexpr std::size_t kClassBytes = 64;
  static constexpr std::size_t kClasses = 32;  // frames of up to 2 KiB; larger ones are rare
  static constexpr bool kPooled = !kUnderAddressSanitizer;

  struct FreeFrame {
    FreeFrame* next;
  };

  struct FreeLists {
    FreeFrame* of_class[kClasses];
    long in_use;
  };

  static FreeFrame* grow(std::size_t size_class);

  static constinit thread_local FreeLists lists;
};

}  // namespace napkin
