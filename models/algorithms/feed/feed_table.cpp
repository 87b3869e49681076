#include "models/algorithms/feed/feed_table.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/growth.h"

namespace napkin::algorithms {

FeedTable::FeedTable(Options options) : options_(options) {
  require(options.posts_max <= 100'000'000, "FeedTable: posts_max must be at most 100 million");
}

std::span<const std::uint64_t> FeedTable::posts_of(std::uint64_t owner) const {
  const std::uint32_t slot = owners_.find(owner);
  if (slot == IdSlots::kNone) {
    return {};
  }
  const auto posts = lists_.values(posts_[slot]);
  return posts.last(std::min<std::size_t>(posts.size(), options_.posts_max));
}

bool FeedTable::push(std::uint64_t owner, std::uint64_t post) {
  const auto visible = posts_of(owner);
  const auto at = std::lower_bound(visible.begin(), visible.end(), post);
  const bool is_there = at != visible.end() && *at == post;
  const bool is_too_old = visible.size() == options_.posts_max && at == visible.begin();
  if (is_there || is_too_old) {
    return false;
  }
  const auto newer = static_cast<std::size_t>(visible.end() - at);
  const std::uint32_t slot = owners_.insert(owner);
  if (slot == posts_.size()) {
    detail::grow_by_quarter(posts_);
    posts_.emplace_back();
  }
  ListPool::List& list = posts_[slot];
  lists_.insert(list, list.size - newer, post);
  if (list.size > options_.posts_max + options_.posts_max / 4) {
    lists_.erase_front(list, list.size - options_.posts_max);
  }
  return true;
}

std::vector<std::uint64_t> FeedTable::newest(std::uint64_t owner,
                                             std::uint64_t before,
                                             std::size_t limit) const {
  const auto posts = posts_of(owner);
  const auto end = std::lower_bound(posts.begin(), posts.end(), before);
  const auto count = std::min(limit, static_cast<std::size_t>(end - posts.begin()));
  std::vector<std::uint64_t> page(end - static_cast<std::ptrdiff_t>(count), end);
  std::reverse(page.begin(), page.end());
  return page;
}

bool FeedTable::remove(std::uint64_t owner, std::uint64_t post) {
  const auto visible = posts_of(owner);
  const auto at = std::lower_bound(visible.begin(), visible.end(), post);
  if (at == visible.end() || *at != post) {
    return false;
  }
  const auto newer = visible.end() - at;
  ListPool::List& list = posts_[owners_.find(owner)];
  const auto all = lists_.values(list);
  std::copy(all.end() - newer + 1, all.end(), all.end() - newer);
  lists_.pop_back(list);
  if (list.size == 0) {
    owners_.erase(owner);
  }
  return true;
}

std::size_t FeedTable::size(std::uint64_t owner) const {
  return posts_of(owner).size();
}

std::size_t FeedTable::memory_bytes() const {
  return owners_.memory_bytes() + posts_.capacity() * sizeof(ListPool::List) +
         lists_.memory_bytes();
}

}  // namespace napkin::algorithms
