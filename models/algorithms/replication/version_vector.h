#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/algorithms/base/node_id.h"

namespace napkin::algorithms {

/// One write: the `counter`-th of this node, counted from 1.
struct Dot {
  NodeId node{0};
  std::uint64_t counter = 0;

  friend auto operator<=>(const Dot&, const Dot&) = default;
};

/// How two histories stand to each other.
enum class Causality : std::uint8_t {
  kEqual,
  kBefore,      ///< the left one is an ancestor of the right one
  kAfter,       ///< the left one descends from the right one
  kConcurrent,  ///< each knows a write that the other does not: a conflict
};

/// What a version has seen: for each node, how many of its writes. Dynamo's paper writes
/// it as D ([Sx, 2], [Sy, 1]).
///
/// A version descends from another if none of its counters is smaller; if both have a larger one,
/// they are concurrent. Absent counters are 0. Entries are kept sorted by node: O(log nodes) to
/// look one up, O(nodes) to insert, compare and merge; 16 bytes per node.
/// Source: Parker et al., "Detection of mutual inconsistency in distributed systems", IEEE TSE
/// 9(3), 1983.
///
///     VersionVector left = base;   left.increment(a);
///     VersionVector right = base;  right.increment(b);
///     left.compare(right);                        // kConcurrent
class VersionVector final {
 public:
  VersionVector() = default;

  /// From entries in any order. Requires: no node twice, no counter 0.
  explicit VersionVector(std::vector<Dot> entries);

  [[nodiscard]] std::uint64_t counter(NodeId node) const;
  /// Counts one more write of the node, and returns it.
  Dot increment(NodeId node);
  /// Takes the larger counter of each node: the smallest history that contains both.
  void merge(const VersionVector& other);
  /// Raises one counter, if it is smaller.
  void merge(Dot dot);
  /// Forgets what is known of a node; the result may look older than it is.
  void erase(NodeId node);

  [[nodiscard]] Causality compare(const VersionVector& other) const;
  /// Whether everything `other` has seen was seen here: kEqual or kAfter.
  [[nodiscard]] bool descends_from(const VersionVector& other) const;

  [[nodiscard]] bool contains(Dot dot) const { return counter(dot.node) >= dot.counter; }

  /// Sorted by node, counters at least 1.
  [[nodiscard]] const std::vector<Dot>& entries() const { return entries_; }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  friend bool operator==(const VersionVector&, const VersionVector&) = default;

 private:
  [[nodiscard]] std::size_t index_of(NodeId node) const;
  std::uint64_t& counter_ref(NodeId node);

  std::vector<Dot> entries_;
};

}  // namespace napkin::algorithms
