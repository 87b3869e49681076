#include "models/algorithms/sketches/counting_bloom_filter.h"

#include "models/algorithms/base/contract.h"
#include "models/algorithms/sketches/probes.h"

namespace napkin::algorithms {

CountingBloomFilter::CountingBloomFilter(BloomSize size)
    : hashes_(checked(size).hashes), counters_(size.bits, 4) {}

void CountingBloomFilter::add(std::uint64_t hash) {
  Probes probes(hash);
  for (int i = 0; i < hashes_; ++i) {
    const std::size_t position = probes.next(counters_.size());
    const std::uint32_t count = counters_.get(position);
    if (count < kCountMax) {
      counters_.set(position, count + 1);
    }
  }
}

void CountingBloomFilter::remove(std::uint64_t hash) {
  Probes probes(hash);
  for (int i = 0; i < hashes_; ++i) {
    const std::size_t position = probes.next(counters_.size());
    const std::uint32_t count = counters_.get(position);
    NAPKIN_CONTRACT(count > 0);
    if (count < kCountMax) {
      counters_.set(position, count - 1);
    }
  }
}

bool CountingBloomFilter::may_contain(std::uint64_t hash) const {
  Probes probes(hash);
  for (int i = 0; i < hashes_; ++i) {
    if (counters_.get(probes.next(counters_.size())) == 0) {
      return false;
    }
  }
  return true;
}

}  // namespace napkin::algorithms
