#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "models/algorithms/base/node_id.h"
#include "models/algorithms/base/time.h"
#include "models/algorithms/replication/version_vector.h"

namespace napkin::algorithms {

/// A version vector that can be trimmed: it remembers when each node last counted, and gives up
/// the oldest entries when it grows too long.
///
/// Trimming bounds the size of the clock and the price is a doubt: a version may look concurrent
/// with its own ancestor, which then comes back as a sibling for the client to resolve. It never
/// hides a real conflict between versions that were not trimmed.
/// Source: DeCandia et al., "Dynamo", SOSP 2007, section 4.4 (which trims at 10 entries).
///
///     VectorClock clock = read.clock;
///     clock.increment(coordinator, now);
///     clock.trim(10);
class VectorClock final {
 public:
  VectorClock() = default;

  /// Counts one more write, coordinated by the node.
  void increment(NodeId node, Time now);
  /// Takes the larger counter of each node, with the later time.
  void merge(const VectorClock& other);
  /// Drops the entries that were updated longest ago until `entries_max` are left; returns how
  /// many. Equal times drop the smaller node first.
  std::size_t trim(std::size_t entries_max);

  [[nodiscard]] Causality compare(const VectorClock& other) const {
    return versions_.compare(other.versions_);
  }

  [[nodiscard]] bool descends_from(const VectorClock& other) const {
    return versions_.descends_from(other.versions_);
  }

  [[nodiscard]] const VersionVector& versions() const { return versions_; }

  [[nodiscard]] std::size_t size() const { return versions_.size(); }

  /// Clocks are equal when their counters are, whatever the times.
  friend bool operator==(const VectorClock& left, const VectorClock& right) {
    return left.versions_ == right.versions_;
  }

 private:
  struct Update {
    Time time{0};
    NodeId node{0};

    friend auto operator<=>(const Update&, const Update&) = default;
  };

  void note(NodeId node, Time time);

  VersionVector versions_;
  std::vector<Update> updates_;  // one per entry of versions_, in no order
};

/// The versions of one key that are in conflict ("siblings"): none descends from another.
///
/// add() drops what the new version supersedes, and the new version if it is superseded itself.
/// The client reads all of them with context(), resolves, and writes back a version whose clock
/// descends from the context: then one is left. O(siblings x nodes) per operation; siblings are
/// kept in a canonical order, so that replicas that hold the same versions are equal.
///
///     siblings.add({clock, "milk"});
///     auto clock = siblings.context();
///     clock.increment(coordinator, now);
///     siblings.add({clock, "milk and bread"});      // the only one left
template <typename Value>
class Siblings final {
 public:
  struct Version {
    VectorClock clock;
    Value value;

    friend bool operator==(const Version&, const Version&) = default;
  };

  /// Returns whether the version is now among the siblings. Equal clocks mean the same version.
  bool add(Version version) {
    for (const Version& present : versions_) {
      if (present.clock.descends_from(version.clock)) {
        return present.clock == version.clock;
      }
    }
    std::erase_if(versions_, [&](const Version& present) {
      return version.clock.descends_from(present.clock);
    });
    const auto position =
        std::upper_bound(versions_.begin(), versions_.end(), version, is_listed_before);
    versions_.insert(position, std::move(version));
    return true;
  }

  /// Takes in another replica's siblings.
  void merge(const Siblings& other) {
    for (const Version& version : other.versions_) {
      add(version);
    }
  }

  /// The history that contains every sibling: what a resolving write has to build on.
  [[nodiscard]] VectorClock context() const {
    VectorClock joined;
    for (const Version& version : versions_) {
      joined.merge(version.clock);
    }
    return joined;
  }

  [[nodiscard]] const std::vector<Version>& versions() const { return versions_; }

  [[nodiscard]] bool in_conflict() const { return versions_.size() > 1; }

  friend bool operator==(const Siblings&, const Siblings&) = default;

 private:
  static bool is_listed_before(const Version& left, const Version& right) {
    return left.clock.versions().entries() < right.clock.versions().entries();
  }

  std::vector<Version> versions_;
};

/// Joins the siblings of two replicas; the shape that ReadTally wants.
template <typename Value>
struct MergeSiblings {
  Siblings<Value> operator()(Siblings<Value> left, const Siblings<Value>& right) const {
    left.merge(right);
    return left;
  }
};

}  // namespace napkin::algorithms
