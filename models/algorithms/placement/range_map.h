#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <map>

#include "models/algorithms/base/node_id.h"

namespace napkin::algorithms {

/// Range partitioning: the ordered space of keys cut into ranges, each owned by one node, as in
/// Bigtable's tablets or HBase's regions. Neighbouring keys stay together, so range queries touch
/// few nodes; a hot or grown range is split, cold neighbours are merged. Works for any ordered key.
/// owner, split, merge, assign: O(log ranges). One tree node per range.
/// Source: Chang et al., "Bigtable: a distributed storage system for structured data", OSDI 2006,
/// section 5.1.
///
///     RangeMap<std::string> regions(NodeId{0});        // one range: everything
///     regions.split("m", NodeId{1});                   // from "m" on: node 1
///     regions.owner("napkin") == NodeId{1};
template <class Key, class Less = std::less<>>
class RangeMap final {
 public:
  explicit RangeMap(NodeId owner) : lowest_owner_(owner) {}

  [[nodiscard]] NodeId owner(const Key& key) const {
    const auto next = owners_.upper_bound(key);
    return next == owners_.begin() ? lowest_owner_ : std::prev(next)->second;
  }

  /// Cuts the range that holds `at` in two; the part from `at` on goes to `upper_owner`. Returns
  /// false if a range begins there already.
  bool split(const Key& at, NodeId upper_owner) { return owners_.emplace(at, upper_owner).second; }

  /// Joins the range that begins at `at` to the one below it, under the owner of that one. Returns
  /// false if no range begins there.
  bool merge(const Key& at) { return owners_.erase(at) > 0; }

  /// Gives the whole range that holds `key` to `owner`.
  void assign(const Key& key, NodeId owner) {
    const auto next = owners_.upper_bound(key);
    (next == owners_.begin() ? lowest_owner_ : std::prev(next)->second) = owner;
  }

  /// The first key of the range after the one that holds `key`, or null if that is the last. Valid
  /// until that range is merged.
  [[nodiscard]] const Key* next_first(const Key& key) const {
    const auto next = owners_.upper_bound(key);
    return next == owners_.end() ? nullptr : &next->first;
  }

  /// Number of ranges; at least 1.
  [[nodiscard]] std::size_t size() const { return owners_.size() + 1; }

  /// Calls visit(first, owner) for each range that meets [from, to), ascending. `first` points to
  /// the range's first key, or is null for the lowest range.
  template <class Visit>
  void visit(const Key& from, const Key& to, Visit&& visit) const {
    auto range = owners_.upper_bound(from);
    if (range == owners_.begin()) {
      visit(static_cast<const Key*>(nullptr), lowest_owner_);
    } else {
      --range;
    }
    for (; range != owners_.end() && Less{}(range->first, to); ++range) {
      visit(&range->first, range->second);
    }
  }

  /// Calls visit(first, owner) for every range, ascending.
  template <class Visit>
  void visit_all(Visit&& visit) const {
    visit(static_cast<const Key*>(nullptr), lowest_owner_);
    for (const auto& [first, owner] : owners_) {
      visit(&first, owner);
    }
  }

 private:
  NodeId lowest_owner_;
  std::map<Key, NodeId, Less> owners_;  // by first key; below the first one: lowest_owner_
};

}  // namespace napkin::algorithms
