#include "models/algorithms/feed/hybrid_feed.h"

#include "models/algorithms/feed/feed_merge.h"

namespace napkin::algorithms {

HybridFeed::HybridFeed(Options options)
    : options_(options),
      feeds_({.posts_max = options.feed_posts_max}),
      posts_({.posts_max = options.author_posts_max}) {}

HybridFeed::Published HybridFeed::publish(std::uint64_t author,
                                          std::uint64_t post,
                                          std::span<const std::uint64_t> followers) {
  posts_.push(author, post);
  Published published;
  const auto push = [&](std::uint64_t follower) {
    feeds_.push(follower, post);
    ++published.pushed_count;
  };
  if (followers.size() < options_.celebrity_followers_min) {
    for (const std::uint64_t follower : followers) {
      push(follower);
    }
    return published;
  }
  const auto celebrity = celebrities_.try_emplace(author, options_.active).first;
  celebrity->second.for_each(push);
  published.is_pulled = true;
  return published;
}

void HybridFeed::note_active(std::uint64_t author,
                             std::uint64_t follower,
                             ActiveFollowers::Tick now) {
  const auto celebrity = celebrities_.find(author);
  if (celebrity != celebrities_.end()) {
    celebrity->second.touch(follower, now);
    celebrity->second.drop_silent(now);
  }
}

std::vector<std::uint64_t> HybridFeed::read(std::uint64_t user,
                                            std::span<const std::uint64_t> followed,
                                            std::uint64_t before,
                                            std::size_t limit) const {
  std::vector<std::vector<std::uint64_t>> lists;
  lists.push_back(feeds_.newest(user, before, limit));
  for (const std::uint64_t author : followed) {
    if (is_celebrity(author)) {
      lists.push_back(posts_.newest(author, before, limit));
    }
  }
  return merge_newest(lists, limit);
}

std::size_t HybridFeed::lists_read(std::span<const std::uint64_t> followed) const {
  std::size_t lists = 1;
  for (const std::uint64_t author : followed) {
    lists += is_celebrity(author) ? 1U : 0U;
  }
  return lists;
}

std::size_t HybridFeed::memory_bytes() const {
  return feeds_.memory_bytes() + posts_.memory_bytes();
}

}  // namespace napkin::algorithms
