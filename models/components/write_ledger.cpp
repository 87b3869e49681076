#include "models/components/write_ledger.h"

#include <algorithm>

namespace napkin::components {

void LogLedger::record(std::uint64_t key,
                       std::uint64_t version,
                       std::span<const std::uint32_t> holders) {
  if (holders.size() < copies_) {
    at_risk_[{key, version}].assign(holders.begin(), holders.end());
  }
}

void LogLedger::add_holder(std::uint64_t key, std::uint64_t version, std::uint32_t node) {
  const auto entry = at_risk_.find({key, version});
  if (entry == at_risk_.end()) {
    return;
  }
  std::vector<std::uint32_t>& holders = entry->second;
  if (std::find(holders.begin(), holders.end(), node) == holders.end()) {
    holders.push_back(node);
  }
  if (holders.size() >= copies_) {
    at_risk_.erase(entry);
  }
}

void LogLedger::lose_disk(std::uint32_t node) {
  disks_lost_.insert(node);
  for (auto& [write, holders] : at_risk_) {
    holders.erase(std::remove(holders.begin(), holders.end(), node), holders.end());
  }
}

std::int64_t LogLedger::lost() const {
  return std::count_if(
      at_risk_.begin(), at_risk_.end(), [](const auto& write) { return write.second.empty(); });
}

void ValueLedger::record(std::uint64_t key, std::uint64_t version, Time begun, Time now) {
  const std::uint32_t slot = keys_.insert(key);
  entries_.resize(std::max<std::size_t>(entries_.size(), keys_.slot_count()));
  Entry& entry = entries_[slot];
  if (begun >= entry.begun) {
    if (entry.largest.at < begun) {
      entry.older = entry.largest.version;
    } else if (entry.last.at < begun) {
      entry.older = std::max(entry.older, entry.last.version);
    }
    entry.last = {version, now};
    entry.begun = begun;
  }
  if (version > entry.largest.version) {
    entry.largest = {version, now};
  }
}

bool ValueLedger::holds(const Entry& entry, std::uint64_t version) {
  return version == entry.last.version || version > std::max(entry.last.version, entry.older);
}

ValueLedger::Tally ValueLedger::tally(const Held& held) const {
  Tally tally;
  keys_.for_each([&](std::uint64_t key, std::uint32_t slot) {
    const std::span<const std::uint64_t> versions = held(key);
    const auto holders =
        std::count_if(versions.begin(), versions.end(), [&](std::uint64_t version) {
          return holds(entries_[slot], version);
        });
    tally.lost += holders == 0 ? 1 : 0;
    tally.at_risk += holders < std::ssize(versions) ? 1 : 0;
  });
  return tally;
}

}  // namespace napkin::components
