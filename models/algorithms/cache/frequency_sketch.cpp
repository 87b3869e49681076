#include "models/algorithms/cache/frequency_sketch.h"

#include <algorithm>

#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

void FrequencySketch::fit(std::size_t objects) {
  while (width_ < kCountersPerObject * objects) {
    // A key's place in a row is its hash modulo the width: in a row twice as wide it is the same
    // place, or the same in the second half. Two copies of the row keep every estimate.
    const std::size_t row_words = width_ / 16;
    std::vector<std::uint64_t> wider;
    wider.reserve(2 * words_.size());
    for (std::size_t row = 0; row < kRows; ++row) {
      const auto begin = words_.begin() + static_cast<std::ptrdiff_t>(row * row_words);
      const auto end = begin + static_cast<std::ptrdiff_t>(row_words);
      wider.insert(wider.end(), begin, end);
      wider.insert(wider.end(), begin, end);
    }
    words_ = std::move(wider);
    width_ *= 2;
  }
}

/// One hash gives all rows their places (Kirsch and Mitzenmacher 2006).
std::array<FrequencySketch::Place, FrequencySketch::kRows> FrequencySketch::places_of(
    std::uint64_t key) const {
  const std::uint64_t hash = mix64(key, kRows);
  const std::uint64_t step = (hash >> 32) | 1;
  std::array<Place, kRows> places;
  for (std::size_t row = 0; row < kRows; ++row) {
    const std::size_t counter = (hash + row * step) & (width_ - 1);
    places[row] = {row * (width_ / 16) + counter / 16, static_cast<int>(counter % 16) * 4};
  }
  return places;
}

void FrequencySketch::record(std::uint64_t key) {
  const auto places = places_of(key);
  const std::uint32_t count = estimate(key);
  if (count < kCountMax) {
    for (const Place place : places) {
      // Only the smallest counters grow: the others already count a colliding key.
      if (count_at(place) == count) {
        words_[place.word] += std::uint64_t{1} << place.shift;
      }
    }
  }
  if (++recorded_ >= kRecordsPerObject * width_ / kCountersPerObject) {
    halve();
  }
}

std::uint32_t FrequencySketch::estimate(std::uint64_t key) const {
  std::uint32_t smallest = kCountMax;
  for (const Place place : places_of(key)) {
    smallest = std::min(smallest, count_at(place));
  }
  return smallest;
}

void FrequencySketch::halve() {
  constexpr std::uint64_t kLowerThreeBits = 0x7777'7777'7777'7777;
  for (std::uint64_t& word : words_) {
    word = (word >> 1) & kLowerThreeBits;
  }
  recorded_ /= 2;
}

std::size_t FrequencySketch::memory_bytes() const {
  return words_.capacity() * sizeof(std::uint64_t);
}

}  // namespace napkin::algorithms
