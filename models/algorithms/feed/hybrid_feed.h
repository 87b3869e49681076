#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "models/algorithms/feed/active_followers.h"
#include "models/algorithms/feed/feed_table.h"

namespace napkin::algorithms {

/// News feeds, pushed where that is cheap and pulled where it is not. A post goes to the author's
/// own list and, by push, into the feeds of all followers; but if they are very many, only into
/// those of the active ones, and the others pull it when they read. With a threshold of 0
/// everything is pulled, with kAlwaysPush everything is pushed.
///
///     HybridFeed feed({.celebrity_followers_min = 500'000});
///     feed.publish(author, post, followers);
///     const auto page = feed.read(user, followed_authors, FeedTable::kNewest, /*limit=*/20);
///
/// Publishing is O(feeds pushed to), one write each; reading, a merge of the user's feed with the
/// lists of the celebrities followed. An author who has been a celebrity is pulled from then on,
/// for the posts of that time; posts both pushed and pulled are shown once. Source: the news feed
/// chapter of Alex Xu, "System Design Interview"; "Forty questions on high concurrency", 39 and 40.
class HybridFeed final {
 public:
  static constexpr std::size_t kAlwaysPush = static_cast<std::size_t>(-1);

  struct Options {
    /// Followers from which on an author's posts are not pushed to all of them.
    std::size_t celebrity_followers_min = 500'000;
    std::uint32_t feed_posts_max = 800;
    std::uint32_t author_posts_max = 1'000;
    ActiveFollowers::Options active = {};
  };

  /// What a publication cost.
  struct Published {
    std::size_t pushed_count = 0;  // feeds written
    bool is_pulled = false;        // the other followers read it from the author's list
  };

  explicit HybridFeed(Options options);

  /// Publishes `post` to `followers`, all of them.
  Published publish(std::uint64_t author,
                    std::uint64_t post,
                    std::span<const std::uint64_t> followers);

  /// Notes that `follower` of `author` did something: of interest if the author is a celebrity. To
  /// be called for each celebrity that an active user follows.
  void note_active(std::uint64_t author, std::uint64_t follower, ActiveFollowers::Tick now);

  /// The newest posts before `before` of those whom `user` follows: up to `limit`, newest first.
  [[nodiscard]] std::vector<std::uint64_t> read(std::uint64_t user,
                                                std::span<const std::uint64_t> followed,
                                                std::uint64_t before,
                                                std::size_t limit) const;

  /// Of how many lists a reader's feed is merged: its own and the celebrities'.
  [[nodiscard]] std::size_t lists_read(std::span<const std::uint64_t> followed) const;

  [[nodiscard]] bool is_celebrity(std::uint64_t author) const {
    return celebrities_.count(author) == 1;
  }

  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  Options options_;
  FeedTable feeds_;  // by user: posts pushed
  FeedTable posts_;  // by author
  std::map<std::uint64_t, ActiveFollowers> celebrities_;
};

}  // namespace napkin::algorithms
