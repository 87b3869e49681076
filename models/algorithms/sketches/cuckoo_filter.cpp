#include "models/algorithms/sketches/cuckoo_filter.h"

#include <algorithm>  // max
#include <bit>        // bit_ceil
#include <utility>    // pair
#include <vector>     // vector

#include "models/algorithms/base/contract.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

namespace {

constexpr std::size_t kSlotsPerBucket = 4;
constexpr std::size_t kEvictionsMax = 500;
constexpr std::size_t kNone = ~std::size_t{0};
constexpr std::uint32_t kFree = 0;

/// As many buckets, a power of two, as hold the items at a load of 95%.
std::size_t buckets_for(const CuckooFilter::Options& options) {
  require(options.items >= 1 && options.items <= std::size_t{1} << 48,
          "items must be within 1..2^48");
  require(options.fingerprint_bits >= 4 && options.fingerprint_bits <= 32,
          "fingerprint_bits must be within 4..32");
  const std::size_t slots = options.items + options.items / 19 + 1;
  return std::bit_ceil((slots - 1) / kSlotsPerBucket + 1);
}

}  // namespace

CuckooFilter::CuckooFilter(const Options& options)
    : fingerprint_max_(
          static_cast<std::uint32_t>((std::uint64_t{1} << options.fingerprint_bits) - 1)),
      bucket_mask_(buckets_for(options) - 1),
      slots_((bucket_mask_ + 1) * kSlotsPerBucket, options.fingerprint_bits) {}

bool CuckooFilter::add(std::uint64_t hash) {
  const Home home = home_of(hash);
  const bool added =
      replace(home.bucket, kFree, home.fingerprint) ||
      replace(other_bucket(home.bucket, home.fingerprint), kFree, home.fingerprint) || evict(home);
  size_ += added ? 1 : 0;
  return added;
}

bool CuckooFilter::remove(std::uint64_t hash) {
  const Home home = home_of(hash);
  const bool removed =
      replace(home.bucket, home.fingerprint, kFree) ||
      replace(other_bucket(home.bucket, home.fingerprint), home.fingerprint, kFree);
  size_ -= removed ? 1 : 0;
  return removed;
}

bool CuckooFilter::may_contain(std::uint64_t hash) const {
  const Home home = home_of(hash);
  return find(home.bucket, home.fingerprint) != kNone ||
         find(other_bucket(home.bucket, home.fingerprint), home.fingerprint) != kNone;
}

double CuckooFilter::load() const {
  return static_cast<double>(size_) / static_cast<double>(slots_.size());
}

/// Bucket and fingerprint from different ends of the hash, which is mixed in case it is weak.
CuckooFilter::Home CuckooFilter::home_of(std::uint64_t hash) const {
  const std::uint64_t mixed = mix64(hash, 0);
  const auto fingerprint = static_cast<std::uint32_t>(mixed >> 32) & fingerprint_max_;
  return {.fingerprint = std::max<std::uint32_t>(fingerprint, 1),
          .bucket = mix64(mixed, 1) & bucket_mask_};
}

/// Exclusive or: the other bucket of the other bucket is the first again.
std::size_t CuckooFilter::other_bucket(std::size_t bucket, std::uint32_t fingerprint) const {
  return bucket ^ (mix64(fingerprint, 2) & bucket_mask_);
}

std::size_t CuckooFilter::find(std::size_t bucket, std::uint32_t fingerprint) const {
  for (std::size_t slot = bucket * kSlotsPerBucket; slot < (bucket + 1) * kSlotsPerBucket; ++slot) {
    if (slots_.get(slot) == fingerprint) {
      return slot;
    }
  }
  return kNone;
}

bool CuckooFilter::replace(std::size_t bucket, std::uint32_t from, std::uint32_t to) {
  const std::size_t slot = find(bucket, from);
  if (slot == kNone) {
    return false;
  }
  slots_.set(slot, to);
  return true;
}

/// A walk of evictions from the home bucket; undone when it finds no free slot.
bool CuckooFilter::evict(Home homeless) {
  std::vector<std::pair<std::size_t, std::uint32_t>> evicted;
  for (std::size_t step = 0; step < kEvictionsMax; ++step) {
    const std::size_t slot =
        homeless.bucket * kSlotsPerBucket + mix64(++evictions_) % kSlotsPerBucket;
    evicted.emplace_back(slot, slots_.get(slot));
    slots_.set(slot, homeless.fingerprint);
    homeless.fingerprint = evicted.back().second;
    homeless.bucket = other_bucket(homeless.bucket, homeless.fingerprint);
    if (replace(homeless.bucket, kFree, homeless.fingerprint)) {
      return true;
    }
  }
  for (; !evicted.empty(); evicted.pop_back()) {
    slots_.set(evicted.back().first, evicted.back().second);
  }
  return false;
}

}  // namespace napkin::algorithms
