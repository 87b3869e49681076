#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint32_t, uint64_t
#include <vector>   // vector

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

/// An array of small unsigned numbers, each of the same few bits, without a gap between them.
/// O(1) access; memory: count x bits, rounded up to words, and one word.
///
///     PackedArray counters(1'000'000, 4);
///     counters.set(7, counters.get(7) + 1);
class PackedArray final {
 public:
  /// `count` zeros of `bits` bits, 1..32.
  PackedArray(std::size_t count, int bits)
      : count_(count),
        bits_(static_cast<std::size_t>(bits)),
        mask_((std::uint64_t{1} << bits) - 1),
        // One word more, so that a number that ends with its word may look at the next.
        words_(count * static_cast<std::size_t>(bits) / 64 + 2) {
    NAPKIN_CONTRACT(bits >= 1 && bits <= 32);
  }

  [[nodiscard]] std::size_t size() const { return count_; }

  [[nodiscard]] std::uint32_t get(std::size_t index) const {
    const auto [word, shift] = place_of(index);
    const std::uint64_t low = words_[word] >> shift;
    const std::uint64_t high = words_[word + 1] << 1 << (63 - shift);
    return static_cast<std::uint32_t>((low | high) & mask_);
  }

  /// Requires: value < 2^bits.
  void set(std::size_t index, std::uint32_t value) {
    const auto [word, shift] = place_of(index);
    words_[word] = (words_[word] & ~(mask_ << shift)) | std::uint64_t{value} << shift;
    if (shift + bits_ > 64) {
      const std::size_t rest =
          63 - shift;  // one bit less than was written: a shift by 64 has no meaning
      words_[word + 1] =
          (words_[word + 1] & ~(mask_ >> 1 >> rest)) | std::uint64_t{value} >> 1 >> rest;
    }
  }

  [[nodiscard]] std::size_t memory_bytes() const { return words_.size() * sizeof(std::uint64_t); }

 private:
  struct Place {
    std::size_t word;
    std::size_t shift;
  };

  [[nodiscard]] Place place_of(std::size_t index) const {
    return {index * bits_ / 64, index * bits_ % 64};
  }

  std::size_t count_;
  std::size_t bits_;
  std::uint64_t mask_;
  std::vector<std::uint64_t> words_;
};

}  // namespace napkin::algorithms
