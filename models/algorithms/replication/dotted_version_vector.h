#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "models/algorithms/base/node_id.h"
#include "models/algorithms/replication/version_vector.h"

namespace napkin::algorithms {

/// The versions of one key in conflict, each named by the write that made it (its dot), with the
/// history they share kept once: a dotted version vector set.
///
/// Plain vector clocks kept by servers cannot tell two clients that write through the same server
/// from one that writes twice: one value is lost, or siblings breed without end. Here a write
/// replaces exactly the values that its context has seen, whoever coordinates it; and the size is
/// bounded by servers plus values, without trimming.
///
/// A server's entry holds its counter n and its values still alive, newest first; their dots are
/// n, n-1, ... O(servers x values) per operation; 40 bytes per server and the values.
/// Source: Almeida, Baquero et al., "Scalable and accurate causality tracking
/// for eventually consistent stores", DAIS 2014.
///
///     DottedVersionVectorSet<std::string> key;
///     key.update(context, server, "v1");       // context: what the client read before, or {}
///     key.merge(of_another_replica);
///     const auto context = key.context();  const auto values = key.values();
template <typename Value>
class DottedVersionVectorSet final {
 public:
  /// A write through `server` by a client that had read `context`: the values it had seen go, the
  /// new one comes. Returns the dot of the new value.
  Dot update(const VersionVector& context, NodeId server, Value value) {
    discard(context);
    Entry& entry = entry_of(server);
    ++entry.counter;
    entry.values.insert(entry.values.begin(), std::move(value));
    return {server, entry.counter};
  }

  /// Takes in another replica's state: a value survives if both have it, or if the one that has
  /// not never saw it. Commutative, associative, idempotent.
  void merge(const DottedVersionVectorSet& other) {
    for (const Entry& theirs : other.entries_) {
      Entry& mine = entry_of(theirs.node);
      mine = joined(mine, theirs);
    }
  }

  /// Drops the values that `context` has seen, and counts them as seen.
  void discard(const VersionVector& context) {
    for (const Dot& seen : context.entries()) {
      Entry& mine = entry_of(seen.node);
      mine = joined(mine, Entry{seen.node, seen.counter, {}});
    }
  }

  /// Everything this replica has seen of the key: the client hands it back with its next write.
  [[nodiscard]] VersionVector context() const {
    VersionVector seen;
    for (const Entry& entry : entries_) {
      seen.merge(Dot{entry.node, entry.counter});
    }
    return seen;
  }

  /// The siblings, by server and newest first.
  [[nodiscard]] std::vector<Value> values() const {
    std::vector<Value> all;
    for (const Entry& entry : entries_) {
      all.insert(all.end(), entry.values.begin(), entry.values.end());
    }
    return all;
  }

  friend bool operator==(const DottedVersionVectorSet&, const DottedVersionVectorSet&) = default;

 private:
  struct Entry {
    NodeId node{0};
    std::uint64_t counter = 0;  // all writes of this server up to here were seen
    std::vector<Value> values;  // newest first: the dots counter, counter - 1, ...

    // The dots up to here were seen and are dead.
    [[nodiscard]] std::uint64_t dead() const { return counter - values.size(); }

    friend bool operator==(const Entry&, const Entry&) = default;
  };

  // Dead on one side is dead on both; what only the longer side has seen is alive if it is there.
  static Entry joined(const Entry& left, const Entry& right) {
    Entry result = left.counter >= right.counter ? left : right;
    const std::uint64_t dead = std::max(left.dead(), right.dead());
    const auto alive = static_cast<std::ptrdiff_t>(result.counter - dead);
    result.values.erase(result.values.begin() + alive, result.values.end());
    return result;
  }

  Entry& entry_of(NodeId node) {
    const auto before = [](const Entry& entry, NodeId wanted) { return entry.node < wanted; };
    auto at = std::lower_bound(entries_.begin(), entries_.end(), node, before);
    if (at == entries_.end() || at->node != node) {
      at = entries_.insert(at, Entry{node, 0, {}});
    }
    return *at;
  }

  std::vector<Entry> entries_;  // sorted by node
};

}  // namespace napkin::algorithms
