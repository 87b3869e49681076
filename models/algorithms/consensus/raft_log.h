#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace napkin::algorithms {

/// A period with at most one leader; rises for ever.
using RaftTerm = std::uint64_t;
/// A place in the log; the first entry stands at 1.
using RaftIndex = std::uint64_t;

/// One command, and the term of the leader that took it.
struct RaftEntry {
  RaftTerm term = 0;
  std::string command;
  bool is_no_op = false;  ///< put in by a new leader; nothing to apply

  friend bool operator==(const RaftEntry&, const RaftEntry&) = default;
};

/// The log of one Raft server, with the questions that the protocol asks of it.
/// O(1) per entry. Memory: the entries, from the first on. Requirements on indices are checked.
/// Source: Ongaro and Ousterhout, "In search of an understandable consensus algorithm", extended
/// version, 2014, sections 5.3 and 5.4.1.
///
///     RaftLog log;
///     log.append({.term = 1, .command = "x = 1"});
///     log.merge_behind(/*previous=*/1, entries_of_the_leader);
class RaftLog final {
 public:
  [[nodiscard]] RaftIndex last_index() const { return entries_.size(); }

  [[nodiscard]] RaftTerm last_term() const { return term_at(last_index()); }

  /// The term of the entry at `index`; 0 at index 0. Requires index <= last_index().
  [[nodiscard]] RaftTerm term_at(RaftIndex index) const;
  /// Requires 1 <= index <= last_index().
  [[nodiscard]] const RaftEntry& at(RaftIndex index) const;
  /// Up to `count_max` entries from `first` on.
  [[nodiscard]] std::vector<RaftEntry> slice(RaftIndex first, std::size_t count_max) const;
  /// Whether there is an entry of this term at this index (there always is one of term 0 at 0).
  [[nodiscard]] bool matches(RaftIndex index, RaftTerm term) const;
  /// Whether a log that ends with this index and term is at least as far (section 5.4.1).
  [[nodiscard]] bool is_not_ahead_of(RaftIndex other_last_index, RaftTerm other_last_term) const;
  /// The first index of the term that stands at `index`. Requires 1 <= index <= last_index().
  [[nodiscard]] RaftIndex first_index_of_term_at(RaftIndex index) const;

  RaftIndex append(RaftEntry entry);
  /// Takes a leader's entries behind `previous`, and cuts what contradicts them; returns whether
  /// anything changed. Requires previous <= last_index().
  bool merge_behind(RaftIndex previous, const std::vector<RaftEntry>& entries);

  friend bool operator==(const RaftLog&, const RaftLog&) = default;

 private:
  std::vector<RaftEntry> entries_;
};

}  // namespace napkin::algorithms
