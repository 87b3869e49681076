#include "models/algorithms/counters/feed_unread.h"

#include "models/algorithms/base/growth.h"

namespace napkin::algorithms {

std::uint32_t FeedUnread::author_slot(std::uint64_t author) {
  const std::uint32_t slot = authors_.insert(author);
  if (slot == posts_.size()) {
    detail::grow_by_quarter(posts_);
    posts_.push_back(0);
  }
  return slot;
}

void FeedUnread::post(std::uint64_t author, std::uint64_t count) {
  posts_[author_slot(author)] += count;
}

const ListPool::List* FeedUnread::followed(std::uint64_t user) const {
  const std::uint32_t slot = users_.find(user);
  return slot == IdSlots::kNone ? nullptr : &snapshots_[slot];
}

std::size_t FeedUnread::find(const ListPool::List& list, std::uint64_t author_slot) const {
  const auto pairs = lists_.values(list);
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    if (pairs[i] == author_slot) {
      return i;
    }
  }
  return kNotFound;
}

bool FeedUnread::follow(std::uint64_t user, std::uint64_t author) {
  const std::uint32_t slot = users_.insert(user);
  if (slot == snapshots_.size()) {
    detail::grow_by_quarter(snapshots_);
    snapshots_.emplace_back();
  }
  const std::uint32_t followed_slot = author_slot(author);
  ListPool::List& snapshot = snapshots_[slot];
  if (find(snapshot, followed_slot) != kNotFound) {
    return false;
  }
  lists_.push_back(snapshot, followed_slot);
  lists_.push_back(snapshot, posts_[followed_slot]);
  return true;
}

bool FeedUnread::unfollow(std::uint64_t user, std::uint64_t author) {
  const std::uint32_t slot = users_.find(user);
  const std::uint32_t followed_slot = authors_.find(author);
  if (slot == IdSlots::kNone || followed_slot == IdSlots::kNone) {
    return false;
  }
  ListPool::List& snapshot = snapshots_[slot];
  const std::size_t index = find(snapshot, followed_slot);
  if (index == kNotFound) {
    return false;
  }
  const auto pairs = lists_.values(snapshot);
  pairs[index] = pairs[pairs.size() - 2];
  pairs[index + 1] = pairs[pairs.size() - 1];
  lists_.pop_back(snapshot);
  lists_.pop_back(snapshot);
  if (snapshot.size == 0) {
    users_.erase(user);
  }
  return true;
}

std::uint64_t FeedUnread::unread_count(std::uint64_t user) const {
  const ListPool::List* snapshot = followed(user);
  if (snapshot == nullptr) {
    return 0;
  }
  std::uint64_t count = 0;
  const auto pairs = lists_.values(*snapshot);
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    count += posts_[pairs[i]] - pairs[i + 1];
  }
  return count;
}

void FeedUnread::look(std::uint64_t user) {
  const std::uint32_t slot = users_.find(user);
  if (slot == IdSlots::kNone) {
    return;
  }
  const auto pairs = lists_.values(snapshots_[slot]);
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    pairs[i + 1] = posts_[pairs[i]];
  }
}

std::size_t FeedUnread::followed_count(std::uint64_t user) const {
  const ListPool::List* snapshot = followed(user);
  return snapshot == nullptr ? 0 : snapshot->size / 2;
}

}  // namespace napkin::algorithms
