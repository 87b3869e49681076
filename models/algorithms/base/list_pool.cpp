#include "models/algorithms/base/list_pool.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/growth.h"

namespace napkin::algorithms {

namespace {

constexpr std::uint32_t kCapacityClassMax = 28;  // 2^27 values

std::uint32_t capacity_of(std::uint32_t capacity_class) {
  return capacity_class == 0 ? 0 : 1U << (capacity_class - 1);
}

}  // namespace

void ListPool::push_back(List& list, std::uint64_t value) {
  if (list.size == capacity_of(list.capacity_class)) {
    grow(list);
  }
  values_[list.offset + list.size] = value;
  ++list.size;
}

void ListPool::grow(List& list) {
  NAPKIN_CONTRACT(list.capacity_class < kCapacityClassMax);
  const std::uint32_t offset = take_block(list.capacity_class + 1U);
  std::copy_n(values_.data() + list.offset, list.size, values_.data() + offset);
  free_block(list.offset, list.capacity_class);
  list.offset = offset;
  ++list.capacity_class;
}

std::uint32_t ListPool::take_block(std::uint32_t capacity_class) {
  auto& free = free_blocks_[capacity_class];
  if (!free.empty()) {
    const std::uint32_t offset = free.back();
    free.pop_back();
    return offset;
  }
  const std::size_t offset = values_.size();
  const std::size_t capacity = capacity_of(capacity_class);
  NAPKIN_CONTRACT(offset + capacity <= 0xFFFF'FFFFULL);
  detail::grow_by_quarter(values_, capacity);
  values_.resize(offset + capacity);
  return static_cast<std::uint32_t>(offset);
}

void ListPool::free_block(std::uint32_t offset, std::uint32_t capacity_class) {
  if (capacity_class != 0) {
    free_blocks_[capacity_class].push_back(offset);
  }
}

void ListPool::pop_back(List& list) {
  NAPKIN_CONTRACT(list.size > 0);
  --list.size;
  if (list.size == 0) {
    clear(list);
  }
}

void ListPool::insert(List& list, std::size_t index, std::uint64_t value) {
  NAPKIN_CONTRACT(index <= list.size);
  push_back(list, value);
  const auto all = values(list);
  std::rotate(all.begin() + static_cast<std::ptrdiff_t>(index), all.end() - 1, all.end());
}

void ListPool::erase_front(List& list, std::size_t count) {
  NAPKIN_CONTRACT(count <= list.size);
  const auto all = values(list);
  std::copy(all.begin() + static_cast<std::ptrdiff_t>(count), all.end(), all.begin());
  list.size = static_cast<std::uint32_t>(all.size() - count) & 0x07FF'FFFFU;
  if (list.size == 0) {
    clear(list);
  }
}

void ListPool::clear(List& list) {
  free_block(list.offset, list.capacity_class);
  list = List{};
}

std::size_t ListPool::memory_bytes() const {
  std::size_t bytes = values_.capacity() * sizeof(values_[0]);
  for (const auto& free : free_blocks_) {
    bytes += free.capacity() * sizeof(std::uint32_t);
  }
  return bytes;
}

}  // namespace napkin::algorithms
