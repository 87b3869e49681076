#pragma once

#include <bit>          // bit_cast
#include <cstdint>      // uint64_t
#include <string_view>  // string_view

#include "sim/kernel/assert.h"
#include "sim/kernel/philox.h"

namespace napkin {

/// An endless row of random numbers with a name.
///
/// The numbers follow from the run's seed, the path of the component that draws
/// ("threads.shard[3]"), the purpose ("service"), and the replication; from nothing else. Adding a
/// component, a metric or another purpose shifts no number of an existing stream, so two scenarios
/// that differ in one setting are compared under common random numbers.
///
/// A small value: a copy continues from the same place and draws the same numbers.
class RandomStream final {
 public:
  /// `path` and `purpose` are read here and not kept. Keys are 128 bits wide: different names share
  /// a stream with negligible probability.
  RandomStream(std::uint64_t seed,
               std::string_view path,
               std::string_view purpose,
               std::uint64_t replication = 0);

  /// 64 independent fair bits.
  [[nodiscard]] std::uint64_t next() {
    if (taken_ == kBlockWords) [[unlikely]] {
      refill();
    }
    return words_[taken_++];
  }

  /// Uniform in the open interval (0, 1), on the 2^52 midpoints (k + 1/2) / 2^52: never 0, never 1,
  /// and 1 - u is as exact as u. (One bit more would no longer fit: the largest would round to 1.)
  [[nodiscard]] double uniform() {
    // 52 bits behind the exponent of 1 make a number in [1, 2); the difference is exact.
    return std::bit_cast<double>(kBitsOfOne | (next() >> 12U)) - (1 - 0x1p-53);
  }

  /// A uniform integer in [0, n), without bias. Requires: n >= 1.
  [[nodiscard]] std::uint64_t below(std::uint64_t n);

  /// True with probability `p`. Requires: 0 <= p <= 1. Takes one number for every p, also for 0 and
  /// 1, so that changing a probability does not shift the draws that follow.
  [[nodiscard]] bool chance(double p) {
    NAPKIN_ASSERT(p >= 0 && p <= 1);
    return uniform() < p;
  }

  friend bool operator==(const RandomStream&, const RandomStream&) = default;

 private:
  static constexpr std::uint64_t kBlockWords = 4;
  static constexpr std::uint64_t kBitsOfOne = 0x3ff0000000000000;

  void refill();

  philox::Key key_;
  philox::Counter words_{};
  std::uint64_t block_ = 0;            // number of the next block
  std::uint64_t taken_ = kBlockWords;  // words of the current block that were handed out
};

static_assert(sizeof(RandomStream) <= 64);

}  // namespace napkin
