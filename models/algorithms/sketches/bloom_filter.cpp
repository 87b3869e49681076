#include "models/algorithms/sketches/bloom_filter.h"

#include <algorithm>  // clamp, fill
#include <bit>        // popcount

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/deterministic_math.h"
#include "models/algorithms/sketches/probes.h"

namespace napkin::algorithms {

namespace {

constexpr double kNaturalLogOfTwo = 0.6931471805599453;

std::uint64_t bit(std::size_t position) {
  return std::uint64_t{1} << (position % 64);
}

}  // namespace

BloomSize checked(BloomSize size) {
  require(size.bits >= 1, "bits must be at least 1");
  require(size.hashes >= 1 && size.hashes <= 64, "hashes must be within 1..64");
  return size;
}

BloomSize BloomSize::for_items(std::size_t items, double false_positives) {
  require(items >= 1, "items must be at least 1");
  require(false_positives > 0.0 && false_positives < 1.0,
          "false_positives must be between 0 and 1");
  const double bits_per_item =
      -natural_log(false_positives) / (kNaturalLogOfTwo * kNaturalLogOfTwo);
  const auto bits = static_cast<std::size_t>(bits_per_item * static_cast<double>(items)) + 1;
  const auto hashes = static_cast<int>(bits_per_item * kNaturalLogOfTwo + 0.5);
  return {.bits = bits, .hashes = std::clamp(hashes, 1, 64)};
}

BloomFilter::BloomFilter(BloomSize size) : size_(checked(size)), words_((size.bits - 1) / 64 + 1) {}

void BloomFilter::add(std::uint64_t hash) {
  Probes probes(hash);
  for (int i = 0; i < size_.hashes; ++i) {
    const std::size_t position = probes.next(size_.bits);
    words_[position / 64] |= bit(position);
  }
}

bool BloomFilter::may_contain(std::uint64_t hash) const {
  Probes probes(hash);
  for (int i = 0; i < size_.hashes; ++i) {
    const std::size_t position = probes.next(size_.bits);
    if ((words_[position / 64] & bit(position)) == 0) {
      return false;
    }
  }
  return true;
}

void BloomFilter::merge(const BloomFilter& other) {
  NAPKIN_CONTRACT(size_.bits == other.size_.bits && size_.hashes == other.size_.hashes);
  for (std::size_t i = 0; i < words_.size(); ++i) {
    words_[i] |= other.words_[i];
  }
}

void BloomFilter::clear() {
  std::ranges::fill(words_, 0);
}

double BloomFilter::fill_ratio() const {
  std::size_t set = 0;
  for (const std::uint64_t word : words_) {
    set += static_cast<std::size_t>(std::popcount(word));
  }
  return static_cast<double>(set) / static_cast<double>(size_.bits);
}

double BloomFilter::false_positive_rate() const {
  return power(fill_ratio(), size_.hashes);
}

double BloomFilter::estimated_items() const {
  return -static_cast<double>(size_.bits) / size_.hashes * natural_log(1.0 - fill_ratio());
}

}  // namespace napkin::algorithms
