#pragma once

#include <cstddef>  // byte, size_t
#include <new>      // align_val_t

namespace napkin {

/// Memory of which much is touched in no order: in pages of 2 MiB where the system has them, so
/// that finding the page costs nothing. Smaller amounts come from the ordinary heap.
class LargePages {
 public:
  static constexpr std::size_t kPageBytes = std::size_t{2} << 20U;

  /// `bytes` of memory that begin at a large page if they are at least one. Throws std::bad_alloc.
  [[nodiscard]] static void* allocate(std::size_t bytes);
  /// `bytes` as given to `allocate`.
  static void release(void* memory, std::size_t bytes) noexcept;
};

/// For the standard containers.
template <typename T>
class LargePageAllocator {
 public:
  using value_type = T;

  LargePageAllocator() = default;

  template <typename U>
  // NOLINTNEXTLINE(google-explicit-constructor): an allocator is that of another type as well.
  LargePageAllocator(const LargePageAllocator<U>&) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    return static_cast<T*>(LargePages::allocate(count * sizeof(T)));
  }

  void deallocate(T* memory, std::size_t count) noexcept {
    LargePages::release(memory, count * sizeof(T));
  }

  template <typename U>
  bool operator==(const LargePageAllocator<U>&) const {
    return true;
  }
};

}  // namespace napkin
