#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/algorithms/base/id_slots.h"
#include "models/algorithms/base/list_pool.h"

namespace napkin::algorithms {

/// How many posts of those a user follows are new since the user last looked, when everybody
/// follows others: each author has a count of posts ever made, each user a snapshot of the counts
/// of those followed. New is the sum of the differences. A post thus costs one increment, however
/// many follow its author; a look costs as much as the user follows.
///
///     FeedUnread unread;
///     unread.follow(user, author);
///     unread.post(author);
///     unread.unread_count(user);       // 1
///     unread.look(user);               // takes a new snapshot
///
/// The snapshot keeps a count per author rather than only their sum, so that following and
/// unfollowing neither adds posts made before nor takes away from what others posted. About 25
/// bytes per follower pair; O(1) for a post, O(followed) for a look. Source: "Forty questions on
/// high concurrency", 38: unread counts of feeds.
class FeedUnread final {
 public:
  /// `author` made a post.
  void post(std::uint64_t author, std::uint64_t count = 1);

  /// Posts made before do not count as new. Returns false if followed already.
  bool follow(std::uint64_t user, std::uint64_t author);

  /// Returns false if not followed.
  bool unfollow(std::uint64_t user, std::uint64_t author);

  [[nodiscard]] std::uint64_t unread_count(std::uint64_t user) const;

  /// The user has seen everything there is.
  void look(std::uint64_t user);

  [[nodiscard]] std::size_t followed_count(std::uint64_t user) const;

 private:
  static constexpr std::size_t kNotFound = static_cast<std::size_t>(-1);

  std::uint32_t author_slot(std::uint64_t author);
  [[nodiscard]] const ListPool::List* followed(std::uint64_t user) const;
  [[nodiscard]] std::size_t find(const ListPool::List& list, std::uint64_t author_slot) const;

  IdSlots authors_;
  std::vector<std::uint64_t> posts_;  // by author's slot
  IdSlots users_;
  std::vector<ListPool::List> snapshots_;  // by user's slot; pairs: author's slot, posts seen
  ListPool lists_;
};

}  // namespace napkin::algorithms
