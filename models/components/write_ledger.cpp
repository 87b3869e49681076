#include "models/components/write_ledger.h"

#include <algorithm>

namespace napkin::components {

void WriteLedger::record(std::uint64_t key,
                         std::uint64_t version,
                         std::span<const std::uint32_t> holders) {
  ++acknowledged_;
  if (holders.size() < copies_) {
    at_risk_[{key, version}].assign(holders.begin(), holders.end());
  }
}

void WriteLedger::add_holder(std::uint64_t key, std::uint64_t version, std::uint32_t node) {
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

void WriteLedger::lose_disk(std::uint32_t node) {
  ++disks_lost_;
  for (auto& [write, holders] : at_risk_) {
    holders.erase(std::remove(holders.begin(), holders.end(), node), holders.end());
  }
}

std::int64_t WriteLedger::lost() const {
  return std::count_if(
      at_risk_.begin(), at_risk_.end(), [](const auto& write) { return write.second.empty(); });
}

}  // namespace napkin::components
