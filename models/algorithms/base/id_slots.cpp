#include "models/algorithms/base/id_slots.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/growth.h"
#include "models/algorithms/base/scale_down.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

namespace {

constexpr std::size_t kFirstIndexSize = 8;

}  // namespace

std::size_t IdSlots::home_of(std::uint64_t id) const {
  return static_cast<std::size_t>(scale_down(mix64_within(id), index_.size()));
}

std::size_t IdSlots::position_of(std::uint64_t id) const {
  std::size_t position = home_of(id);
  while (index_[position] != kNone && ids_[index_[position]] != id) {
    position = position + 1 == index_.size() ? 0 : position + 1;
  }
  return position;
}

std::uint32_t IdSlots::find(std::uint64_t id) const {
  return index_.empty() ? kNone : index_[position_of(id)];
}

std::uint32_t IdSlots::insert(std::uint64_t id) {
  if ((size_ + 1) * 4 > index_.size() * 3) {
    grow_index();
  }
  std::uint32_t& entry = index_[position_of(id)];
  if (entry == kNone) {
    entry = take_slot(id);
    ++size_;
  }
  return entry;
}

std::uint32_t IdSlots::take_slot(std::uint64_t id) {
  if (first_free_ == kNone) {
    NAPKIN_CONTRACT(ids_.size() < kNone);
    detail::grow_by_quarter(ids_);
    ids_.push_back(id);
    live_.push_back(true);
    return static_cast<std::uint32_t>(ids_.size() - 1);
  }
  const std::uint32_t slot = first_free_;
  first_free_ = static_cast<std::uint32_t>(ids_[slot]);
  ids_[slot] = id;
  live_[slot] = true;
  return slot;
}

void IdSlots::grow_index() {
  rebuild_index(index_.empty() ? kFirstIndexSize : index_.size() + index_.size() / 2);
}

void IdSlots::reserve(std::size_t count) {
  ids_.reserve(count);
  live_.reserve(count);
  // Half full: who asks for an id that is not there, and most may, meets two others on the way.
  const std::size_t size = 2 * count;
  if (size > index_.size()) {
    rebuild_index(size);
  }
}

void IdSlots::rebuild_index(std::size_t size) {
  std::vector<std::uint32_t>(size, kNone).swap(index_);
  for_each([this](std::uint64_t id, std::uint32_t slot) { index_[position_of(id)] = slot; });
}

std::uint32_t IdSlots::erase(std::uint64_t id) {
  if (index_.empty()) {
    return kNone;
  }
  const std::size_t position = position_of(id);
  const std::uint32_t slot = index_[position];
  if (slot == kNone) {
    return kNone;
  }
  close_gap(position);
  ids_[slot] = first_free_;
  live_[slot] = false;
  first_free_ = slot;
  --size_;
  return slot;
}

void IdSlots::close_gap(std::size_t gap) {
  const std::size_t size = index_.size();
  std::size_t next = gap + 1 == size ? 0 : gap + 1;
  while (index_[next] != kNone) {
    const std::size_t home = home_of(ids_[index_[next]]);
    const std::size_t travelled = next >= home ? next - home : next + size - home;
    const std::size_t distance = next >= gap ? next - gap : next + size - gap;
    if (travelled >= distance) {  // its home is not after the gap: a search would stop there
      index_[gap] = index_[next];
      gap = next;
    }
    next = next + 1 == size ? 0 : next + 1;
  }
  index_[gap] = kNone;
}

std::size_t IdSlots::longest_search() const {
  std::size_t longest = 0;
  for_each([&](std::uint64_t id, std::uint32_t) {
    const std::size_t home = home_of(id);
    const std::size_t position = position_of(id);
    const std::size_t passed = position >= home ? position - home : position + index_.size() - home;
    longest = std::max(longest, passed + 1);
  });
  return longest;
}

std::size_t IdSlots::memory_bytes() const {
  return ids_.capacity() * sizeof(ids_[0]) + live_.capacity() / 8 +
         index_.capacity() * sizeof(index_[0]);
}

}  // namespace napkin::algorithms
