#include "models/algorithms/sketches/space_saving.h"

#include <algorithm>  // min, ranges::sort

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

SpaceSaving::SpaceSaving(std::size_t counters) : counters_max_(counters) {
  require(counters >= 1 && counters <= std::size_t{1} << 31, "counters must be within 1..2^31");
}

void SpaceSaving::add(std::uint64_t key, std::uint64_t times) {
  total_ += times;
  std::uint32_t slot = slots_.find(key);
  if (slot == IdSlots::kNone) {
    slot = claim(key);
  }
  by_slot_[slot].count += times;
  sift_down(place_of_[slot]);
}

/// A counter for a new key: a free one, or the least, whose count becomes the error.
std::uint32_t SpaceSaving::claim(std::uint64_t key) {
  if (slots_.size() < counters_max_) {
    const std::uint32_t slot = slots_.insert(key);
    by_slot_.push_back({.key = key});
    heap_.push_back(slot);
    place_of_.push_back(heap_.size() - 1);
    sift_up(heap_.size() - 1);
    return slot;
  }
  const std::uint32_t least = heap_.front();
  slots_.erase(by_slot_[least].key);
  const std::uint32_t slot = slots_.insert(key);  // the slot just freed
  NAPKIN_CONTRACT(slot == least);
  by_slot_[slot].key = key;
  by_slot_[slot].error = by_slot_[slot].count;
  return slot;
}

SpaceSaving::Counter SpaceSaving::estimate(std::uint64_t key) const {
  const std::uint32_t slot = slots_.find(key);
  return slot == IdSlots::kNone ? Counter{.key = key} : by_slot_[slot];
}

std::vector<SpaceSaving::Counter> SpaceSaving::top(std::size_t count) const {
  std::vector<Counter> result = by_slot_;
  std::ranges::sort(result, [](const Counter& a, const Counter& b) {
    return a.count != b.count ? a.count > b.count : a.key < b.key;
  });
  result.resize(std::min(result.size(), count));
  return result;
}

std::uint64_t SpaceSaving::least_count() const {
  return slots_.size() < counters_max_ ? 0 : count_at(0);
}

void SpaceSaving::sift_up(std::size_t place) {
  while (place > 0 && count_at(place) < count_at((place - 1) / 2)) {
    const std::size_t parent = (place - 1) / 2;
    const std::uint32_t slot = heap_[place];
    put(place, heap_[parent]);
    put(parent, slot);
    place = parent;
  }
}

void SpaceSaving::sift_down(std::size_t place) {
  while (true) {
    std::size_t least = place;
    for (const std::size_t child : {2 * place + 1, 2 * place + 2}) {
      if (child < heap_.size() && count_at(child) < count_at(least)) {
        least = child;
      }
    }
    if (least == place) {
      return;
    }
    const std::uint32_t slot = heap_[place];
    put(place, heap_[least]);
    put(least, slot);
    place = least;
  }
}

void SpaceSaving::put(std::size_t place, std::uint32_t slot) {
  heap_[place] = slot;
  place_of_[slot] = place;
}

}  // namespace napkin::algorithms
