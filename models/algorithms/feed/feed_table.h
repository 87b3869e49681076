#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/algorithms/base/id_slots.h"
#include "models/algorithms/base/list_pool.h"

namespace napkin::algorithms {

/// A bounded list of post ids per owner, the newest of them kept: a user's news feed filled by
/// those followed, or an author's own posts. Post ids grow with time.
///
///     FeedTable feeds({.posts_max = 800});
///     feeds.push(user, post);
///     const auto page = feeds.newest(user, /*before=*/FeedTable::kNewest, /*limit=*/20);
///
/// push O(1) for a new post, amortised; a page O(log n + its length). 8 bytes per post plus slack,
/// 25 per owner. A list grows to 5/4 of its bound before the oldest are dropped together, so that
/// dropping costs O(1) per post too. Source: the news feed cache of Alex Xu, "System Design
/// Interview".
class FeedTable final {
 public:
  static constexpr std::uint64_t kNewest = ~0ULL;

  struct Options {
    std::uint32_t posts_max = 800;  // 0 keeps nothing
  };

  /// Throws std::invalid_argument if posts_max is above 100 million.
  explicit FeedTable(Options options);

  /// Adds `post` to the list of `owner`. One that is there already, or older than a full list goes
  /// back, changes nothing. Returns whether it was added.
  bool push(std::uint64_t owner, std::uint64_t post);

  /// Up to `limit` posts older than `before`, newest first: the next page starts at the last one.
  [[nodiscard]] std::vector<std::uint64_t> newest(std::uint64_t owner,
                                                  std::uint64_t before,
                                                  std::size_t limit) const;

  /// Removes a deleted post from the list of `owner`. O(n). Returns whether it was there.
  bool remove(std::uint64_t owner, std::uint64_t post);

  /// Number of posts visible in the list of `owner`.
  [[nodiscard]] std::size_t size(std::uint64_t owner) const;

  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  [[nodiscard]] std::span<const std::uint64_t> posts_of(std::uint64_t owner) const;

  Options options_;
  IdSlots owners_;
  std::vector<ListPool::List> posts_;  // by slot; ascending; the last posts_max are visible
  ListPool lists_;
};

}  // namespace napkin::algorithms
