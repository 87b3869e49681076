#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint64_t
#include <vector>   // vector

namespace napkin {

/// The orders of cancelled events whose entries are still in the queue.
///
/// Events are cancelled one by one when a host dies with processes waiting in it; that is rare, so
/// entries carry no mark, and while nothing is cancelled the look-up is one comparison with zero.
/// An open-addressing set with linear probing and deletion by shifting back; 8 bytes a slot.
class Tombstones {
 public:
  [[nodiscard]] bool empty() const { return count_ == 0; }

  [[nodiscard]] std::size_t size() const { return count_; }

  /// Requires: not in the set, and not the largest 64-bit number.
  void insert(std::uint64_t order);

  [[nodiscard]] bool contains(std::uint64_t order) const;

  /// Takes `order` out; false when it is not in the set.
  bool erase(std::uint64_t order);

 private:
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};

  [[nodiscard]] std::size_t home(std::uint64_t order) const {
    return static_cast<std::size_t>((order * 0x9E3779B97F4A7C15ULL) >> shift_);
  }

  /// Where `order` is, or the free slot where it would be. Requires: there are slots.
  [[nodiscard]] std::size_t slot_of(std::uint64_t order) const;
  void grow();
  void close_gap(std::size_t gap);

  std::vector<std::uint64_t> slots_;
  std::size_t count_ = 0;
  int shift_ = 64;
};

}  // namespace napkin
