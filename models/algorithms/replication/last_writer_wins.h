#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "models/algorithms/base/node_id.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// When and by whom a version was written. The later time wins; equal times go to the larger
/// writer, so that all replicas choose the same winner whatever the order of arrival.
struct WriteStamp {
  Time time{0};
  NodeId writer{0};

  friend auto operator<=>(const WriteStamp&, const WriteStamp&) = default;
};

/// Gives the stamps of one writer: never the same twice, and rising even if the clock goes back,
/// so that a writer's later write beats its own earlier one.
class WriteStamper final {
 public:
  explicit WriteStamper(NodeId writer) : last_{Time::min(), writer} {}

  /// `now` is the reading of the writer's own clock.
  WriteStamp next(Time now) {
    last_.time = std::max(now, last_.time + 1ns);
    return last_;
  }

 private:
  WriteStamp last_;
};

/// One value under last-writer-wins: of two versions the one with the later stamp survives, and
/// the other is lost without a trace. A deletion is a version too (a tombstone).
///
/// merge() is commutative, associative and idempotent: replicas that have seen the same writes
/// hold the same value. Under equal stamps a tombstone wins, then the larger value, as in
/// Cassandra; so `Value` needs operator<. Source: Shapiro et al., "A comprehensive study of
/// convergent and commutative replicated data types", INRIA RR-7506, 2011, section 3.2.1.
///
///     LastWriterWins<std::string> name({.time = 5ms, .writer = a}, "Ada");
///     name.merge({{.time = 4ms, .writer = b}, "Bob"});   // false: older, ignored
///     name.value();                                      // "Ada"
template <typename Value>
class LastWriterWins final {
 public:
  LastWriterWins(WriteStamp stamp, Value value) : stamp_(stamp), value_(std::move(value)) {}

  [[nodiscard]] static LastWriterWins tombstone(WriteStamp stamp) { return LastWriterWins(stamp); }

  /// Takes `other` if it wins. Returns whether this version was replaced.
  bool merge(const LastWriterWins& other) {
    if (!loses_to(other)) {
      return false;
    }
    *this = other;
    return true;
  }

  [[nodiscard]] const WriteStamp& stamp() const { return stamp_; }

  /// Empty for a tombstone.
  [[nodiscard]] const std::optional<Value>& value() const { return value_; }

  [[nodiscard]] bool is_tombstone() const { return !value_.has_value(); }

  friend bool operator==(const LastWriterWins&, const LastWriterWins&) = default;

 private:
  explicit LastWriterWins(WriteStamp stamp) : stamp_(stamp) {}

  [[nodiscard]] bool loses_to(const LastWriterWins& other) const {
    if (stamp_ != other.stamp_) {
      return stamp_ < other.stamp_;
    }
    if (is_tombstone() || other.is_tombstone()) {
      return !is_tombstone();
    }
    return *value_ < *other.value_;
  }

  WriteStamp stamp_;
  std::optional<Value> value_;
};

/// Joins two versions; the shape that ReadTally wants.
template <typename Value>
struct MergeLastWriterWins {
  LastWriterWins<Value> operator()(LastWriterWins<Value> left,
                                   const LastWriterWins<Value>& right) const {
    left.merge(right);
    return left;
  }
};

/// A replica's table of last-writer-wins values. O(log n) per operation; a tombstone takes the
/// memory of an entry until it is purged.
template <typename Key, typename Value>
class LastWriterWinsMap final {
 public:
  using Version = LastWriterWins<Value>;

  /// Returns whether the version won over what the table held.
  bool put(const Key& key, const Version& version) {
    const auto [entry, inserted] = versions_.try_emplace(key, version);
    return inserted || entry->second.merge(version);
  }

  /// The version with its stamp, tombstones included; null if the key was never written.
  [[nodiscard]] const Version* find(const Key& key) const {
    const auto entry = versions_.find(key);
    return entry == versions_.end() ? nullptr : &entry->second;
  }

  /// Drops tombstones stamped before `time`; returns how many. A replica that has not yet seen
  /// such a deletion will bring the value back: repair all replicas first.
  std::size_t purge_tombstones(Time time) {
    return std::erase_if(versions_, [time](const auto& entry) {
      return entry.second.is_tombstone() && entry.second.stamp().time < time;
    });
  }

  [[nodiscard]] const std::map<Key, Version>& versions() const { return versions_; }

 private:
  std::map<Key, Version> versions_;
};

}  // namespace napkin::algorithms
