#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace napkin::algorithms {

/// Merges lists of post ids, each newest first, into the newest `limit` of them all, newest first
/// and without repetitions: what a reader does in the pull model with the posts of everyone
/// followed.
///
///     const auto page = merge_newest({posts_of_ann, posts_of_bob}, /*limit=*/20);
///
/// A heap over the heads of the lists: O(lists + posts taken * log(lists)), however long the lists
/// are. Requires: each list is descending. Source: Knuth, TAOCP vol. 3, section 5.4.1, multiway
/// merging.
[[nodiscard]] std::vector<std::uint64_t> merge_newest(
    std::span<const std::vector<std::uint64_t>> lists, std::size_t limit);

[[nodiscard]] inline std::vector<std::uint64_t> merge_newest(
    std::initializer_list<std::vector<std::uint64_t>> lists, std::size_t limit) {
  return merge_newest(std::span(lists.begin(), lists.size()), limit);
}

}  // namespace napkin::algorithms
