#include "sim/kernel/large_pages.h"

#include <sys/mman.h>

namespace napkin {

void* LargePages::allocate(std::size_t bytes) {
  if (bytes < kPageBytes) {
    return ::operator new(bytes);
  }
  void* const memory = ::operator new(bytes, std::align_val_t{kPageBytes});
#ifdef MADV_HUGEPAGE
  // A wish: where there are no large pages, the memory is as good as any other.
  (void)madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
}

void LargePages::release(void* memory, std::size_t bytes) noexcept {
  if (bytes < kPageBytes) {
    ::operator delete(memory);
  } else {
    ::operator delete(memory, std::align_val_t{kPageBytes});
  }
}

}  // namespace napkin
