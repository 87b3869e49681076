#include "models/algorithms/cache/belady.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <utility>

namespace napkin::algorithms {
namespace {

constexpr std::size_t kNeverAgain = std::numeric_limits<std::size_t>::max();

/// A trace with its future, by request.
struct Foresight {
  std::vector<CacheSlot> objects;      // which of the different ones is asked for
  std::vector<std::size_t> next_uses;  // the index of the next request for the same one
  std::size_t object_count = 0;
};

Foresight look_ahead(std::span<const CacheKey> trace) {
  Foresight foresight{.objects = std::vector<CacheSlot>(trace.size()),
                      .next_uses = std::vector<std::size_t>(trace.size(), kNeverAgain)};
  CacheTable last_seen;  // key to slot; seen_at by slot
  std::vector<std::size_t> seen_at;
  for (std::size_t i = trace.size(); i-- > 0;) {
    CacheSlot object = last_seen.find(trace[i]);
    if (object == kNoSlot) {
      object = last_seen.insert(trace[i]);
      seen_at.push_back(kNeverAgain);
    }
    foresight.objects[i] = object;
    foresight.next_uses[i] = seen_at[object];
    seen_at[object] = i;
  }
  foresight.object_count = seen_at.size();
  return foresight;
}

}  // namespace

std::vector<bool> belady_hits(std::span<const CacheKey> trace, std::size_t capacity) {
  const Foresight foresight = look_ahead(trace);
  std::vector<bool> hits(trace.size(), false);
  std::vector<bool> is_resident(foresight.object_count, false);
  std::size_t resident_count = 0;
  // By next use, the farthest first. A hit leaves the entry of the use before behind; but what it
  // says is past, and every resident has an entry that lies ahead.
  std::priority_queue<std::pair<std::size_t, CacheSlot>> farthest;
  for (std::size_t i = 0; i < trace.size() && capacity > 0; ++i) {
    const CacheSlot object = foresight.objects[i];
    hits[i] = is_resident[object];
    if (!hits[i] && resident_count == capacity) {
      is_resident[farthest.top().second] = false;
      farthest.pop();
    } else if (!hits[i]) {
      ++resident_count;
    }
    is_resident[object] = true;
    farthest.emplace(foresight.next_uses[i], object);
  }
  return hits;
}

std::size_t belady_misses(std::span<const CacheKey> trace, std::size_t capacity) {
  const std::vector<bool> hits = belady_hits(trace, capacity);
  return static_cast<std::size_t>(std::ranges::count(hits, false));
}

}  // namespace napkin::algorithms
