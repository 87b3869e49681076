#include "models/algorithms/cache/belady.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

namespace napkin::algorithms {
namespace {

constexpr std::size_t kNeverAgain = std::numeric_limits<std::size_t>::max();

/// For each request, the index of the next one for the same key.
std::vector<std::size_t> next_uses(std::span<const CacheKey> trace) {
  std::vector<std::size_t> next(trace.size(), kNeverAgain);
  CacheTable last_seen;  // key to slot; seen_at by slot
  std::vector<std::size_t> seen_at;
  for (std::size_t i = trace.size(); i-- > 0;) {
    const CacheSlot known = last_seen.find(trace[i]);
    if (known != kNoSlot) {
      next[i] = seen_at[known];
      seen_at[known] = i;
    } else {
      last_seen.insert(trace[i]);
      seen_at.push_back(i);
    }
  }
  return next;
}

}  // namespace

std::vector<bool> belady_hits(std::span<const CacheKey> trace, std::size_t capacity) {
  const std::vector<std::size_t> next = next_uses(trace);
  // Residents by next use. A hit's own entry is (i, key): it is due now, hence the first.
  std::set<std::pair<std::size_t, CacheKey>> residents;
  std::vector<bool> hits(trace.size(), false);
  for (std::size_t i = 0; i < trace.size() && capacity > 0; ++i) {
    hits[i] = residents.erase({i, trace[i]}) > 0;
    if (!hits[i] && residents.size() == capacity) {
      residents.erase(std::prev(residents.end()));
    }
    residents.insert({next[i], trace[i]});
  }
  return hits;
}

std::size_t belady_misses(std::span<const CacheKey> trace, std::size_t capacity) {
  const std::vector<bool> hits = belady_hits(trace, capacity);
  return static_cast<std::size_t>(std::ranges::count(hits, false));
}

}  // namespace napkin::algorithms
