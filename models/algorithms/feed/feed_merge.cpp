#include "models/algorithms/feed/feed_merge.h"

#include <algorithm>

namespace napkin::algorithms {

namespace {

/// What is left of a list.
using Rest = std::span<const std::uint64_t>;

bool has_older_head(const Rest& a, const Rest& b) {
  return a.front() < b.front();
}

}  // namespace

std::vector<std::uint64_t> merge_newest(std::span<const std::vector<std::uint64_t>> lists,
                                        std::size_t limit) {
  std::vector<Rest> heads;
  for (const auto& list : lists) {
    if (!list.empty()) {
      heads.emplace_back(list);
    }
  }
  std::make_heap(heads.begin(), heads.end(), has_older_head);
  std::vector<std::uint64_t> merged;
  while (!heads.empty() && merged.size() < limit) {
    std::pop_heap(heads.begin(), heads.end(), has_older_head);
    Rest& newest = heads.back();
    if (merged.empty() || merged.back() != newest.front()) {
      merged.push_back(newest.front());
    }
    newest = newest.subspan(1);
    if (newest.empty()) {
      heads.pop_back();
    } else {
      std::push_heap(heads.begin(), heads.end(), has_older_head);
    }
  }
  return merged;
}

}  // namespace napkin::algorithms
