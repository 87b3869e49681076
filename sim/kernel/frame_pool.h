#pragma once

#include <cstddef>  // size_t

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
  [[nodiscard]] static void* allocate(std::size_t bytes);
  static void release(void* frame, std::size_t bytes) noexcept;

  /// Frames now in use on this thread: a test's way to see a leak.
  [[nodiscard]] static long in_use();
};

}  // namespace napkin
