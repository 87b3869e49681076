#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <utility>
#include <vector>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

/// A place in a log: the number of records up to and including it. The first record stands at
/// position 1; position 0 is before everything. Positions are never reused for other records,
/// except after truncate_after() or a crash.
struct LogPosition {
  std::uint64_t records = 0;

  friend auto operator<=>(const LogPosition&, const LogPosition&) = default;

  friend LogPosition operator+(LogPosition position, std::uint64_t count) {
    return {position.records + count};
  }

  /// How many records `left` is ahead of `right`; 0 if it is behind.
  friend std::uint64_t operator-(LogPosition left, LogPosition right) {
    return left.records - std::min(left.records, right.records);
  }
};

/// The log that a store writes before it changes anything, so that a crash loses nothing that was
/// acknowledged: state is what replaying the durable records gives.
///
/// append() puts a record into memory; a record survives a crash once the caller has written it
/// out, called fsync, and said so with mark_durable(). Many records share one fsync (group commit):
/// note end(), flush, then mark_durable(what you noted). Bytes are the caller's affair
/// (storage/log_format.h has a format). O(1) per operation; memory: the records not yet purged.
/// Source: Mohan et al., "ARIES", TODS 17(1), 1992, section 3 (log sequence numbers, redo).
///
///     WriteAheadLog<Row> log;
///     const LogPosition position = log.append(row);
///     flush_to_disk();  log.mark_durable(position);      // now acknowledge the client
///     log.crash();                                       // forgets what came after
template <typename Record>
class WriteAheadLog final {
 public:
  WriteAheadLog() = default;

  /// A log whose first record will stand behind `start`: of a replica cloned at that position.
  explicit WriteAheadLog(LogPosition start) : purged_(start), durable_(start) {}

  /// Adds a record behind the last one; returns its position.
  LogPosition append(Record record) {
    records_.push_back(std::move(record));
    return end();
  }

  /// The position of the last record, durable or not.
  [[nodiscard]] LogPosition end() const { return purged_ + records_.size(); }

  [[nodiscard]] LogPosition durable() const { return durable_; }

  /// Everything up to here was purged: the first record kept stands right behind.
  [[nodiscard]] LogPosition purged() const { return purged_; }

  [[nodiscard]] bool contains(LogPosition at) const { return at > purged_ && at <= end(); }

  /// Everything up to `position` is on disk. An earlier position than before changes nothing, so
  /// flushes may finish out of order. Requires position <= end().
  void mark_durable(LogPosition position) {
    NAPKIN_CONTRACT(position <= end());
    durable_ = std::max(durable_, position);
  }

  /// The record at a position. Requires contains(position).
  [[nodiscard]] const Record& at(LogPosition position) const {
    NAPKIN_CONTRACT(contains(position));
    return records_[index_behind(position) - 1];
  }

  /// Up to `count_max` records behind `position`, oldest first. Requires position >= purged().
  [[nodiscard]] std::vector<Record> read_after(LogPosition position, std::size_t count_max) const {
    NAPKIN_CONTRACT(position >= purged_);
    const std::size_t first = std::min(index_behind(position), records_.size());
    const std::size_t count = std::min(count_max, records_.size() - first);
    return {iterator_at(first), iterator_at(first + count)};
  }

  /// The machine died: what was not durable is gone. Returns it, oldest first, for the record.
  std::vector<Record> crash() { return truncate_after(durable_); }

  /// Cuts off everything behind `position` (an old primary rejoins a history that went on without
  /// its last records). Returns what was cut, oldest first. Requires position >= purged().
  std::vector<Record> truncate_after(LogPosition position) {
    NAPKIN_CONTRACT(position >= purged_);
    const auto cut = iterator_at(std::min(index_behind(position), records_.size()));
    std::vector<Record> lost(std::make_move_iterator(cut), std::make_move_iterator(records_.end()));
    records_.erase(cut, records_.end());
    durable_ = std::min(durable_, end());
    return lost;
  }

  /// Frees the records up to `position`, which a checkpoint (and every replica) has taken in.
  /// Requires position <= durable().
  void purge_through(LogPosition position) {
    NAPKIN_CONTRACT(position <= durable_);
    if (position > purged_) {
      records_.erase(records_.begin(), iterator_at(index_behind(position)));
      purged_ = position;
    }
  }

 private:
  [[nodiscard]] std::size_t index_behind(LogPosition position) const {
    return static_cast<std::size_t>(position - purged_);
  }

  [[nodiscard]] auto iterator_at(std::size_t index) const {
    return std::next(records_.begin(), static_cast<std::ptrdiff_t>(index));
  }

  [[nodiscard]] auto iterator_at(std::size_t index) {
    return std::next(records_.begin(), static_cast<std::ptrdiff_t>(index));
  }

  std::deque<Record> records_;
  LogPosition purged_;
  LogPosition durable_;
};

}  // namespace napkin::algorithms
