#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace napkin::algorithms {

/// The checksum of a window that moves over bytes, one byte at a time in O(1): rsync's weak
/// checksum, by which a block is looked for at every offset of a file. It is weak: a match must be
/// confirmed with a strong hash. Source: A. Tridgell, "Efficient algorithms for sorting and
/// synchronization", 1999, chapter 3: with n bytes x_i in the window, a = sum of x_i, b = sum of
/// (n - i) x_i, modulo 2^16.
///
///     RollingChecksum checksum(file.first(700));
///     checksum.roll(file[0], file[700]);            // now that of bytes 1 to 700
///     if (blocks.contains(checksum.value())) { ... }
class RollingChecksum final {
 public:
  using Bytes = std::span<const std::byte>;

  explicit RollingChecksum(Bytes window) : size_(static_cast<std::uint32_t>(window.size())) {
    for (const std::byte byte : window) {
      a_ += value_of(byte);
      b_ += a_;
    }
  }

  /// Moves the window by one: `out` was its first byte, `in` comes behind its last.
  void roll(std::byte out, std::byte in) {
    a_ += value_of(in) - value_of(out);
    b_ += a_ - size_ * value_of(out);
  }

  /// Drops the first byte of the window, at the end of a file. Requires: the window is not empty.
  void shrink(std::byte out) {
    a_ -= value_of(out);
    b_ -= size_ * value_of(out);
    --size_;
  }

  [[nodiscard]] std::uint32_t value() const { return (a_ & 0xFFFFU) | b_ << 16; }

 private:
  static std::uint32_t value_of(std::byte byte) { return std::to_integer<std::uint32_t>(byte); }

  std::uint32_t size_;
  std::uint32_t a_ = 0;  // both wrap at 2^32, of which 2^16 divides: the low halves are exact
  std::uint32_t b_ = 0;
};

}  // namespace napkin::algorithms
