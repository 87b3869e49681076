#include "models/algorithms/cache/frequency_sketch.h"

#include <algorithm>

#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {
namespace {

/// Without a branch: which of them is the least, nobody can foretell.
std::uint32_t least(const std::array<std::uint32_t, 4>& counts) {
  return std::min(std::min(counts[0], counts[1]), std::min(counts[2], counts[3]));
}

}  // namespace

/// A key's block is its hash modulo their number: among twice as many it is the same block, or its
/// twin in the second half. A second copy of all blocks therefore keeps every estimate.
void FrequencySketch::fit(std::size_t objects) {
  while (blocks_ * kObjectsPerBlock < objects) {
    std::vector<std::uint64_t> wider;
    wider.reserve(2 * words_.size());
    wider.insert(wider.end(), words_.begin(), words_.end());
    wider.insert(wider.end(), words_.begin(), words_.end());
    words_ = std::move(wider);
    blocks_ *= 2;
  }
}

/// One hash gives the block, and for each row one of the 32 counters in its two words there.
std::array<FrequencySketch::Place, FrequencySketch::kRows> FrequencySketch::places_of(
    std::uint64_t key) const {
  const std::uint64_t hash = mix64_within(key);
  const std::size_t first_word = (hash & (blocks_ - 1)) * kBlockWords;
  std::array<Place, kRows> places;
  for (std::size_t row = 0; row < kRows; ++row) {
    const std::uint64_t counter = hash >> (44 + 5 * row) & 31;  // bits that no block index reaches
    places[row] = {first_word + 2 * row + counter / 16, static_cast<int>(counter % 16) * 4};
  }
  return places;
}

void FrequencySketch::record(std::uint64_t key) {
  const auto places = places_of(key);
  const std::array<std::uint32_t, kRows> counts = counts_at(places);
  const std::uint32_t smallest = least(counts);
  if (smallest < kCountMax) {
    for (std::size_t row = 0; row < kRows; ++row) {
      // Only the smallest counters grow: the others already count a colliding key.
      words_[places[row].word] += std::uint64_t{counts[row] == smallest} << places[row].shift;
    }
  }
  if (++recorded_ >= kRecordsPerObject * kObjectsPerBlock * blocks_) {
    halve();
  }
}

std::uint32_t FrequencySketch::estimate(std::uint64_t key) const {
  return least(counts_at(places_of(key)));
}

std::array<std::uint32_t, FrequencySketch::kRows> FrequencySketch::counts_at(
    const std::array<Place, kRows>& places) const {
  std::array<std::uint32_t, kRows> counts;
  for (std::size_t row = 0; row < kRows; ++row) {
    const std::uint64_t word = words_[places[row].word];
    counts[row] = static_cast<std::uint32_t>(word >> places[row].shift & kCountMax);
  }
  return counts;
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
