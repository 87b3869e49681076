#include "models/algorithms/consensus/raft_log.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

RaftTerm RaftLog::term_at(RaftIndex index) const {
  return index == 0 ? 0 : at(index).term;
}

const RaftEntry& RaftLog::at(RaftIndex index) const {
  NAPKIN_CONTRACT(index >= 1);
  NAPKIN_CONTRACT(index <= last_index());
  return entries_[static_cast<std::size_t>(index - 1)];
}

std::vector<RaftEntry> RaftLog::slice(RaftIndex first, std::size_t count_max) const {
  NAPKIN_CONTRACT(first >= 1);
  const auto begin = static_cast<std::size_t>(std::min(first - 1, last_index()));
  const std::size_t end = begin + std::min(count_max, entries_.size() - begin);
  return {entries_.begin() + static_cast<std::ptrdiff_t>(begin),
          entries_.begin() + static_cast<std::ptrdiff_t>(end)};
}

bool RaftLog::matches(RaftIndex index, RaftTerm term) const {
  return index <= last_index() && term_at(index) == term;
}

bool RaftLog::is_not_ahead_of(RaftIndex other_last_index, RaftTerm other_last_term) const {
  const RaftIndex index = last_index();
  const RaftTerm term = last_term();
  return std::tie(term, index) <= std::tie(other_last_term, other_last_index);
}

RaftIndex RaftLog::first_index_of_term_at(RaftIndex index) const {
  const RaftTerm term = at(index).term;
  while (index > 1 && term_at(index - 1) == term) {
    --index;
  }
  return index;
}

RaftIndex RaftLog::append(RaftEntry entry) {
  entries_.push_back(std::move(entry));
  return last_index();
}

// Section 5.3: only a conflict cuts. A late message with fewer entries must not shorten the log,
// which may have been promised to the leader since.
bool RaftLog::merge_behind(RaftIndex previous, const std::vector<RaftEntry>& entries) {
  NAPKIN_CONTRACT(previous <= last_index());
  std::size_t known = 0;
  while (known < entries.size() && matches(previous + known + 1, entries[known].term)) {
    ++known;
  }
  if (known == entries.size()) {
    return false;
  }
  entries_.resize(static_cast<std::size_t>(previous) + known);
  entries_.insert(
      entries_.end(), entries.begin() + static_cast<std::ptrdiff_t>(known), entries.end());
  return true;
}

}  // namespace napkin::algorithms
