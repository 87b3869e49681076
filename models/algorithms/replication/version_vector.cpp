#include "models/algorithms/replication/version_vector.h"

#include <algorithm>
#include <utility>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

VersionVector::VersionVector(std::vector<Dot> entries) : entries_(std::move(entries)) {
  std::sort(entries_.begin(), entries_.end());
  for (std::size_t index = 0; index < entries_.size(); ++index) {
    NAPKIN_CONTRACT(entries_[index].counter > 0);
    NAPKIN_CONTRACT(index == 0 || entries_[index - 1].node != entries_[index].node);
  }
}

std::uint64_t VersionVector::counter(NodeId node) const {
  const std::size_t index = index_of(node);
  const bool found = index < entries_.size() && entries_[index].node == node;
  return found ? entries_[index].counter : 0;
}

Dot VersionVector::increment(NodeId node) {
  return {node, ++counter_ref(node)};
}

void VersionVector::merge(const VersionVector& other) {
  for (const Dot& entry : other.entries_) {
    merge(entry);
  }
}

void VersionVector::merge(Dot dot) {
  if (!contains(dot)) {
    counter_ref(dot.node) = dot.counter;
  }
}

void VersionVector::erase(NodeId node) {
  std::erase_if(entries_, [node](const Dot& entry) { return entry.node == node; });
}

Causality VersionVector::compare(const VersionVector& other) const {
  const bool here_has_all = descends_from(other);
  const bool there_has_all = other.descends_from(*this);
  if (here_has_all) {
    return there_has_all ? Causality::kEqual : Causality::kAfter;
  }
  return there_has_all ? Causality::kBefore : Causality::kConcurrent;
}

// Both are sorted by node, so one walk over both suffices.
bool VersionVector::descends_from(const VersionVector& other) const {
  auto mine = entries_.begin();
  for (const Dot& theirs : other.entries_) {
    while (mine != entries_.end() && mine->node < theirs.node) {
      ++mine;
    }
    if (mine == entries_.end() || mine->node != theirs.node || mine->counter < theirs.counter) {
      return false;
    }
  }
  return true;
}

std::size_t VersionVector::index_of(NodeId node) const {
  const auto before = [](const Dot& entry, NodeId wanted) { return entry.node < wanted; };
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), node, before);
  return static_cast<std::size_t>(at - entries_.begin());
}

std::uint64_t& VersionVector::counter_ref(NodeId node) {
  const std::size_t index = index_of(node);
  if (index == entries_.size() || entries_[index].node != node) {
    entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(index), Dot{node, 0});
  }
  return entries_[index].counter;
}

}  // namespace napkin::algorithms
