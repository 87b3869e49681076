#include "models/algorithms/storage/memtable.h"

#include <utility>

namespace napkin::algorithms {

namespace {

std::size_t value_bytes(const std::optional<std::string>& value) {
  return value.has_value() ? value->size() : 0;
}

}  // namespace

bool Memtable::put(std::string_view key, std::uint64_t sequence, std::optional<std::string> value) {
  auto entry = entries_.find(key);
  if (entry == entries_.end()) {
    entry = entries_.try_emplace(std::string(key)).first;
    bytes_ += key.size();
  } else if (sequence <= entry->second.sequence) {
    return false;
  }
  bytes_ += value_bytes(value);
  bytes_ -= value_bytes(entry->second.value);
  entry->second = {sequence, std::move(value)};
  return true;
}

const Memtable::Version* Memtable::find(std::string_view key) const {
  const auto entry = entries_.find(key);
  return entry == entries_.end() ? nullptr : &entry->second;
}

void Memtable::clear() {
  entries_.clear();
  bytes_ = 0;
}

}  // namespace napkin::algorithms
