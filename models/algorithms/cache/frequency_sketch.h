#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace napkin::algorithms {

/// How often each of very many keys was seen lately, roughly, in 8 bytes per object of a cache: a
/// count-min sketch of 4-bit counters in four rows, all halved whenever ten times as many keys as
/// objects have been recorded, so that it forgets. Never underestimates what was recorded since,
/// up to 15, except by the halving.
/// record, estimate: O(1), one cache line: a key's four counters lie in one block of 64 bytes.
/// Source: Einziger, Friedman and Manes, "TinyLFU: a highly efficient cache
/// admission policy", ACM Transactions on Storage 13(4), 2017, sections 3.2 to 3.4.
///
///     FrequencySketch sketch;
///     sketch.fit(10'000);
///     sketch.record(key);
///     if (sketch.estimate(key) > sketch.estimate(other)) { ... }
class FrequencySketch final {
 public:
  /// Grows, if need be, to serve a cache of `objects`. Estimates stay as they are.
  void fit(std::size_t objects);

  /// Counts one appearance of `key`.
  void record(std::uint64_t key);

  /// Appearances of `key` since they were last halved, from 0 to 15.
  [[nodiscard]] std::uint32_t estimate(std::uint64_t key) const;

  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  static constexpr std::size_t kRows = 4;
  static constexpr std::size_t kBlockWords = 8;       // a cache line
  static constexpr std::size_t kObjectsPerBlock = 8;  // so that each has 8 bytes
  static constexpr std::size_t kRecordsPerObject = 10;
  static constexpr std::uint32_t kCountMax = 15;

  struct Place {
    std::size_t word;
    int shift;
  };

  [[nodiscard]] std::array<Place, kRows> places_of(std::uint64_t key) const;

  [[nodiscard]] std::array<std::uint32_t, kRows> counts_at(
      const std::array<Place, kRows>& places) const;
  void halve();

  std::size_t blocks_ = 1;                                                      // a power of two
  std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>(kBlockWords);  // 16 counters each
  std::uint64_t recorded_ = 0;
};

}  // namespace napkin::algorithms
